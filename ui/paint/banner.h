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

/// How the target stands, readable from three metres: loud only when something is. `reserved` pixels at the
/// right are left free.
void paintBanner(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area,
                 double reserved = 0);
/// What must hold for maintenance to be announced and survived, fact by fact.
void paintReadiness(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area);

/// The same words for assistive technology, one line.
[[nodiscard]] QString bannerText(const LiveFrame& frame);

} // namespace maintscope::ui
