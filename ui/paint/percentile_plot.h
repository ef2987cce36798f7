// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/verdict/comparison.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace maintscope::ui {

/// One side of a percentile plot. The first is drawn solid with round marks, the second dashed with square
/// ones.
struct PercentileSeries {
    QString label; ///< "protected"
    model::PercentileCurve curve;
    QString failures; ///< "1 of 278 failed"
};

inline constexpr int kPercentilePlotWidth = 840;
inline constexpr int kPercentilePlotHeight = 360;

/// Paints the corrected latency of all due commands by percentile, on an axis of nines. A failed command ranks worse
/// than any latency, in a band of its own at the top. `timeout`: the normal timeout, as a dashed line.
void paintPercentilePlot(QPainter& painter, const Theme& theme, const QRectF& area,
                         const std::vector<PercentileSeries>& series, Duration timeout);

/// The same as text, for assistive technology.
[[nodiscard]] QString percentilePlotText(const std::vector<PercentileSeries>& series);

} // namespace maintscope::ui
