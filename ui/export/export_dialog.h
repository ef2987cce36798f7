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

/// The ranges that can be exported instead of the whole session, in session time.
struct ExportScope {
    QString recording; ///< its file, for the equivalent command line
    std::optional<model::TimeRange> visible;
    std::optional<model::TimeRange> selection;
};

/// Asks for the format, the range, the redaction and the file of an export. It writes nothing itself: it emits
/// exportRequested(), and its owner calls showResult().
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `baseName`: proposed file name in `folder`, without suffix.
    ExportDialog(const QString& folder, const QString& baseName, QWidget* parent = nullptr);

    /// Without a scope, the whole session is exported.
    void setScope(const ExportScope& scope);

    [[nodiscard]] model::ExportFormat format() const;
    /// Format, range, redaction, and the basis of the verdict.
    [[nodiscard]] model::ExportOptions options() const;
    [[nodiscard]] QString path() const;
    /// The command line that writes the same bytes.
    [[nodiscard]] QString commandLine() const;

    /// Shows the result of the export. The dialog stays open for another one.
    void showResult(const Status& status, const QString& writtenPath, qint64 bytes);
    /// Call in response to previewRequested().
    void showPreview(const std::vector<model::Redaction::Row>& rows);

Q_SIGNALS:
    /// `replace`: the user has agreed to replace the existing file.
    void exportRequested(const maintscope::model::ExportOptions& options, const QString& path, bool replace);
    /// The user asks to see what redaction would replace.
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
