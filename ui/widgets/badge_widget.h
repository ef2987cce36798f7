// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/badge.h"

#include <QWidget>

namespace maintscope::ui {

/// A badge as a widget. Decoration: always beside a text with the same meaning.
class BadgeWidget : public QWidget {
    Q_OBJECT

public:
    explicit BadgeWidget(int side, QWidget* parent = nullptr);
    void setBadge(Badge badge);
    [[nodiscard]] Badge badge() const { return m_badge; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_side;
    Badge m_badge = Badge::NotMeasured;
};

} // namespace maintscope::ui
