// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/fleet.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

namespace maintscope::ui {

/// Paints the cells of one target, the newest at the right edge: healthy is low, announced is higher and
/// hatched, failure has full height, so that they can be read without colour. `lastMinute`: the minute at the
/// right edge.
void paintMinutes(QPainter& painter, const Theme& theme, const QRectF& rect,
                  const std::vector<model::Minute>& cells, std::int64_t cellsLast, std::int64_t lastMinute);
/// Paints a single cell, for a legend.
void paintMinute(QPainter& painter, const Theme& theme, const QRectF& rect, const model::Minute& minute);

} // namespace maintscope::ui
