// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/extract/redaction.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <vector>

namespace maintscope::model {
struct ExportOptions;
}

namespace maintscope::ui {

class ExportDialog;
struct ExportScope;
struct WindowContext;

/// The commands that write the shown session to a file. GUI thread.
class ExportActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit ExportActions(WindowContext& context);

    /// Adds the commands to the menu File. The main window calls it once.
    void addCommands();

    /// Opens the export dialog for a whole recording, which need not be shown.
    void exportRecording(const QString& recording);
    void showResult(const Status& status, const QString& path, qint64 bytes);
    void showRedactionPreview(const std::vector<model::Redaction::Row>& rows);

Q_SIGNALS:
    /// `recording`: the file to export.
    void exportRequested(const QString& recording, const maintscope::model::ExportOptions& options,
                         const QString& path, bool replace);
    /// The export dialog wants to show what redaction would replace.
    void redactionPreviewRequested(const QString& recording);

private:
    void askExport();
    void openDialog(const QString& name, const ExportScope& scope);
    void savePicture();

    WindowContext& m_context;
    QPointer<ExportDialog> m_dialog;
};

} // namespace maintscope::ui
