// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace maintscope::ui {

/// The state that a badge shows, by silhouette, glyph and hue.
enum class Badge {
    Healthy,     ///< circle with a tick
    Announced,   ///< square with a wrench
    Handoff,     ///< diamond with an arrow
    Failing,     ///< octagon with a cross
    Attention,   ///< triangle with an exclamation mark
    NotMeasured, ///< dashed ring
    Unannounced, ///< disc with an exclamation mark
};

/// Paints the badge into the largest centred square of `rect`, which needs at least 13 px.
void paintBadge(QPainter& painter, const QRectF& rect, Badge badge, const Theme& theme);

/// The fill colour of a badge; invalid if it has none.
[[nodiscard]] QColor badgeFill(Badge badge, const Theme& theme);

} // namespace maintscope::ui
