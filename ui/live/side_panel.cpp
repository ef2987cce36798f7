// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/side_panel.h"

#include "model/base/format.h"
#include "model/events/event_text.h"
#include "ui/paint/marks.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr int kTitleHeight = 26;
constexpr int kRow = 18;
constexpr int kInset = 10;
constexpr int kButtonHeight = 26;
constexpr int kPhases = 6;

QString count(std::uint64_t value) {
    return model::formatCount(static_cast<std::int64_t>(value));
}

QString words(const std::string& text) {
    return model::escapeServerText(text);
}

/// `text` broken into lines of at most `width` pixels, or its height.
QRectF wrapped(const QString& text, const QFont& font, double width) {
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 10'000), Qt::TextWordWrap, text);
}

} // namespace

PanelSection::PanelSection(const QString& objectName, QWidget* parent)
    : QWidget(parent) {
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PanelSection::sizeHint() const {
    return {SidePanel::kWidth, kTitleHeight + bodyHeight()};
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

StatisticsPanel::StatisticsPanel(QWidget* parent)
    : PanelSection(u"statisticsPanel"_s, parent) {}

void StatisticsPanel::setRows(const QString& title, const QString& right, std::vector<Row> rows,
                              bool hasControl) {
    m_rows = std::move(rows);
    m_hasControl = hasControl;
    m_message.clear();
    QStringList spoken;
    for (const Row& row : m_rows)
        if (!row.heading)
            spoken << (row.control.isEmpty() ? u"%1 %2"_s.arg(row.name, row.own)
                                             : tr("%1 %2, control %3").arg(row.name, row.own, row.control));
    setTitle(title, right);
    changed(spoken.join(u"; "_s));
}

void StatisticsPanel::setSpan(const LiveFrame& frame, const model::SpanStatistics& statistics,
                              bool byCursors) {
    const TimeScale scale = frame.scale(0, 1);
    std::vector<Row> rows;
    const QString zone = u' ' + scale.zoneName(statistics.from);
    rows.push_back({byCursors ? u"A"_s : tr("from"), scale.timeMs(statistics.from) + zone, {}});
    rows.push_back({byCursors ? u"B"_s : tr("to"), scale.timeMs(statistics.to) + zone, {}});
    rows.push_back(
        {byCursors ? u"B − A"_s : tr("length"), model::formatDuration(statistics.length()), {}, true});
    const bool hasControl = statistics.control.has_value();
    rows.push_back({{}, tr("Protected"), hasControl ? tr("Control") : QString(), false, true});
    const auto add = [&](const QString& name, auto&& value, auto&& isBad) {
        Row row{name, value(statistics.protectedSet), {}, isBad(statistics.protectedSet)};
        if (hasControl) {
            row.control = value(*statistics.control);
            row.strong = row.strong || isBad(*statistics.control);
        }
        rows.push_back(row);
    };
    using Figures = model::SpanFigures;
    const auto never = [](const Figures&) { return false; };
    const auto addCount = [&](const QString& name, std::uint64_t model::OutcomeCounts::*member, bool bad) {
        add(
            name, [member](const Figures& f) { return count(f.probes.counts.*member); },
            [member, bad](const Figures& f) { return bad && f.probes.counts.*member > 0; });
    };
    add(
        tr("sent"), [](const Figures& f) { return count(f.probes.counts.sent()); }, never);
    addCount(tr("ok"), &model::OutcomeCounts::ok, false);
    addCount(tr("late, saved"), &model::OutcomeCounts::late, false);
    addCount(tr("time-outs"), &model::OutcomeCounts::timeouts, true);
    addCount(tr("errors"), &model::OutcomeCounts::errors, true);
    addCount(tr("unknown"), &model::OutcomeCounts::unknown, true);
    // Stands apart from what was sent; told where there is any.
    if (statistics.protectedSet.probes.counts.notSent +
            (hasControl ? statistics.control->probes.counts.notSent : 0) >
        0)
        addCount(tr("not sent"), &model::OutcomeCounts::notSent, true);
    add(
        tr("reconnects"), [](const Figures& f) { return QString::number(f.reconnects); }, never);
    add(
        tr("handoffs"), [](const Figures& f) { return QString::number(f.handoffs); }, never);
    for (const auto& [name, percent] : {std::pair(u"p50"_s, 50.0), std::pair(u"p90"_s, 90.0),
                                        std::pair(u"p99"_s, 99.0), std::pair(u"p99.9"_s, 99.9)})
        add(
            name,
            [percent](const Figures& f) {
                return f.probes.latency.empty() ? model::kNoValue
                                                : model::formatDuration(f.probes.latency.percentile(percent));
            },
            never);
    add(
        u"max"_s,
        [](const Figures& f) {
            return f.probes.latency.empty() ? model::kNoValue : model::formatDuration(f.probes.latency.max());
        },
        never);
    add(
        tr("longest gap"),
        [](const Figures& f) {
            return f.longestGap ? model::formatDuration(f.longestGap->duration()) : model::kNoValue;
        },
        [](const Figures& f) { return f.longestGap && f.longestGap->duration() > 1s; });
    add(
        tr("of it covered"),
        [](const Figures& f) { return f.longestGap ? model::formatDuration(f.longestGapCovered) : model::kNoValue; },
        never);
    rows.push_back({tr("not measured"), model::formatDuration(statistics.notMeasured), {}});
    setRows(byCursors ? tr("Between cursors A and B") : tr("Selected span"),
            model::formatDuration(statistics.length()), std::move(rows), hasControl);
}

void StatisticsPanel::setSeconds(const LiveFrame& frame, const TimeRange& span, const QString& title,
                                 std::optional<MonoTime> forgottenUntil) {
    const TargetId target = frame.timeline->target().id;
    const MonoTime end = std::min(span.to, frame.now);
    const bool hasControl = frame.timeline->target().probe.control;
    const model::MetricCell own = frame.metrics->cell({target, ProbeRole::Protected, {}}, span.from, end);
    const model::MetricCell control =
        hasControl ? frame.metrics->cell({target, ProbeRole::Control, {}}, span.from, end)
                   : model::MetricCell{};
    std::vector<Row> rows;
    if (forgottenUntil && *forgottenUntil >= span.from) {
        const TimeScale scale = frame.scale(0, 1);
        rows.push_back({tr("single probes after"),
                        scale.timeS(*forgottenUntil) + u' ' + scale.zoneName(*forgottenUntil),
                        {}});
    }
    rows.push_back({{}, tr("Protected"), hasControl ? tr("Control") : QString(), false, true});
    const auto add = [&](const QString& name, auto&& value, bool strong = false) {
        rows.push_back({name, value(own), hasControl ? value(control) : QString(), strong});
    };
    using Cell = model::MetricCell;
    add(tr("sent"), [](const Cell& c) { return count(c.counts.sent()); });
    add(tr("ok"), [](const Cell& c) { return count(c.counts.ok); });
    add(tr("late, saved"), [](const Cell& c) { return count(c.counts.late); });
    add(
        tr("failed"), [](const Cell& c) { return count(c.counts.failed()); },
        own.counts.failed() + control.counts.failed() > 0);
    for (const auto& [name, percent] : {std::pair(u"p50"_s, 50.0), std::pair(u"p90"_s, 90.0),
                                        std::pair(u"p99"_s, 99.0), std::pair(u"p99.9"_s, 99.9)})
        add(name, [percent](const Cell& c) {
            return c.latency.empty() ? model::kNoValue : model::formatDuration(c.latency.percentile(percent));
        });
    add(u"max"_s,
        [](const Cell& c) { return c.latency.empty() ? model::kNoValue : model::formatDuration(c.latency.max()); });
    setRows(title, model::formatDuration(std::max(Duration{}, end - std::max(span.from, kSessionStart))),
            std::move(rows), hasControl);
}

void StatisticsPanel::setMessage(const QString& title, const QString& text) {
    m_rows.clear();
    m_message = text;
    setTitle(title, {});
    changed(text);
}

int StatisticsPanel::bodyHeight() const {
    if (!m_message.isEmpty())
        return static_cast<int>(wrapped(m_message, uiFont(11), SidePanel::kWidth - 2 * kInset).height()) + 20;
    return static_cast<int>(m_rows.size()) * kRow + 14;
}

void StatisticsPanel::paintBody(QPainter& painter, const QRectF& body) {
    const Theme& t = currentTheme();
    if (!m_message.isEmpty()) {
        painter.setFont(uiFont(11));
        painter.setPen(t.secondText);
        painter.drawText(body.adjusted(0, 8, 0, 0), Qt::TextWordWrap, m_message);
        return;
    }
    const double half = m_hasControl ? body.width() * 0.28 : 0;
    double y = body.top() + 6;
    for (const Row& row : m_rows) {
        const QRectF line(body.left(), y, body.width(), kRow);
        if (row.heading && &row != &m_rows.front())
            painter.fillRect(QRectF(line.left(), line.top() - 1, line.width(), 1), t.border);
        painter.setFont(uiFont(11));
        painter.setPen(t.secondText);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter.setPen(t.ink);
        painter.setFont(row.heading ? uiFont(11, QFont::DemiBold)
                                    : monoFont(11, row.strong ? QFont::Bold : QFont::Normal));
        // A row with one value has the whole width.
        const bool single = !row.heading && row.control.isEmpty();
        painter.drawText(line.adjusted(0, 0, single ? 0 : -half, 0), Qt::AlignRight | Qt::AlignVCenter,
                         row.own);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.control);
        y += kRow;
    }
}

HandoffPanel::HandoffPanel(QWidget* parent)
    : PanelSection(u"handoffPanel"_s, parent) {
    hide();
}

void HandoffPanel::refresh(const LiveFrame& frame) {
    const model::Band* shown = nullptr;
    for (const model::Band& band : frame.timeline->bands()) {
        if (band.kind != model::BandKind::Moving || band.from > frame.now) continue;
        const MonoTime last = std::max(band.to.value_or(frame.now), band.deadline.value_or(band.from));
        if (frame.running && last >= frame.now) shown = &band;
        if (frame.selectedEvent == band.key) {
            shown = &band;
            break;
        }
    }
    if (!shown) {
        hide();
        return;
    }
    m_rows.clear();
    int done = 0;
    QStringList spoken;
    QStringList refusals;
    for (const model::ConnectionLane& lane : frame.timeline->lanes()) {
        if (lane.role != ProbeRole::Protected) continue;
        const model::HandoffSpan* handoff = nullptr;
        for (const model::HandoffSpan& candidate : lane.handoffs)
            if (candidate.sequence == shown->sequence && candidate.from >= shown->from - 2s &&
                candidate.from <=
                    std::max(shown->to.value_or(frame.now), shown->deadline.value_or(shown->from)))
                handoff = &candidate;
        if (!handoff) continue;
        Row row;
        row.name = lane.label;
        const HandoffPhases& p = handoff->phases;
        const std::array<const std::optional<Duration>*, kPhases> phases{
            &p.notified, &p.connecting, &p.optedIn, &p.firstOk, &p.oldDrained, &p.oldClosed};
        for (int i = 0; i < kPhases; ++i)
            if (phases[static_cast<std::size_t>(i)]->has_value()) row.reached = i + 1;
        row.reached = std::max(row.reached, 1); // told of it, or there would be no handoff
        for (const model::Attempt& attempt : lane.attempts)
            if (attempt.candidate && attempt.result == ResultWord::Failed && attempt.from >= handoff->from &&
                !p.firstOk) {
                row.refused = true;
                if (!attempt.text.isEmpty()) refusals << lane.label + u": "_s + attempt.text;
            }
        if (p.firstOk) {
            row.value = model::formatDuration(*p.firstOk);
            ++done;
        } else {
            row.value = handoff->result == ResultWord::Failed || handoff->result == ResultWord::Expired
                            ? tr("failed")
                            : tr("under way");
        }
        spoken << tr("%1 %2 of 6 phases, %3").arg(row.name).arg(row.reached).arg(row.value);
        m_rows.push_back(row);
    }
    refusals.removeDuplicates();
    m_words = tr("notified · connecting · opted in · first OK · drained · old closed");
    if (!refusals.isEmpty()) m_words += u". "_s + refusals.last() + u' ' + tr("The old connection serves.");
    setTitle(shown->sequence ? tr("Handoff, seq %1").arg(shown->sequence->value) : tr("Handoff"),
             tr("%1 of %2 done").arg(done).arg(m_rows.size()));
    changed(spoken.join(u"; "_s));
    show();
}

int HandoffPanel::bodyHeight() const {
    return static_cast<int>(m_rows.size()) * (kRow + 1) +
           static_cast<int>(wrapped(m_words, uiFont(10), SidePanel::kWidth - 2 * kInset).height()) + 20;
}

void HandoffPanel::paintBody(QPainter& painter, const QRectF& body) {
    const Theme& t = currentTheme();
    constexpr double kStep = 16;
    double y = body.top() + 6;
    for (const Row& row : m_rows) {
        const QRectF line(body.left(), y, body.width(), kRow + 1);
        painter.setFont(uiFont(11));
        painter.setPen(t.ink);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter.setFont(monoFont(11));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        const double left = body.left() + 76;
        for (int i = 0; i < kPhases; ++i) {
            const QPointF center(left + i * kStep + 6, line.center().y());
            const bool reached = i < row.reached;
            if (i > 0) {
                painter.setPen(QPen(reached ? t.healthy : t.grey, 1.2));
                painter.drawLine(center - QPointF(kStep - 5, 0), center - QPointF(5, 0));
            }
            if (!reached && i == row.reached && row.refused) {
                marks::reconnect(painter, t, center, 3.6, false);
                continue;
            }
            painter.setPen(QPen(reached ? t.ink : t.grey, 1.2));
            painter.setBrush(reached ? QBrush(t.healthy) : QBrush(Qt::NoBrush));
            painter.drawEllipse(center, 4.2, 4.2);
        }
        painter.restore();
        y += kRow + 1;
    }
    painter.setFont(uiFont(10));
    painter.setPen(t.secondText);
    painter.drawText(QRectF(body.left(), y + 4, body.width(), body.bottom() - y), Qt::TextWordWrap, m_words);
}

EventPanel::EventPanel(QWidget* parent)
    : PanelSection(u"eventPanel"_s, parent)
    , m_goTo(new QPushButton(tr("Go to"), this))
    , m_note(new QPushButton(tr("Add note"), this)) {
    m_goTo->setObjectName(u"goToEvent"_s);
    m_goTo->setToolTip(tr("Shows the event whole (F F)"));
    m_note->setObjectName(u"noteOnEvent"_s);
    m_note->setToolTip(tr("Writes a note at the event (M)"));
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
    m_heading = words(event->name).replace(u'_', u' ');
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
    if (!event->peerOld.empty()) m_rows.emplace_back(tr("old"), words(event->peerOld));
    if (!event->peerNew.empty()) m_rows.emplace_back(tr("new"), words(event->peerNew));
    if (!event->shards.empty()) m_rows.emplace_back(tr("shards"), words(event->shards));
    if (!event->slots.empty()) m_rows.emplace_back(tr("slots"), words(event->slots));
    const auto phase = [&](const QString& name, const std::optional<Duration>& at) {
        if (at) m_rows.emplace_back(name, model::formatDuration(*at));
    };
    phase(tr("connecting"), event->phases.connecting);
    phase(tr("opted in"), event->phases.optedIn);
    phase(tr("first OK"), event->phases.firstOk);
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
    return static_cast<int>(wrapped(m_sentence, uiFont(11), SidePanel::kWidth - 2 * kInset).height());
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

SidePanel::SidePanel(QWidget* parent)
    : QScrollArea(parent)
    , m_statistics(new StatisticsPanel)
    , m_handoff(new HandoffPanel)
    , m_event(new EventPanel) {
    setObjectName(u"sidePanel"_s);
    setAccessibleName(tr("Figures"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setFixedWidth(kWidth);
    setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget;
    auto* layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_handoff);
    layout->addWidget(m_statistics);
    layout->addWidget(m_event);
    layout->addStretch(1);
    setWidget(inside);
}

} // namespace maintscope::ui
