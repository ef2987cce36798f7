// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets/minute_strip.h"

#include "ui/paint/marks.h"

#include <QPainter>

#include <algorithm>

namespace maintscope::ui {
namespace {

using model::Minute;
using model::MinuteState;

/// A run of equal cells is drawn as one, so that its hatch is continuous.
void paintRun(QPainter& painter, const Theme& theme, const QRectF& row, double from, double to, int cells,
              const Minute& minute) {
    const double middle = row.center().y();
    switch (minute.state) {
    case MinuteState::Healthy: {
        const double width = (to - from) / cells;
        for (int i = 0; i < cells; ++i)
            painter.fillRect(QRectF(from + i * width, middle - 2, std::max(1.0, width - 1), 4),
                             theme.healthy);
        return;
    }
    case MinuteState::NotMeasured:
        marks::notMeasured(painter, theme, QRectF(from, middle - 5.5, std::max(3.0, to - from - 1), 11));
        return;
    case MinuteState::Failure: {
        const double width = (to - from) / cells;
        for (int i = 0; i < cells; ++i) {
            const QRectF bar(from + i * width, row.top(), std::max(3.0, width - 1), row.height());
            painter.setPen(QPen(theme.ink, 1));
            painter.setBrush(theme.failure);
            painter.drawRect(bar);
        }
        return;
    }
    case MinuteState::Maintenance:
        marks::band(painter, theme, QRectF(from, middle - 6, std::max(4.0, to - from - 1), 12),
                    minute.operation, {.opens = false, .closes = false, .torn = false});
        return;
    }
}

} // namespace

void paintMinute(QPainter& painter, const Theme& theme, const QRectF& rect, const Minute& minute) {
    painter.save();
    paintRun(painter, theme, rect, rect.left(), rect.right(), 1, minute);
    painter.restore();
}

void paintMinutes(QPainter& painter, const Theme& theme, const QRectF& rect, const std::vector<Minute>& cells,
                  std::int64_t cellsLast, std::int64_t lastMinute) {
    painter.save();
    painter.setClipRect(rect);
    const double width = rect.width() / model::kFleetMinutes;
    const auto x = [&](std::int64_t minute) {
        return rect.right() - static_cast<double>(lastMinute + 1 - minute) * width;
    };
    const std::int64_t first = cellsLast - static_cast<std::int64_t>(cells.size()) + 1;
    // Nothing was measured before the session began.
    const std::int64_t left = lastMinute - model::kFleetMinutes + 1;
    if (first > left)
        paintRun(painter, theme, rect, x(left), x(first), static_cast<int>(first - left),
                 {MinuteState::NotMeasured});
    for (std::size_t i = 0; i < cells.size();) {
        std::size_t end = i + 1;
        while (end < cells.size() && cells[end] == cells[i])
            ++end;
        paintRun(painter, theme, rect, x(first + static_cast<std::int64_t>(i)),
                 x(first + static_cast<std::int64_t>(end)), static_cast<int>(end - i), cells[i]);
        i = end;
    }
    painter.restore();
}

} // namespace maintscope::ui
