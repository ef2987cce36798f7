// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plots.h"
#include "ui/theme/theme.h"

#include <QImage>

#include <vector>

class QPainter;

namespace maintscope::ui {

/// The charts below the lanes, from top to bottom, and how they share the height that is left.
struct PlotSlot {
    PlotKind kind;
    ProbeRole role;
    int minimum; ///< pixels
    int stretch; ///< 0: stays at its minimum
};
[[nodiscard]] std::vector<PlotSlot> plotSlots(bool hasControl);

inline constexpr int kPictureWidth = 1440;
inline constexpr int kPictureHeight = 900;

/// The live view as a picture of fixed size, independent of any window: banner, readiness, lanes and charts.
/// Taller than kPictureHeight where there are many connections. Equal frames give equal pixels on one
/// machine.
[[nodiscard]] int livePictureHeight(const LiveFrame& frame);
/// The same, with its top left corner at the painter's origin: for SVG, and for several in one picture.
void paintLivePicture(QPainter& painter, const LiveFrame& frame, const Theme& theme);
[[nodiscard]] QImage livePicture(const LiveFrame& frame, const Theme& theme);

} // namespace maintscope::ui
