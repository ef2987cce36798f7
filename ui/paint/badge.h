// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace maintscope::ui {

/// What a state badge says. Read by its silhouette first, then its glyph, then its hue.
enum class Badge {
    Healthy,     ///< circle with a tick
    Announced,   ///< square with a wrench
    Handoff,     ///< diamond with an arrow
    Failing,     ///< octagon with a cross
    Attention,   ///< triangle with an exclamation mark
    NotMeasured, ///< dashed ring
    Unannounced, ///< disc with an exclamation mark
};

/// Paints the badge into the largest centred square of `rect`; 13 px and more.
void paintBadge(QPainter& painter, const QRectF& rect, Badge badge, const Theme& theme);

/// The hue of a badge's fill; invalid for those without one.
[[nodiscard]] QColor badgeFill(Badge badge, const Theme& theme);

} // namespace maintscope::ui
