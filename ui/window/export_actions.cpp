// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/export_actions.h"

#include "client/types/time.h"
#include "model/extract/export_options.h"
#include "ui/export/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/paint/live_picture.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commands.h"
#include "ui/window/message_boxes.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMainWindow>
#include <QSaveFile>
#include <QStandardPaths>
#include <QStatusBar>

#include <algorithm>
#include <optional>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

ExportActions::ExportActions(WindowContext& context)
    : m_context(context) {}

void ExportActions::addCommands() {
    QAction* write =
        m_context.commands->add(MenuId::File, {"actionExport",
                                               tr("&Export…"),
                                               tr("Export events, samples or the summary to a file"),
                                               "export",
                                               {Qt::CTRL | Qt::Key_E}});
    connect(write, &QAction::triggered, this, &ExportActions::askExport);
    QAction* picture = m_context.commands->add(MenuId::File, {"actionSavePicture",
                                                              tr("Save &Picture…"),
                                                              tr("Save the live view as a PNG picture"),
                                                              "picture",
                                                              {Qt::CTRL | Qt::SHIFT | Qt::Key_E}});
    connect(picture, &QAction::triggered, this, &ExportActions::savePicture);
    m_context.needs.session << write << picture;
}

void ExportActions::askExport() {
    if (!m_context.session.source) return;
    const auto scope = [](const TimeRange& range) {
        return model::TimeRange{std::max(kSessionStart, range.from), range.to};
    };
    const auto measured = m_context.time->measuredSpan();
    openDialog(m_context.session.proposedName(),
               {m_context.session.recordingPath, scope(m_context.time->visible()),
                measured ? std::optional(scope(*measured)) : std::nullopt});
}

void ExportActions::exportRecording(const QString& recording) {
    openDialog(QFileInfo(recording).completeBaseName(), {recording, {}, {}});
}

void ExportActions::openDialog(const QString& name, const ExportScope& scope) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_dialog = new ExportDialog(QDir(folder).exists() ? folder : QDir::homePath(), name, m_context.window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setScope(scope);
    connect(m_dialog, &ExportDialog::exportRequested, this,
            [this, recording = scope.recording](const model::ExportOptions& options, const QString& path,
                                                bool replace) {
                Q_EMIT exportRequested(recording, options, path, replace);
            });
    connect(m_dialog, &ExportDialog::previewRequested, this,
            [this, recording = scope.recording] { Q_EMIT redactionPreviewRequested(recording); });
    m_dialog->open();
}

void ExportActions::showRedactionPreview(const std::vector<model::Redaction::Row>& rows) {
    if (m_dialog) m_dialog->showPreview(rows);
}

void ExportActions::showResult(const Status& status, const QString& path, qint64 bytes) {
    if (m_dialog)
        m_dialog->showResult(status, path, bytes);
    else if (!status.ok())
        showErrorBox(m_context.window, status.error());
}

void ExportActions::savePicture() {
    if (!m_context.session.source) return;
    // Painted before the dialog opens, so that the picture shows the time of the request.
    const QImage image = livePicture(m_context.live->frame(), theme(ThemeKind::Light));
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString proposed = QDir(QDir(folder).exists() ? folder : QDir::homePath())
                                 .filePath(m_context.session.proposedName() + u".png"_s);
    QString path = QFileDialog::getSaveFileName(m_context.window, tr("Save Picture"), proposed,
                                                tr("PNG pictures (*.png)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += u".png"_s;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
        showErrorBox(m_context.window,
                     Error{"The picture could not be written.", path.toStdString(),
                           file.errorString().toStdString(), "Choose a folder that you may write to."});
        return;
    }
    m_context.window->statusBar()->showMessage(tr("Saved %1").arg(path), 10'000);
}

} // namespace maintscope::ui

#include "moc_export_actions.cpp"
