// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/report_timeline.h"

#include "model/base/format.h"
#include "model/report/report.h"
#include "ui/paint/marks.h"
#include "ui/paint/operation.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/translate.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kNames = 112; ///< names left of every row
constexpr double kAxis = 26;
constexpr double kRow = 25;
constexpr double kBars = 64;
constexpr double kRightEdge = 6;
constexpr double kLeastBand = 10; ///< keeps very short operations visible
constexpr double kPlateInset = 12;

struct Painting {
    QPainter& painter;
    const Theme& theme;
    const ReportTimeline& report;
    TimeScale scale;
    double top = 0;
};

bool inRange(const model::Band& band, const ReportTimeline& report) {
    return band.from < report.to && band.to.value_or(report.to) >= report.from;
}

/// The bands of the range in order, numbered as in the table of operations.
std::vector<std::pair<int, const model::Band*>> bandsOf(const ReportTimeline& report,
                                                        OperationKind operation) {
    std::vector<std::pair<int, const model::Band*>> bands;
    int number = 0;
    for (const model::Band& band : report.timeline->bands()) {
        if (!inRange(band, report)) continue;
        ++number;
        if (rowOf(band.kind) == operation) bands.emplace_back(number, &band);
    }
    return bands;
}

std::vector<OperationKind> shownRows(const ReportTimeline& report) {
    std::vector<OperationKind> rows = operationRows();
    std::erase_if(rows, [&](OperationKind kind) { return bandsOf(report, kind).empty(); });
    std::sort(rows.begin(), rows.end(),
              [](OperationKind a, OperationKind b) { return lookOf(a).reportRow < lookOf(b).reportRow; });
    return rows;
}

std::vector<model::PlannedMark> plannedIn(const ReportTimeline& report) {
    std::vector<model::PlannedMark> planned = report.timeline->planned();
    std::erase_if(planned, [&report](const model::PlannedMark& window) {
        return window.from >= report.to || window.to <= report.from;
    });
    return planned;
}

bool hasControl(const ReportTimeline& report) {
    return report.timeline->target().probe.control;
}

void paintName(Painting& p, const QString& name, bool strong) {
    p.painter.setFont(uiFont(12, strong ? QFont::DemiBold : QFont::Normal));
    p.painter.setPen(p.theme.ink);
    p.painter.drawText(QRectF(0, p.top, kNames - 8, kRow), Qt::AlignLeft | Qt::AlignVCenter, name);
    p.painter.fillRect(QRectF(0, p.top + kRow - 1, kReportTimelineWidth, 1), p.theme.grid);
}

void paintAxis(Painting& p, double height) {
    p.painter.setFont(uiFont(11));
    p.painter.setPen(p.theme.secondText);
    p.painter.drawText(QRectF(0, 0, kNames - 8, kAxis - 4), Qt::AlignLeft | Qt::AlignVCenter,
                       model::formatDate(p.scale.wall(p.report.from)) + u" UTC"_s);
    p.painter.setFont(monoFont(11));
    for (const TimeTick& tick : timeTicks(p.scale, 96)) {
        const double x = std::round(tick.x);
        p.painter.fillRect(QRectF(x, kAxis - 4, 1, height - kAxis + 4), p.theme.grid);
        if (x + 40 > kReportTimelineWidth) continue;
        p.painter.setPen(p.theme.secondText);
        p.painter.drawText(QRectF(x - 45, 0, 90, kAxis - 4), Qt::AlignCenter, tick.label);
    }
    p.top = kAxis;
}

/// Paints the interval of each operation behind the rows that it may explain.
void paintShades(Painting& p, double height) {
    for (const model::Band& band : p.report.timeline->bands()) {
        if (!inRange(band, p.report)) continue;
        MonoTime end = band.to.value_or(p.report.to);
        if (band.kind == OperationKind::Moving && band.deadline) end = std::max(end, *band.deadline);
        const double from = p.scale.clamped(band.from);
        marks::shade(p.painter, p.theme,
                     QRectF(from, kAxis, std::max(2.0, p.scale.clamped(end) - from), height - kAxis),
                     band.kind, false);
    }
}

