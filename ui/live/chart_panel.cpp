// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/chart_panel.h"

#include "model/base/format.h"
#include "ui/live/widget_pixmap.h"
#include "ui/paint/lanes.h"
#include "ui/paint/plot_input.h"
#include "ui/paint/plot_painter.h"
#include "ui/paint/plots.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

ChartPanel::ChartPanel(const PlotSlot& slot, const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_slot(slot)
    , m_frame(frame) {
    setObjectName(QString::fromLatin1(slot.name));
    setMinimumHeight(slot.minimum);
    if (slot.stretch == 0) setFixedHeight(slot.minimum);
}

bool ChartPanel::isStale() const {
    return m_sampled != TimeRange{m_frame.from, m_frame.to};
}

void ChartPanel::sample() {
    if (!m_frame.timeline || width() <= kLabelColumn) return;
    const QSize size(width() - static_cast<int>(kLabelColumn), height());
    m_plot = makePlot(m_slot.make, m_slot.role, m_frame.timeline->target().probe.control, currentTheme(),
                      m_frame, m_frame.scale(0, size.width()), size.height());
    m_sampled = {m_frame.from, m_frame.to};
    m_picture = widgetPixmap(*this, size);
    QPainter painter(&m_picture);
    m_chart.paint(painter, currentTheme(), m_plot, size);
    painter.end();
    QStringList values;
    for (const Readout& readout : m_plot.readouts)
        values << readout.name + u' ' + readout.value;
    setAccessibleName(m_plot.title);
    setAccessibleDescription(values.join(u", "_s));
    update();
}

QString ChartPanel::textAt(MonoTime at) const {
    if (!m_frame.timeline || !m_frame.columns || at > m_frame.now || at < kSessionStart) return {};
    const int width = measuredPixels(m_frame, this->width() - kLabelColumn);
    const model::MetricKey key{m_frame.timeline->target().id, m_slot.role, {}};
    const MonoTime end = std::min(m_frame.to, m_frame.now);
    const auto columnAt = [at](const std::vector<model::Column>& columns) {
        const auto found = std::find_if(columns.begin(), columns.end(), [at](const model::Column& candidate) {
            return candidate.from <= at && at < candidate.to;
        });
        return found == columns.end() ? nullptr : &*found;
    };
    // Single probes where they are known, otherwise the second.
    const model::Column* column =
        columnAt(m_frame.columns->probesOf(m_slot.role).columns(key, m_frame.from, end, width).columns);
    if (!column) column = columnAt(m_frame.columns->of(m_slot.role).columns(key, m_frame.from, end, width));
    if (!column) return {};
    const TimeScale scale = m_frame.scale(kLabelColumn, this->width());
    const model::OutcomeCounts& counts = column->counts;
    QStringList lines{
        tr("%1 %2, %3 long")
            .arg(column->to - column->from < 1s ? scale.timeMs(column->from) : scale.timeS(column->from),
                 scale.zoneName(column->from), model::formatSetting(column->to - column->from))};
    if (column->hasLatency)
        lines << tr("p50 %1, p99 %2, max %3")
                     .arg(model::formatDuration(column->p50), model::formatDuration(column->p99),
                          model::formatDuration(column->max));
    lines << tr("%1 sent, %2 ok, %3 late")
                 .arg(model::formatCount(static_cast<std::int64_t>(counts.sent())),
                      model::formatCount(static_cast<std::int64_t>(counts.ok)),
                      model::formatCount(static_cast<std::int64_t>(counts.late)));
    if (counts.failed() > 0)
        lines << tr("%1 timed out, %2 errors, %3 unknown outcome, %4 not sent")
                     .arg(counts.timeouts)
                     .arg(counts.errors)
                     .arg(counts.unknown)
                     .arg(counts.notSent);
    return lines.join(u'\n');
}

void ChartPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF body(kLabelColumn, 0, width() - kLabelColumn, height());
    if (!m_picture.isNull()) {
        const TimeScale scale = m_frame.scale(kLabelColumn, width());
        if (!isStale()) {
            painter.drawPixmap(body.topLeft(), m_picture);
        } else {
            painter.fillRect(body, currentTheme().canvas);
            painter.setClipRect(body);
            const double from = scale.x(m_sampled.from);
            const QRectF place(from, 0, scale.x(m_sampled.to) - from, height());
            // A move by whole pixels is a plain copy; scaling takes several times as long.
            if (std::abs(place.width() - m_picture.deviceIndependentSize().width()) < 0.5)
                painter.drawPixmap(QPointF(std::round(from), 0), m_picture);
            else
                painter.drawPixmap(place, m_picture, QRectF(QPointF(), m_picture.size()));
            painter.setClipping(false);
        }
    }
    paintPlotLabel(painter, currentTheme(), m_plot, QRectF(0, 0, kLabelColumn, height()));
}

void ChartPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    sample();
}

} // namespace maintscope::ui

#include "moc_chart_panel.cpp"
