// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/live_picture.h"

#include "model/format.h"
#include "ui/paint/banner.h"
#include "ui/paint/lanes.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace maintscope::ui {

std::vector<PlotSlot> plotSlots(bool hasControl) {
    std::vector<PlotSlot> all{{PlotKind::Latency, ProbeRole::Protected, 80, 3}};
    if (hasControl) all.push_back({PlotKind::Latency, ProbeRole::Control, 80, 3});
    all.push_back({PlotKind::Failures, ProbeRole::Protected, 52, 1});
    all.push_back({PlotKind::Moves, ProbeRole::Protected, 68, 1});
    return all;
}

QImage livePicture(const LiveFrame& frame, const Theme& theme) {
    constexpr double kFooter = 24;
    const bool hasControl = frame.timeline->target().probe.control;
    const auto rows = laneRows(*frame.timeline, true);
    const auto charts = plotSlots(hasControl);
    const double above = kBannerHeight + kStripHeight + lanesHeight(rows);
    const int least = std::accumulate(charts.begin(), charts.end(), 0,
                                      [](int sum, const PlotSlot& slot) { return sum + slot.minimum; });
    const int height = std::max(kPictureHeight, static_cast<int>(above) + least + static_cast<int>(kFooter));

    QImage image(kPictureWidth, height, QImage::Format_RGB32);
    image.fill(theme.window);
    QPainter painter(&image);
    paintBanner(painter, theme, frame, QRectF(0, 0, kPictureWidth, kBannerHeight));
    paintReadiness(painter, theme, frame, QRectF(0, kBannerHeight, kPictureWidth, kStripHeight));

    TimeScale scale{frame.from, frame.to, kLabelColumn, kPictureWidth, frame.start};
    painter.save();
    painter.translate(0, kBannerHeight + kStripHeight);
    paintLanes(painter, theme, frame, scale, rows);
    painter.restore();

    const int stretch = std::accumulate(charts.begin(), charts.end(), 0,
                                        [](int sum, const PlotSlot& slot) { return sum + slot.stretch; });
    const double spare = height - above - least - kFooter;
    double top = above;
    for (const PlotSlot& slot : charts) {
        const double tall = std::floor(slot.minimum + spare * slot.stretch / std::max(1, stretch));
        const QRectF area(kLabelColumn, top, kPictureWidth - kLabelColumn, tall);
        const Plot plot = makePlot(slot.kind, slot.role, hasControl, theme, frame, scale, tall);
        paintPlotBackground(painter, theme, plot, area);
        paintCurves(painter, plot, area);
        paintPlotMarks(painter, theme, plot, area);
        paintPlotLabel(painter, theme, plot, QRectF(0, top, kLabelColumn, tall));
        top += tall;
    }
    painter.setFont(uiFont(10));
    painter.setPen(theme.secondText);
    const QString words = QCoreApplication::translate("LivePicture", "%1, %2 to %3 UTC. Maintscope %4.")
                              .arg(model::formatDate(scale.wall(frame.from)),
                                   model::formatTimeS(scale.wall(std::max(frame.from, kSessionStart))),
                                   model::formatTimeS(scale.wall(std::min(frame.to, frame.now))),
                                   QStringLiteral(MAINTSCOPE_VERSION));
    painter.drawText(QRectF(10, height - kFooter, kPictureWidth - 20, kFooter),
                     Qt::AlignLeft | Qt::AlignVCenter, words);
    return image;
}

} // namespace maintscope::ui
