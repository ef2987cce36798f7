// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/badge.h"
#include "ui/paint/live_frame.h"

#include <QRectF>

class QPainter;

namespace maintscope::ui {

inline constexpr double kBannerHeight = 56;
inline constexpr double kStripHeight = 28;

[[nodiscard]] Badge badgeOf(model::TargetState state);

/// Paints the state of the target, readable from three metres; bright only if something is wrong. `reserved` pixels at the
/// right are left free.
void paintBanner(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area,
                 double reserved = 0);
/// Paints the preconditions for announced and survived maintenance, one by one.
void paintReadiness(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area);

/// The text of the banner for assistive technology, in one line.
[[nodiscard]] QString bannerText(const LiveFrame& frame);

} // namespace maintscope::ui
