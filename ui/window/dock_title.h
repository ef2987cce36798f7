// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;
class QHBoxLayout;
class QLabel;

namespace maintscope::ui {

/// Title bar of a dock: its name, extra controls, a note at the right, and buttons to float and to close the
/// dock. Dragging the bar moves the dock.
class DockTitle : public QWidget {
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget* dock);

    /// Layout for extra controls, between name and note.
    [[nodiscard]] QHBoxLayout* controls() const { return m_controls; }
    /// `note`: a number or a word, plain text.
    void setNote(const QString& note);
    [[nodiscard]] QString note() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* m_controls;
    QLabel* m_note;
};

} // namespace maintscope::ui
