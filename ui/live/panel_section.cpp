// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/panel_section.h"

#include "ui/paint/marks.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

namespace maintscope::ui {

namespace {

constexpr int kTitleHeight = 26;

} // namespace

PanelSection::PanelSection(const QString& objectName, QWidget* parent)
    : QWidget(parent) {
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PanelSection::sizeHint() const {
    return {kWidth, kTitleHeight + bodyHeight()};
}

void PanelSection::setTitle(const QString& title, const QString& right) {
    m_title = title;
    m_right = right;
}

void PanelSection::changed(const QString& spoken) {
    setAccessibleName(m_title);
    setAccessibleDescription(spoken);
    updateGeometry();
    update();
}

void PanelSection::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), t.window);
    painter.fillRect(QRect(0, 0, width(), kTitleHeight), t.panel);
    painter.fillRect(QRect(0, kTitleHeight - 1, width(), 1), t.border);
    painter.fillRect(QRect(0, 0, 1, height()), t.border);
    const QFont right = monoFont(11);
    const double rightWidth = m_right.isEmpty() ? 0 : QFontMetricsF(right).horizontalAdvance(m_right) + 8;
    const QFont title = uiFont(12, QFont::DemiBold);
    painter.setFont(title);
    painter.setPen(t.ink);
    const double room = width() - 2 * kInset - rightWidth;
    painter.drawText(QRectF(kInset, 0, room, kTitleHeight - 1), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(title).elidedText(m_title, Qt::ElideRight, room));
    painter.setFont(right);
    painter.setPen(t.secondText);
    painter.drawText(QRectF(kInset, 0, width() - 2 * kInset, kTitleHeight - 1),
                     Qt::AlignRight | Qt::AlignVCenter, m_right);
    paintBody(painter, QRectF(kInset, kTitleHeight, width() - 2 * kInset, height() - kTitleHeight));
}

int PanelSection::wrappedHeight(const QString& text, const QFont& font) {
    const QRectF room(0, 0, kWidth - 2 * kInset, 10'000);
    return static_cast<int>(QFontMetricsF(font).boundingRect(room, Qt::TextWordWrap, text).height());
}

} // namespace maintscope::ui

#include "moc_panel_section.cpp"
