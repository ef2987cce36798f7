// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/fleet.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

namespace maintscope::ui {

/// The cells of one target, the newest at the right edge: healthy is low, announced is higher with hatch,
/// failure is full height, so that they read without colour. `lastMinute` is that of the right edge.
void paintMinutes(QPainter& painter, const Theme& theme, const QRectF& rect,
                  const std::vector<model::MinuteKind>& cells, std::int64_t cellsLast,
                  std::int64_t lastMinute);
/// One cell alone, for a legend.
void paintMinute(QPainter& painter, const Theme& theme, const QRectF& rect, model::MinuteKind kind);

} // namespace maintscope::ui
