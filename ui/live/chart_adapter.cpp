// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/chart_adapter.h"

#include "ui/paint/plot_painter.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>

namespace maintscope::ui {
namespace {

/// The maximum number of points in one series: more are cut off instead of freezing the window.
constexpr qsizetype kMaxPoints = 8'192;

} // namespace

class ChartAdapter::Scene {
public:
    Scene()
        : m_chart(new QChart)
        , m_x(new QValueAxis)
        , m_y(new QValueAxis) {
        m_graphics.setItemIndexMethod(QGraphicsScene::NoIndex);
        m_graphics.addItem(m_chart); // the scene owns it
        m_chart->legend()->hide();
        m_chart->setBackgroundVisible(false);
        m_chart->setMargins(QMargins());
        m_chart->layout()->setContentsMargins(0, 0, 0, 0);
        m_chart->setAnimationOptions(QChart::NoAnimation);
        for (QValueAxis* axis : {m_x, m_y})
            axis->setVisible(
                false); // this program paints grid and labels, because the same lines cross the lanes
        m_chart->addAxis(m_x, Qt::AlignBottom);
        m_chart->addAxis(m_y, Qt::AlignLeft);
    }

    void fit(const QSize& size) {
        if (size == m_size) return;
        m_size = size;
        const QRectF area(QPointF(), size);
        m_graphics.setSceneRect(area);
        m_chart->setGeometry(area);
        m_chart->setPlotArea(area);
        m_chart->layout()->activate();
        m_x->setRange(0, std::max(1, size.width()));
        m_y->setRange(0, std::max(1, size.height()));
    }

    void show(const Plot& plot) {
        std::size_t lines = 0;
        std::size_t rings = 0;
        for (const Curve& curve : plot.curves)
            for (const QPolygonF& piece : curve.pieces) {
                if (piece.isEmpty()) continue;
                if (curve.look == CurveLook::Rings) {
                    QScatterSeries* series = ring(rings++);
                    const double size = 2 * ringRadius(piece) + 0.6; // the line is half inside it
                    if (series->markerSize() != size) series->setMarkerSize(size);
                    fill(series, curve, piece);
                } else {
                    fill(line(lines++), curve, piece);
                }
            }
        for (; lines < m_lines.size() && m_lines[lines]->isVisible(); ++lines)
            m_lines[lines]->setVisible(false);
        for (; rings < m_rings.size() && m_rings[rings]->isVisible(); ++rings)
            m_rings[rings]->setVisible(false);
    }

    void render(QPainter& painter) {
        const QRectF area(QPointF(), m_size);
        painter.setRenderHint(QPainter::Antialiasing);
        m_graphics.render(&painter, area, area);
    }

private:
    template <class Series>
    void attach(Series* series) {
        series->setUseOpenGL(false);
        m_chart->addSeries(series); // the chart owns it
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    }

    QLineSeries* line(std::size_t index) {
        while (m_lines.size() <= index) {
            m_lines.push_back(new QLineSeries);
            attach(m_lines.back());
        }
        return m_lines[index];
    }

    QScatterSeries* ring(std::size_t index) {
        while (m_rings.size() <= index) {
            auto* series = new QScatterSeries;
            series->setMarkerShape(QScatterSeries::MarkerShapeCircle);
            series->setBrush(Qt::NoBrush);
            m_rings.push_back(series);
            attach(series);
        }
        return m_rings[index];
    }

    template <class Series>
    void fill(Series* series, const Curve& curve, const QPolygonF& piece) {
        QPen pen(curve.color, curve.look == CurveLook::Rings ? 1.2 : 1.5);
        if (curve.look == CurveLook::Dotted) pen.setDashPattern({1, 1.6});
        if (curve.look == CurveLook::Dashed) pen.setDashPattern({4, 2.5});
        if (series->pen() != pen) series->setPen(pen);
        QList<QPointF> points;
        points.reserve(std::min(piece.size(), kMaxPoints));
        const double height = m_y->max();
        for (const QPointF& point : piece) {
            if (points.size() == kMaxPoints) break;
            points << QPointF(point.x(), height - point.y()); // the y axis of Qt Charts points upwards
        }
        series->replace(points);
        if (!series->isVisible()) series->setVisible(true);
    }

    QGraphicsScene m_graphics;
    QChart* m_chart;
    QValueAxis* m_x;
    QValueAxis* m_y;
    QSize m_size;
    std::vector<QLineSeries*> m_lines;
    std::vector<QScatterSeries*> m_rings;
};

ChartAdapter::ChartAdapter()
    : m_scene(std::make_unique<Scene>()) {}

ChartAdapter::~ChartAdapter() = default;

void ChartAdapter::paint(QPainter& painter, const Theme& theme, const Plot& plot, const QSize& size) {
    const QRectF area(QPointF(), size);
    paintPlotBackground(painter, theme, plot, area);
    m_scene->fit(size);
    m_scene->show(plot);
    painter.save();
    m_scene->render(painter);
    painter.restore();
    paintPlotMarks(painter, theme, plot, area);
}

} // namespace maintscope::ui