void paintPlanned(Painting& p, const std::vector<model::PlannedMark>& planned) {
    paintName(p, tr("Planned"), false);
    double free = 0;
    for (const model::PlannedMark& window : planned) {
        const double from = p.scale.clamped(window.from);
        const double to = std::max(from + kLeastBand, p.scale.clamped(window.to));
        marks::planned(p.painter, p.theme, QRectF(from, p.top + 4, to - from, kRow - 9));
        const auto clock = [&p](MonoTime at) { return model::formatTimeS(p.scale.wall(at)); };
        const QString times = tr("%1 to %2").arg(clock(window.from), clock(window.to));
        const QString words = window.label.isEmpty() ? times : window.label + u", "_s + times;
        if (from + kPlateInset < free) continue;
        free = marks::plate(p.painter, {from + kPlateInset, p.top + kRow / 2 - 0.5},
                            kReportTimelineWidth - from - kPlateInset, words, uiFont(11), p.theme.ink,
                            p.theme.canvas)
                   .right();
    }
}

void paintOperations(Painting& p, OperationKind operation) {
    paintName(p, model::operationName(operation), false);
    double free = 0;
    for (const auto& [number, band] : bandsOf(p.report, operation)) {
        const double from = p.scale.clamped(band->from);
        const double to = std::max(from + kLeastBand, p.scale.clamped(band->to.value_or(p.report.to)));
        const double y = p.top + kRow / 2;
        if (lookOf(operation).diamond) {
            marks::diamond(p.painter, p.theme, {from, y}, 7, marks::Diamond::Filled);
        } else {
            marks::band(p.painter, p.theme, QRectF(from, p.top + 5, to - from, kRow - 11), operation,
                        {band->from >= p.report.from, band->state == PairState::Closed,
                         band->state == PairState::Capped});
        }
        const double right = lookOf(operation).diamond ? from + 9 : to + 2;
        const double after = band->state == PairState::Capped ? right + marks::kTornMarkWidth : right;
        if (after < free) continue;
        free = marks::plate(p.painter, {after, y}, kReportTimelineWidth - after, QString::number(number),
                            uiFont(11, QFont::DemiBold), p.theme.ink, Qt::transparent)
                   .right();
    }
}

struct Hole {
    MonoTime from{};
    MonoTime to{};
};

/// Gaps of the whole set: no connection of it received a reply.
std::vector<Hole> holesOf(const model::Summary& summary) {
    std::vector<Hole> holes;
    for (const model::Gap& gap : summary.gaps.listed)
        if (gap.connection.value == 0) holes.push_back({gap.from, gap.to});
    return holes;
}

/// The times at which the first connection of the set received a reply on a new endpoint; one per operation.
std::vector<MonoTime> changesOf(const model::Timeline& timeline, ProbeRole role) {
    constexpr Duration kTogether = std::chrono::seconds(2);
    std::vector<MonoTime> times;
    for (const model::ConnectionLane& lane : timeline.lanes())
        if (lane.role == role)
            for (const model::EndpointChange& change : lane.changes)
                if (change.from != change.to && !change.from.empty()) times.push_back(change.at);
    std::sort(times.begin(), times.end());
    std::vector<MonoTime> changes;
    for (const MonoTime at : times) {
        if (changes.empty() || at - changes.back() > kTogether) changes.push_back(at);
    }
    return changes;
}

