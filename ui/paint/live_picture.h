// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QImage>

class QPainter;

namespace maintscope::ui {

inline constexpr int kPictureWidth = 1440;
inline constexpr int kPictureHeight = 900;

/// The live view as a picture of fixed width, independent of any window: banner, readiness, lanes and charts. It is
/// taller than kPictureHeight if there are many connections. Equal frames give equal pixels on one machine.
[[nodiscard]] int livePictureHeight(const LiveFrame& frame);
/// Paints the same at the painter's origin, for SVG and for several targets in one picture.
void paintLivePicture(QPainter& painter, const LiveFrame& frame, const Theme& theme);
[[nodiscard]] QImage livePicture(const LiveFrame& frame, const Theme& theme);

} // namespace maintscope::ui
