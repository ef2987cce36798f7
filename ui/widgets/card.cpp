// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace maintscope::ui {
namespace {

constexpr int kTitleHeight = 30;
constexpr int kInset = 12;

} // namespace

Card::Card(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title, this))
    , m_note(new QLabel(this))
    , m_body(new QVBoxLayout) {
    setAccessibleName(title);
    m_title->setFont(uiFont(13, QFont::DemiBold));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setForegroundRole(kSecondInkRole);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(kInset, 0, kInset, 0);
    bar->setSpacing(kInset);
    bar->addWidget(m_title);
    bar->addWidget(m_note, 1);
    m_title->setFixedHeight(kTitleHeight);
    m_note->setFixedHeight(kTitleHeight);
    m_body->setContentsMargins(kInset, kInset, kInset, kInset);
    m_body->setSpacing(8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(m_body, 1);
}

void Card::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setToolTip(note.toHtmlEscaped());
}

void Card::paintEvent(QPaintEvent* event) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    painter.setClipRect(event->rect());
    painter.fillRect(rect(), t.canvas);
    painter.fillRect(QRect(0, 0, width(), kTitleHeight), t.panel);
    painter.setPen(t.border);
    painter.drawLine(0, kTitleHeight, width(), kTitleHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

} // namespace maintscope::ui

#include "moc_card.cpp"