void paintConnections(Painting& p, ProbeRole role, const model::Summary& summary) {
    const QString name = role == ProbeRole::Control ? tr("Control ×%1") : tr("Protected ×%1");
    paintName(p, name.arg(p.report.timeline->target().probe.connections), true);
    const double y = p.top + kRow / 2;
    const std::vector<MonoTime> changes = changesOf(*p.report.timeline, role);
    const std::vector<Hole> holes = holesOf(summary);
    const MonoTime begin = std::max(p.report.from, summary.startedMono);
    const MonoTime end = std::min(p.report.to, summary.startedMono + summary.duration);
    MonoTime at = begin;
    bool doubled = true;
    const auto lineTo = [&](MonoTime until) {
        marks::connectionLine(p.painter, p.theme, p.scale.clamped(at), p.scale.clamped(until), y, doubled);
        at = std::max(at, until);
    };
    std::size_t nextChange = 0;
    std::size_t nextHole = 0;
    while (nextChange < changes.size() || nextHole < holes.size()) {
        const bool hole = nextHole < holes.size() &&
                          (nextChange == changes.size() || holes[nextHole].from <= changes[nextChange]);
        if (hole) {
            lineTo(std::min(holes[nextHole].from, end));
            at = std::max(at, std::min(holes[nextHole].to, end));
            ++nextHole;
        } else {
            lineTo(std::clamp(changes[nextChange], at, end));
            doubled = !doubled;
            ++nextChange;
        }
    }
    lineTo(end);
    double free = 0;
    for (const Hole& hole : holes) {
        if (hole.from >= p.report.to || hole.to <= p.report.from) continue;
        const QRectF lane(kNames, p.top, kReportTimelineWidth - kNames, kRow - 1);
        const double from = p.scale.clamped(hole.from);
        const double to = std::max(from + 3, p.scale.clamped(hole.to));
        marks::failureBars(p.painter, p.theme, from, to, lane);
        marks::gapCap(p.painter, p.theme, from, lane);
        marks::gapCap(p.painter, p.theme, to, lane);
        const QString words = model::formatDuration(hole.to - hole.from);
        const QFont font = uiFont(11, QFont::DemiBold);
        const double width = marks::plateWidth(words, font);
        // The text is placed right of the gap, unless a change of endpoint is there.
        constexpr double kMark = 8;
        const bool taken = std::any_of(changes.begin(), changes.end(), [&](MonoTime change) {
            const double x = p.scale.x(change);
            return x > to - kMark && x < to + 3 + width + kMark;
        });
        const double left = taken ? from - 3 - width : to + 3;
        if (left < free) continue;
        free = marks::plate(p.painter, {left, y}, kReportTimelineWidth - left, words, font, p.theme.ink,
                            p.theme.canvas)
                   .right();
    }
    for (const MonoTime change : changes)
        if (change >= p.report.from && change < p.report.to)
            marks::endpointChange(p.painter, p.theme, {p.scale.x(change), y}, kRow - 4);
}

struct Bar {
    double left = 0;
    double right = 0;
    std::uint64_t protectedFailed = 0;
    std::uint64_t controlFailed = 0;
};

std::vector<Bar> barsOf(const Painting& p, Duration& width) {
    constexpr int kBarCount = 90;
    const auto seconds = std::max<std::int64_t>(
        1, std::chrono::ceil<std::chrono::seconds>((p.report.to - p.report.from) / kBarCount).count());
    width = std::chrono::seconds(seconds);
    std::vector<Bar> bars;
    const TargetId target = p.report.timeline->target().id;
    MonoTime from{std::chrono::floor<std::chrono::seconds>(p.report.from.time_since_epoch())};
    for (; from < p.report.to; from += width) {
        Bar bar{p.scale.clamped(from), p.scale.clamped(from + width), 0, 0};
        bar.protectedFailed =
            p.report.metrics->counts(target, ProbeRole::Protected, from, from + width).failed();
        bar.controlFailed = p.report.metrics->counts(target, ProbeRole::Control, from, from + width).failed();
        bars.push_back(bar);
    }
    return bars;
}

