// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/paint_lanes.h"

#include "ui/paint/lane_painter.h"

namespace maintscope::ui {

void paintLanes(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                const std::vector<LaneRow>& rows, std::vector<LaneHit>* hits) {
    LanePainter(painter, theme, frame, scale, rows, hits).paint();
}

} // namespace maintscope::ui
