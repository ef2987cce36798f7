// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;

namespace maintscope::ui {

/// Asks for the text of a note; capture continues meanwhile.
class NoteDialog : public QDialog {
    Q_OBJECT

public:
    /// `when`: "at 14:12:03.118 UTC", or from and to.
    explicit NoteDialog(const QString& when, QWidget* parent = nullptr);
    [[nodiscard]] QString text() const;

private:
    QLineEdit* m_text;
};

} // namespace maintscope::ui