void paintFailures(Painting& p) {
    Duration width{};
    const std::vector<Bar> bars = barsOf(p, width);
    std::uint64_t most = 1;
    for (const Bar& bar : bars)
        most = std::max({most, bar.protectedFailed, bar.controlFailed});
    p.painter.setFont(uiFont(12));
    p.painter.setPen(p.theme.ink);
    p.painter.drawText(QRectF(0, p.top + 4, kNames - 4, 16), Qt::AlignLeft | Qt::AlignVCenter,
                       tr("Failed per %1").arg(model::formatSetting(width)));
    p.painter.setFont(uiFont(10));
    p.painter.setPen(p.theme.secondText);
    if (hasControl(p.report)) {
        p.painter.drawText(QRectF(0, p.top + 20, kNames - 4, 14), Qt::AlignLeft, tr("outline: control"));
        p.painter.drawText(QRectF(0, p.top + 33, kNames - 4, 14), Qt::AlignLeft, tr("solid: protected"));
    }
    const double floor = p.top + kBars - 2;
    const double tall = kBars - 20;
    p.painter.fillRect(QRectF(kNames, floor, kReportTimelineWidth - kNames, 1), p.theme.ink);
    const auto height = [&](std::uint64_t count) {
        return std::max(2.0, tall * static_cast<double>(count) / static_cast<double>(most));
    };
    double free = 0;
    bool any = false;
    for (const Bar& bar : bars) {
        const double wide = std::max(3.0, bar.right - bar.left - 1);
        if (bar.controlFailed > 0) {
            const double h = height(bar.controlFailed);
            p.painter.setPen(QPen(p.theme.failure, 1.5));
            p.painter.setBrush(mixed(p.theme.failure, p.theme.canvas, 0.25));
            p.painter.drawRect(QRectF(bar.left + 0.5, floor - h, wide - 1, h));
        }
        if (bar.protectedFailed > 0) {
            const double h = height(bar.protectedFailed);
            p.painter.fillRect(QRectF(bar.left, floor - h, wide, h), p.theme.failure);
        }
        const std::uint64_t high = std::max(bar.protectedFailed, bar.controlFailed);
        any = any || high > 0;
        if (high == 0 || bar.left < free) continue;
        const QString words = model::formatCount(static_cast<std::int64_t>(high));
        free = marks::plate(p.painter, {bar.left - 2, floor - height(high) - 8},
                            kReportTimelineWidth - bar.left + 2, words, monoFont(10), p.theme.ink,
                            Qt::transparent)
                   .right();
    }
    if (!any) {
        p.painter.setFont(uiFont(11));
        p.painter.setPen(p.theme.secondText);
        p.painter.drawText(QRectF(kNames + kPlateInset, p.top, kReportTimelineWidth - kNames, kBars),
                           Qt::AlignLeft | Qt::AlignVCenter, tr("No command failed."));
    }
    p.top += kBars;
}

} // namespace

int reportTimelineHeight(const ReportTimeline& report) {
    const double rows = static_cast<double>(shownRows(report).size()) + (hasControl(report) ? 2 : 1) +
                        (plannedIn(report).empty() ? 0 : 1);
    return static_cast<int>(kAxis + rows * kRow + kBars);
}

void paintReportTimeline(QPainter& painter, const Theme& theme, const ReportTimeline& report) {
    Painting p{painter, theme, report, {}, 0};
    p.scale.from = report.from;
    p.scale.to = std::max(report.to, report.from + Duration(1));
    p.scale.left = kNames;
    p.scale.right = kReportTimelineWidth - kRightEdge;
    p.scale.start = report.start;
    const double height = reportTimelineHeight(report);
    painter.save();
    painter.fillRect(QRectF(0, 0, kReportTimelineWidth, height), theme.canvas);
    paintAxis(p, height);
    paintShades(p, height);
    if (const auto planned = plannedIn(report); !planned.empty()) {
        paintPlanned(p, planned);
        p.top += kRow;
    }
    for (const OperationKind operation : shownRows(report)) {
        paintOperations(p, operation);
        p.top += kRow;
    }
    paintConnections(p, ProbeRole::Protected, *report.summary);
    p.top += kRow;
    if (hasControl(report) && report.summary->control) {
        paintConnections(p, ProbeRole::Control, *report.summary->control);
        p.top += kRow;
    }
    paintFailures(p);
    painter.restore();
}

QString reportTimelineText(const ReportTimeline& report) {
    QStringList parts;
    int number = 0;
    for (const model::Band& band : report.timeline->bands())
        if (inRange(band, report))
            parts += u"%1. %2 at %3"_s.arg(++number).arg(
                model::operationName(band), model::formatTimeS(report.start + band.from.time_since_epoch()));
    if (parts.isEmpty()) parts += tr("nothing announced");
    return parts.join(u"; "_s) + u". "_s + model::summarySentence(*report.summary);
}

} // namespace maintscope::ui
