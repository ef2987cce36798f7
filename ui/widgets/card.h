// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace maintscope::ui {

/// A framed group of fields with a title bar: title on the left, a note about its state on the right.
class Card : public QWidget {
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);

    /// Layout below the title bar, with the card's margins.
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    /// `note` is plain text, elided if it does not fit.
    void setNote(const QString& note);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLabel* m_note;
    QVBoxLayout* m_body;
};

} // namespace maintscope::ui
