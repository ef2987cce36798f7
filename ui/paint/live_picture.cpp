// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/live_picture.h"

#include "ui/paint/banner.h"
#include "ui/paint/lanes.h"
#include "ui/paint/overlay.h"
#include "ui/paint/overview.h"
#include "ui/paint/paint_lanes.h"
#include "ui/paint/plot_painter.h"
#include "ui/paint/plots.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace maintscope::ui {
namespace {

constexpr double kFooter = 24;

} // namespace

int livePictureHeight(const LiveFrame& frame) {
    const auto charts = plotSlots(frame.timeline->target().probe.control);
    const double above = kBannerHeight + kStripHeight + kOverviewHeight +
                         lanesHeight(laneRows(*frame.timeline, true, frame.hiddenLanes));
    const int least = std::accumulate(charts.begin(), charts.end(), 0,
                                      [](int sum, const PlotSlot& slot) { return sum + slot.minimum; });
    return std::max(kPictureHeight, static_cast<int>(above) + least + static_cast<int>(kFooter));
}

QImage livePicture(const LiveFrame& frame, const Theme& theme) {
    QImage image(kPictureWidth, livePictureHeight(frame), QImage::Format_RGB32);
    QPainter painter(&image);
    paintLivePicture(painter, frame, theme);
    return image;
}

void paintLivePicture(QPainter& painter, const LiveFrame& frame, const Theme& theme) {
    const bool hasControl = frame.timeline->target().probe.control;
    const auto rows = laneRows(*frame.timeline, true, frame.hiddenLanes);
    const auto charts = plotSlots(hasControl);
    const double lanesTop = kBannerHeight + kStripHeight + kOverviewHeight;
    const double above = lanesTop + lanesHeight(rows);
    const int least = std::accumulate(charts.begin(), charts.end(), 0,
                                      [](int sum, const PlotSlot& slot) { return sum + slot.minimum; });
    const int height = livePictureHeight(frame);
    painter.fillRect(0, 0, kPictureWidth, height, theme.window);
    paintBanner(painter, theme, frame, QRectF(0, 0, kPictureWidth, kBannerHeight));
    paintReadiness(painter, theme, frame, QRectF(0, kBannerHeight, kPictureWidth, kStripHeight));
    paintOverview(painter, theme, frame,
                  QRectF(0, kBannerHeight + kStripHeight, kPictureWidth, kOverviewHeight));

    const TimeScale scale = frame.scale(kLabelColumn, kPictureWidth);
    painter.save();
    painter.translate(0, lanesTop);
    paintLanes(painter, theme, frame, scale, rows);
    painter.restore();

    const int stretch = std::accumulate(charts.begin(), charts.end(), 0,
                                        [](int sum, const PlotSlot& slot) { return sum + slot.stretch; });
    const double spare = height - above - least - kFooter;
    double top = above;
    for (const PlotSlot& slot : charts) {
        const double tall = std::floor(slot.minimum + spare * slot.stretch / std::max(1, stretch));
        const QRectF area(kLabelColumn, top, kPictureWidth - kLabelColumn, tall);
        const Plot plot = makePlot(slot.make, slot.role, hasControl, theme, frame, scale, tall);
        paintPlotBackground(painter, theme, plot, area);
        paintCurves(painter, plot, area);
        paintPlotMarks(painter, theme, plot, area);
        paintPlotLabel(painter, theme, plot, QRectF(0, top, kLabelColumn, tall));
        top += tall;
    }
    const double axis = rows.front().height;
    paintSelection(painter, theme, frame, scale,
                   QRectF(kLabelColumn, lanesTop + axis, scale.width(), top - lanesTop - axis));
    painter.setFont(uiFont(10));
    painter.setPen(theme.secondText);
    const QString words =
        QCoreApplication::translate("LivePicture", "%1, %2 to %3 %4. Maintscope %5.")
            .arg(scale.clock.date(scale.wall(frame.from)), scale.timeS(std::max(frame.from, kSessionStart)),
                 scale.timeS(std::min(frame.to, frame.now)), scale.zoneName(frame.from),
                 QStringLiteral(MAINTSCOPE_VERSION));
    painter.drawText(QRectF(10, height - kFooter, kPictureWidth - 20, kFooter),
                     Qt::AlignLeft | Qt::AlignVCenter, words);
}

} // namespace maintscope::ui
