// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/operation.h"
#include "ui/paint/live_frame.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

/// The lanes: announced operations, findings, the state of each connection, and the timeouts in force. Each mark
/// has a second cue in addition to its colour; resources/help/marks.md lists them.
namespace maintscope::ui {

inline constexpr double kLabelColumn = 146; ///< names left of every lane and chart

/// The values are bits of the setting window/hiddenLanes; each operation has a bit of its own in
/// ui/paint/operation.h.
enum class LaneKind {
    Axis = 0,
    Planned = 1,
    Operation = 2,
    Findings = 5,
    Connection = 6,
    Relaxed = 7,
    Dns = 8
};

struct LaneRow {
    LaneKind kind = LaneKind::Axis;
    double top = 0;
    double height = 0;
    std::size_t lane = 0;                            ///< of the timeline, for connections
    OperationKind operation = OperationKind::Moving; ///< for operations: the kind that has the row
    [[nodiscard]] double bottom() const { return top + height; }
};

/// A painted mark: its area, and its tooltip text.
struct LaneHit {
    QRectF area;
    EventKey key{}; ///< 0: no single event
    QString text;   ///< plain text, lines separated by line feeds
    TimeRange extent;
    bool dense = false; ///< a zig-zag: several marks that only zooming in separates
};

/// Text of the tag: "now 14:12:07".
[[nodiscard]] QString nowText(const LiveFrame& frame, const TimeScale& scale);
/// Area of the tag "now 14:12:07" in an axis row at the top; empty if now is out of view.
[[nodiscard]] QRectF nowTag(const LiveFrame& frame, const TimeScale& scale);
/// Area of the tag of cursor A or B in an axis row at the top; empty if the cursor is out of view.
[[nodiscard]] QRectF cursorTag(const std::optional<MonoTime>& cursor, const TimeScale& scale);

/// The rows from top to bottom, causes above effects, the first at y = 0. `withAxis`: begin with the time axis.
/// `hidden`: the hiddenBit() of each omitted row.
[[nodiscard]] std::vector<LaneRow> laneRows(const model::Timeline& timeline, bool withAxis,
                                            std::uint32_t hidden = 0);
[[nodiscard]] std::uint32_t hiddenBit(LaneKind kind, OperationKind operation = OperationKind::Moving);
[[nodiscard]] double lanesHeight(const std::vector<LaneRow>& rows);

/// The mark under a point; later marks lie above earlier ones. Each mark is at least 8 pixels wide for the pointer.
[[nodiscard]] const LaneHit* hitAt(const std::vector<LaneHit>& hits, const QPointF& point);

/// The label of a lane: "conn 1", and the end of its current endpoint.
[[nodiscard]] QString shortEndpoint(const std::string& endpoint, double room, const QFont& font);

} // namespace maintscope::ui
