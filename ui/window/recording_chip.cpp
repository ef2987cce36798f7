// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recording_chip.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kTextLeft = 28;
constexpr int kSpace = 8;
constexpr int kMargin = 12;
constexpr int kChipHeight = 26;

QFont timeFont() {
    return monoFont(12, QFont::DemiBold);
}

} // namespace

RecordingChip::RecordingChip(QWidget* parent)
    : QWidget(parent) {
    setObjectName(u"recordingChip"_s);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setState(tr("Recording"), u"00:00:00"_s, true);
}

void RecordingChip::setState(const QString& word, const QString& time, bool on) {
    if (word == m_word && time == m_time && on == m_on) return;
    m_word = word;
    m_time = time;
    m_on = on;
    setAccessibleName(u"%1 %2"_s.arg(word, time));
    updateGeometry();
    update();
}

QSize RecordingChip::sizeHint() const {
    return {kTextLeft + QFontMetrics(uiFont(12)).horizontalAdvance(m_word) + kSpace +
                QFontMetrics(timeFont()).horizontalAdvance(m_time) + kMargin,
            kChipHeight};
}

void RecordingChip::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(m_on ? t.focus : t.border, 1));
    p.setBrush(m_on ? t.selection : t.window);
    p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    p.setPen(Qt::NoPen);
    p.setBrush(m_on ? t.failure : t.grey);
    if (m_on)
        p.drawEllipse(QPointF(15, height() / 2.0), 4, 4);
    else
        p.drawRect(QRectF(11, height() / 2.0 - 4, 8, 8));
    p.setPen(m_on ? t.selectionText : t.ink);
    p.setFont(uiFont(12));
    p.drawText(QRect(kTextLeft, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, m_word);
    const int x = kTextLeft + p.fontMetrics().horizontalAdvance(m_word) + kSpace;
    p.setFont(timeFont());
    p.drawText(QRect(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, m_time);
}

} // namespace maintscope::ui

#include "moc_recording_chip.cpp"
