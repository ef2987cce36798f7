// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/lanes.h"

class QPainter;

namespace maintscope::ui {

/// Paints the rows with their top left corner at the painter's origin. `scale.left` is right of the label
/// column. Appends every mark with a tooltip to `hits`; if it is nullptr, no tooltip text is composed.
void paintLanes(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                const std::vector<LaneRow>& rows, std::vector<LaneHit>* hits = nullptr);

} // namespace maintscope::ui
