// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/badge_widget.h"

#include <QPainter>

namespace maintscope::ui {

BadgeWidget::BadgeWidget(int side, QWidget* parent)
    : QWidget(parent)
    , m_side(side) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
}

void BadgeWidget::setBadge(Badge badge) {
    if (badge == m_badge) return;
    m_badge = badge;
    update();
}

QSize BadgeWidget::sizeHint() const {
    return {m_side, m_side};
}

void BadgeWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBadge(painter, rect(), m_badge, currentTheme());
}

} // namespace maintscope::ui

#include "moc_badge_widget.cpp"
