// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/extract/export_options.h"
#include "model/extract/redaction.h"

#include <QDialog>

#include <optional>
#include <vector>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace maintscope::model {
struct ExportFormatRow;
}

namespace maintscope::ui {

/// What of the session may be exported beside all of it; session time.
struct ExportScope {
    QString recording; ///< its file, for the command line that does the same
    std::optional<model::TimeRange> visible;
    std::optional<model::TimeRange> selection;
};

/// Asks what to export, of which range, how redacted and where to. Writes nothing itself: exportRequested()
/// is the intent, showResult() the answer.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `baseName` names the file that is proposed, without its ending, in `folder`.
    ExportDialog(const QString& folder, const QString& baseName, QWidget* parent = nullptr);

    /// Without it, all of the session is exported.
    void setScope(const ExportScope& scope);

    [[nodiscard]] model::ExportFormat format() const;
    /// Format, range, redaction, and what the verdict is to go by.
    [[nodiscard]] model::ExportOptions options() const;
    [[nodiscard]] QString path() const;
    /// The line that writes the same bytes without a window.
    [[nodiscard]] QString commandLine() const;

    /// What became of the export: the dialog stays, says it and offers the next.
    void showResult(const Status& status, const QString& writtenPath, qint64 bytes);
    /// The answer to previewRequested().
    void showPreview(const std::vector<model::Redaction::Row>& rows);

Q_SIGNALS:
    /// `replace`: the dialog said that the file exists, and the user wants it replaced.
    void exportRequested(const maintscope::model::ExportOptions& options, const QString& path, bool replace);
    /// What would be replaced is to be shown.
    void previewRequested();

private:
    void addFormats(QVBoxLayout& layout);
    void addFormat(QVBoxLayout& layout, const model::ExportFormatRow& format);
    void addScope(QVBoxLayout& layout);
    void addVerdict(QVBoxLayout& layout);
    void proposePath();
    void validate();
    void browse();

    QString m_folder;
    QString m_baseName;
    ExportScope m_scope;
    QButtonGroup* m_formats;
    QButtonGroup* m_ranges;
    QComboBox* m_method;
    QLineEdit* m_limits;
    QCheckBox* m_redact;
    QPushButton* m_preview;
    QLineEdit* m_path;
    QLabel* m_message;
    QPushButton* m_export;
    bool m_pathEdited = false;
};

} // namespace maintscope::ui
