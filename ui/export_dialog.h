// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/exporter.h"

#include <QDialog>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QPushButton;

namespace maintscope::ui {

/// Asks what to export and where to. Writes nothing itself: exportRequested() is the intent, showResult() the
/// answer.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `baseName` names the file that is proposed, without its ending, in `folder`.
    ExportDialog(const QString& folder, const QString& baseName, QWidget* parent = nullptr);

    [[nodiscard]] model::ExportFormat format() const;
    [[nodiscard]] QString path() const;

    /// What became of the export: the dialog stays, says it and offers the next.
    void showResult(const Status& status, const QString& writtenPath, qint64 bytes);

Q_SIGNALS:
    /// `replace`: the user has been told that the file exists, and wants it replaced.
    void exportRequested(maintscope::model::ExportFormat format, const QString& path, bool replace);

private:
    void proposePath();
    void validate();
    void browse();

    QString m_folder;
    QString m_baseName;
    QButtonGroup* m_formats;
    QLineEdit* m_path;
    QLabel* m_message;
    QPushButton* m_export;
    bool m_pathEdited = false;
};

} // namespace maintscope::ui
