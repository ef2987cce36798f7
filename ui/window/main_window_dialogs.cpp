// SPDX-License-Identifier: GPL-3.0-or-later
// What the window asks, says and opens. Nothing here stops the capture.
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "model/events/calendar_reader.h"
#include "model/events/event_table_model.h"
#include "ui/connection/connection_dialog.h"
#include "ui/export/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/table_twin.h"
#include "ui/live/time_view_state.h"
#include "ui/paint/live_picture.h"
#include "ui/window/about_dialog.h"
#include "ui/window/command_palette.h"
#include "ui/window/help_window.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QStandardPaths>
#include <QStatusBar>

#include <algorithm>
#include <optional>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

QString MainWindow::targetName() const {
    return m_session.source ? model::escapeServerText(m_session.source->timeline().target().name) : QString();
}

QString MainWindow::proposedName() const {
    return QFileInfo(m_session.recordingPath).completeBaseName();
}

/// A question with two verbs; the careful one is the default.
bool MainWindow::agrees(const QString& title, const QString& question, const QString& yes,
                        const QString& no) {
    QMessageBox box(QMessageBox::Question, title, question, QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(m_session.recordingPath);
    QAbstractButton* go = box.addButton(yes, QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(no, QMessageBox::RejectRole));
    box.exec();
    return box.clickedButton() == go;
}

void MainWindow::proposeConnection(const TargetSettings& settings) {
    m_lastSettings = settings;
    m_haveLastSettings = true;
}

void MainWindow::askConnection() {
    const TargetSettings fresh = model::newTarget(m_preferences);
    openConnectionDialog(m_haveLastSettings && !m_session.source ? &m_lastSettings : &fresh);
}

void MainWindow::editConnection() {
    openConnectionDialog(m_haveLastSettings ? &m_lastSettings : nullptr)
        ->setWindowTitle(tr("Edit connection"));
}

void MainWindow::duplicateConnection() {
    if (!m_haveLastSettings) return;
    TargetSettings copy = m_lastSettings;
    copy.name = (copy.name.empty() ? toString(copy.endpoint) : copy.name) + " (2)";
    openConnectionDialog(&copy);
}

void MainWindow::askSecret(const TargetSettings& settings) {
    openConnectionDialog(&settings)->focusSecret();
}

ConnectionDialog* MainWindow::openConnectionDialog(const TargetSettings* proposed) {
    auto* dialog = new ConnectionDialog(this);
    m_connectionDialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setProfiles(m_profiles);
    dialog->setKeychain(m_noKeychain);
    dialog->setCertificateCheck(m_certificateCheck);
    if (proposed) dialog->setSettings(*proposed);
    connect(dialog, &ConnectionDialog::passwordWanted, this, &MainWindow::passwordWanted);
    connect(dialog, &ConnectionDialog::testRequested, this, &MainWindow::testRequested);
    connect(dialog, &ConnectionDialog::clusterSettingsRequested, this, [this, dialog] {
        dialog->reject();
        showMaintenance();
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        proposeConnection(dialog->settings());
        model::Profile profile{m_lastSettings.name, m_lastSettings, dialog->clusterManager()};
        if (profile.name.empty()) profile.name = toString(m_lastSettings.endpoint);
        if (dialog->wantsSaving()) Q_EMIT saveRequested(profile);
        if (dialog->wantsKeeping()) Q_EMIT keepRequested(m_lastSettings);
        if (profile.rest) Q_EMIT clusterManagerProposed(*profile.rest);
        Q_EMIT connectRequested(m_lastSettings);
    });
    dialog->open(); // the window behind it goes on
    return dialog;
}

void MainWindow::offerPassword(const TargetSettings& settings, const Secret& password) {
    if (m_connectionDialog) m_connectionDialog->offerPassword(settings, password);
}

void MainWindow::showTest(const ReadinessFacts& facts) {
    if (m_connectionDialog) m_connectionDialog->setTestFacts(facts);
}

void MainWindow::askExport() {
    if (!m_session.source) return;
    const auto scope = [](const TimeRange& range) {
        return model::TimeRange{std::max(kSessionStart, range.from), range.to};
    };
    const auto measured = m_time->measuredSpan();
    openExportDialog(proposedName(), {m_session.recordingPath, scope(m_time->visible()),
                                      measured ? std::optional(scope(*measured)) : std::nullopt});
}

void MainWindow::exportRecording(const QString& recording) {
    openExportDialog(QFileInfo(recording).completeBaseName(), {recording, {}, {}});
}

void MainWindow::openExportDialog(const QString& name, const ExportScope& scope) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_exportDialog = new ExportDialog(QDir(folder).exists() ? folder : QDir::homePath(), name, this);
    m_exportDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_exportDialog->setScope(scope);
    connect(m_exportDialog, &ExportDialog::exportRequested, this,
            [this, recording = scope.recording](const model::ExportOptions& options, const QString& path,
                                                bool replace) {
                Q_EMIT exportRequested(recording, options, path, replace);
            });
    connect(m_exportDialog, &ExportDialog::previewRequested, this,
            [this, recording = scope.recording] { Q_EMIT redactionPreviewRequested(recording); });
    m_exportDialog->open();
}

