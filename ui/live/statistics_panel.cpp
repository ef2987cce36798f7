// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/statistics_panel.h"

#include "model/base/format.h"
#include "ui/paint/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString countText(std::uint64_t value) {
    return model::formatCount(static_cast<std::int64_t>(value));
}

} // namespace

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
            name, [member](const Figures& f) { return countText(f.probes.counts.*member); },
            [member, bad](const Figures& f) { return bad && f.probes.counts.*member > 0; });
    };
    add(
        tr("sent"), [](const Figures& f) { return countText(f.probes.counts.sent()); }, never);
    addCount(tr("ok"), &model::OutcomeCounts::ok, false);
    addCount(tr("late replies"), &model::OutcomeCounts::late, false);
    addCount(tr("timeouts"), &model::OutcomeCounts::timeouts, true);
    addCount(tr("errors"), &model::OutcomeCounts::errors, true);
    addCount(tr("unknown outcome"), &model::OutcomeCounts::unknown, true);
    // Not part of "sent"; shown only if there is any.
    if (statistics.protectedSet.probes.counts.notSent +
            (hasControl ? statistics.control->probes.counts.notSent : 0) >
        0)
        addCount(tr("not sent"), &model::OutcomeCounts::notSent, true);
    add(
        tr("reconnections"), [](const Figures& f) { return QString::number(f.reconnects); }, never);
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
        tr("of which covered"),
        [](const Figures& f) {
            return f.longestGap ? model::formatDuration(f.longestGapCovered) : model::kNoValue;
        },
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
    add(tr("sent"), [](const Cell& c) { return countText(c.counts.sent()); });
    add(tr("ok"), [](const Cell& c) { return countText(c.counts.ok); });
    add(tr("late replies"), [](const Cell& c) { return countText(c.counts.late); });
    add(
        tr("failed"), [](const Cell& c) { return countText(c.counts.failed()); },
        own.counts.failed() + control.counts.failed() > 0);
    for (const auto& [name, percent] : {std::pair(u"p50"_s, 50.0), std::pair(u"p90"_s, 90.0),
                                        std::pair(u"p99"_s, 99.0), std::pair(u"p99.9"_s, 99.9)})
        add(name, [percent](const Cell& c) {
            return c.latency.empty() ? model::kNoValue : model::formatDuration(c.latency.percentile(percent));
        });
    add(u"max"_s, [](const Cell& c) {
        return c.latency.empty() ? model::kNoValue : model::formatDuration(c.latency.max());
    });
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
    if (!m_message.isEmpty()) return wrappedHeight(m_message, uiFont(11)) + 20;
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

} // namespace maintscope::ui

#include "moc_statistics_panel.cpp"
