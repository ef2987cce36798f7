// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_panel.h"

#include "model/base/format.h"
#include "model/events/event_label.h"
#include "model/events/event_text.h"
#include "ui/paint/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kButtonHeight = 26;

} // namespace

EventPanel::EventPanel(QWidget* parent)
    : PanelSection(u"eventPanel"_s, parent)
    , m_goTo(new QPushButton(tr("Go to"), this))
    , m_note(new QPushButton(tr("Add note"), this)) {
    m_goTo->setObjectName(u"goToEvent"_s);
    m_goTo->setToolTip(tr("Fit the whole event into the view (F F)"));
    m_note->setObjectName(u"noteOnEvent"_s);
    m_note->setToolTip(tr("Add a note at the event (M)"));
    connect(m_goTo, &QPushButton::clicked, this, &EventPanel::goToRequested);
    connect(m_note, &QPushButton::clicked, this, &EventPanel::noteRequested);
    hide();
}

void EventPanel::refresh(const LiveFrame& frame, const Event* event) {
    if (!event) {
        hide();
        return;
    }
    const TimeScale scale = frame.scale(0, 1);
    m_rows.clear();
    const auto time = [&](MonoTime at) { return scale.timeMs(at) + u' ' + scale.zoneName(at); };
    m_heading = model::escapeServerText(model::eventLabel(*event)).replace(u'_', u' ');
    m_rows.emplace_back(event->end ? tr("began") : tr("at"), time(event->at));
    if (event->end) {
        m_rows.emplace_back(tr("ended"), time(*event->end));
        m_rows.emplace_back(tr("lasted"), model::formatDuration(*event->end - event->at));
    }
    if (event->announced) m_rows.emplace_back(tr("announced"), model::formatSetting(*event->announced));
    if (event->connection.value != 0)
        m_rows.emplace_back(tr("connection"),
                            model::connectionLabel(event->connection, event->role,
                                                   frame.timeline->target().probe.connections));
    if (event->sequence) m_rows.emplace_back(tr("seq"), QString::number(event->sequence->value));
    if (!event->peerOld.empty()) m_rows.emplace_back(tr("old"), model::escapeServerText(event->peerOld));
    if (!event->peerNew.empty()) m_rows.emplace_back(tr("new"), model::escapeServerText(event->peerNew));
    if (!event->shards.empty()) m_rows.emplace_back(tr("shards"), model::escapeServerText(event->shards));
    if (!event->slots.empty()) m_rows.emplace_back(tr("slots"), model::escapeServerText(event->slots));
    const auto phase = [&](const QString& name, const std::optional<Duration>& at) {
        if (at) m_rows.emplace_back(name, model::formatDuration(*at));
    };
    phase(tr("connecting"), event->phases.connecting);
    phase(tr("opted in"), event->phases.optedIn);
    phase(tr("first reply"), event->phases.firstOk);
    phase(tr("old drained"), event->phases.oldDrained);
    phase(tr("old closed"), event->phases.oldClosed);
    m_sentence = model::eventText(*event);
    QStringList spoken{m_heading};
    for (const auto& [name, value] : m_rows)
        spoken << name + u' ' + value;
    spoken << m_sentence;
    setTitle(tr("Event"), QString::fromUtf8(toString(event->kind).data(),
                                            static_cast<qsizetype>(toString(event->kind).size()))
                              .replace(u'_', u' '));
    changed(spoken.join(u", "_s));
    show();
}

int EventPanel::textHeight() const {
    return wrappedHeight(m_sentence, uiFont(11));
}

int EventPanel::bodyHeight() const {
    return 30 + static_cast<int>(m_rows.size()) * kRow + 6 + textHeight() + 10 + kButtonHeight + 10;
}

void EventPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    int left = kInset;
    for (QPushButton* button : {m_goTo, m_note}) {
        button->setGeometry(left, height() - kButtonHeight - 10, button->sizeHint().width(), kButtonHeight);
        left += button->width() + 8;
    }
}

void EventPanel::paintBody(QPainter& painter, const QRectF& body) {
    const Theme& t = currentTheme();
    const QFont heading = uiFont(13, QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(t.ink);
    painter.drawText(QRectF(body.left(), body.top() + 5, body.width(), 22), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(heading).elidedText(m_heading, Qt::ElideRight, body.width()));
    double y = body.top() + 30;
    constexpr double kNames = 76;
    const QFont mono = monoFont(11);
    for (const auto& [name, value] : m_rows) {
        painter.setFont(uiFont(11));
        painter.setPen(t.secondText);
        painter.drawText(QRectF(body.left(), y, kNames, kRow), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter.setFont(mono);
        painter.setPen(t.ink);
        painter.drawText(QRectF(body.left() + kNames, y, body.width() - kNames, kRow),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(mono).elidedText(value, Qt::ElideMiddle, body.width() - kNames));
        y += kRow;
    }
    painter.setFont(uiFont(11));
    painter.setPen(t.ink);
    painter.drawText(QRectF(body.left(), y + 6, body.width(), textHeight() + 4), Qt::TextWordWrap,
                     m_sentence);
}

} // namespace maintscope::ui

#include "moc_event_panel.cpp"