void MainWindow::importPlannedWindows() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getOpenFileName(this, tr("Import Planned Windows"),
                                                      QDir(folder).exists() ? folder : QDir::homePath(),
                                                      tr("Calendars (*.ics);;All files (*)"));
    if (path.isEmpty()) return;
    const auto calendar = model::readCalendarFile(path);
    if (!calendar) {
        showError(calendar.error());
        return;
    }
    std::vector<model::PlannedWindow> windows = m_live->plannedWindows();
    for (const model::PlannedWindow& window : calendar->windows)
        if (std::find(windows.begin(), windows.end(), window) == windows.end()) windows.push_back(window);
    planWindows(windows);
    const QString found = tr("Planned windows in the calendar: %1").arg(calendar->windows.size());
    if (calendar->remarks.isEmpty())
        statusBar()->showMessage(found, 10'000);
    else
        showError({found.toStdString(), path.toStdString(), calendar->remarks.join(u'\n').toStdString(), {}});
}

void MainWindow::showRedactionPreview(const std::vector<model::Redaction::Row>& rows) {
    if (m_exportDialog) m_exportDialog->showPreview(rows);
}

void MainWindow::showExportResult(const Status& status, const QString& path, qint64 bytes) {
    if (m_exportDialog)
        m_exportDialog->showResult(status, path, bytes);
    else if (!status.ok())
        showError(status.error());
}

void MainWindow::savePicture() {
    if (!m_session.source) return;
    // Painted before the dialog opens: the picture is of the moment at which it was asked for.
    const QImage image = livePicture(m_live->frame(), theme(ThemeKind::Light));
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString proposed =
        QDir(QDir(folder).exists() ? folder : QDir::homePath()).filePath(proposedName() + u".png"_s);
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save Picture"), proposed, tr("PNG pictures (*.png)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += u".png"_s;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
        showError(Error{"The picture could not be written.", path.toStdString(),
                        file.errorString().toStdString(), "Choose a folder that you may write to."});
        return;
    }
    statusBar()->showMessage(tr("Saved %1").arg(path), 10'000);
}

void MainWindow::askStop() {
    if (!m_session.source) return;
    if (agrees(tr("Stop Recording"), tr("Stop measuring %1? The recording is kept.").arg(targetName()),
               tr("Stop"), tr("Keep Measuring")))
        Q_EMIT stopRequested(m_session.id);
}

void MainWindow::askRemove() {
    if (!m_session.source) return;
    if (!m_session.source->running() ||
        agrees(tr("Remove Target"),
               tr("%1 is being measured. Removing it ends the measurement; the recording is kept.")
                   .arg(targetName()),
               tr("Stop and Remove"), tr("Keep Measuring")))
        Q_EMIT removeRequested(m_session.id);
}

void MainWindow::showError(const Error& error) {
    QMessageBox box(QMessageBox::Warning, u"Maintscope"_s, QString::fromStdString(error.what),
                    QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    QStringList lines;
    for (const std::string& part : {error.where, error.detail, error.remedy})
        if (!part.empty()) lines << model::escapeServerText(part);
    box.setInformativeText(lines.join(u'\n').toHtmlEscaped().replace(u'\n', u"<br>"_s));
    QAbstractButton* copy = box.addButton(tr("Copy Details"), QMessageBox::ActionRole);
    box.setDefaultButton(box.addButton(tr("Close"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() == copy)
        QGuiApplication::clipboard()->setText(QString::fromStdString(toString(error)));
}

/// What failed, where, and the exact words: the banner's, and the last events that were no mere information.
void MainWindow::copyDetails() {
    if (!m_session.source) return;
    const model::TargetStatus status = m_session.source->status(m_session.source->now());
    const model::TargetInfo& target = m_session.source->timeline().target();
    QStringList lines{u"Maintscope %1"_s.arg(QStringLiteral(MAINTSCOPE_VERSION)),
                      u"%1 (%2%3)"_s.arg(model::escapeServerText(target.name),
                                         QString::fromStdString(toString(target.endpoint)),
                                         target.tls ? u", TLS"_s : QString()),
                      u"%1: %2. %3"_s.arg(status.word, status.headline, status.sentence),
                      {}};
    constexpr int kLines = 20;
    QStringList events;
    for (int row = m_session.events->rowCount() - 1; row >= 0 && events.size() < kLines; --row) {
        QStringList cells;
        for (int column = 0; column < m_session.events->columnCount(); ++column) {
            const QString cell = m_session.events->index(row, column).data().toString();
            if (!cell.isEmpty()) cells << cell;
        }
        events.prepend(cells.join(u"  "_s));
    }
    QGuiApplication::clipboard()->setText((lines + events).join(u'\n'));
    statusBar()->showMessage(tr("Details copied"), 4'000);
}

void MainWindow::showTables() {
    if (!m_session.source) return;
    auto* dialog = new TableTwin(
        [this] {
            model::ChartTableInput input;
            if (!m_session.source) return input;
            const LiveSource& source = *m_session.source;
            input.timeline = &source.timeline();
            input.metrics = &source.metrics();
            input.now = source.now();
            input.status = source.status(input.now);
            input.gaps = source.connectionGaps(input.now);
            input.start = source.start();
            input.clock = ZoneClock(m_time->zone());
            input.from = m_time->visible().from;
            input.to = m_time->visible().to;
            input.samples = [&source](const model::TimeRange& range, const model::SampleVisitor& visit) {
                return source.samples(range, visit);
            };
            input.forgottenUntil = source.forgottenUntil();
            return input;
        },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showPalette() {
    auto* dialog = new CommandPalette(*m_commands, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showShortcuts() {
    auto* dialog = new ShortcutList(*m_commands, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showHelp(const QString& page) {
    if (!m_help) m_help = new HelpWindow(this);
    m_help->showPage(page);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void MainWindow::showAbout() {
    auto* dialog = new AboutDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace maintscope::ui
