// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart_adapter.h"

#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QResizeEvent>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>

namespace maintscope::ui {
namespace {

/// Points at most in one series: what was never meant to be on a screen is cut off instead of freezing it.
constexpr qsizetype kMaxPoints = 8'192;

} // namespace

class ChartAdapter::View : public QChartView {
public:
    explicit View(QWidget* parent)
        : QChartView(parent)
        , m_x(new QValueAxis)
        , m_y(new QValueAxis) {
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setInteractive(false);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setAttribute(Qt::WA_TransparentForMouseEvents);
        QChart* area = chart();
        area->legend()->hide();
        area->setBackgroundVisible(false);
        area->setMargins(QMargins());
        area->layout()->setContentsMargins(0, 0, 0, 0);
        area->setAnimationOptions(QChart::NoAnimation);
        for (QValueAxis* axis : {m_x, m_y})
            axis->setVisible(false); // grid and labels are ours: the same lines cross the lanes
        area->addAxis(m_x, Qt::AlignBottom);
        area->addAxis(m_y, Qt::AlignLeft);
    }

    void fit(const QSize& size) {
        setGeometry(QRect(QPoint(), size));
        chart()->resize(size);
        setSceneRect(QRectF(QPointF(), size));
        chart()->setPlotArea(QRectF(QPointF(), size));
        m_x->setRange(0, std::max(1, size.width()));
        m_y->setRange(0, std::max(1, size.height()));
    }

    void show(const Plot& plot) {
        m_plot = plot;
        std::size_t lines = 0;
        std::size_t rings = 0;
        for (const Curve& curve : plot.curves)
            for (const QPolygonF& piece : curve.pieces) {
                if (piece.isEmpty()) continue;
                if (curve.look == CurveLook::Rings)
                    fill(ring(rings++), curve, piece);
                else
                    fill(line(lines++), curve, piece);
            }
        for (; lines < m_lines.size() && m_lines[lines]->isVisible(); ++lines)
            m_lines[lines]->setVisible(false);
        for (; rings < m_rings.size() && m_rings[rings]->isVisible(); ++rings)
            m_rings[rings]->setVisible(false);
        viewport()->update();
    }

protected:
    void drawBackground(QPainter* painter, const QRectF&) override {
        painter->save();
        painter->resetTransform();
        paintPlotBackground(*painter, currentTheme(), m_plot, QRectF(viewport()->rect()));
        painter->restore();
    }
    void drawForeground(QPainter* painter, const QRectF&) override {
        painter->save();
        painter->resetTransform();
        paintPlotMarks(*painter, currentTheme(), m_plot, QRectF(viewport()->rect()));
        painter->restore();
    }

private:
    template <class Series>
    void attach(Series* series) {
        series->setUseOpenGL(false);
        chart()->addSeries(series); // the chart owns it
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
            series->setMarkerSize(5);
            series->setBrush(Qt::NoBrush);
            m_rings.push_back(series);
            attach(series);
        }
        return m_rings[index];
    }

    template <class Series>
    void fill(Series* series, const Curve& curve, const QPolygonF& piece) {
        QPen pen(curve.color, 1);
        if (curve.look == CurveLook::Dotted) pen.setDashPattern({1, 2});
        if (curve.look == CurveLook::Dashed) pen.setDashPattern({6, 3});
        if (series->pen() != pen) series->setPen(pen);
        QList<QPointF> points;
        points.reserve(std::min(piece.size(), kMaxPoints));
        const double height = m_y->max();
        for (const QPointF& point : piece) {
            if (points.size() == kMaxPoints) break;
            points << QPointF(point.x(), height - point.y()); // Qt Charts counts upwards
        }
        series->replace(points);
        if (!series->isVisible()) series->setVisible(true);
    }

    QValueAxis* m_x;
    QValueAxis* m_y;
    std::vector<QLineSeries*> m_lines;
    std::vector<QScatterSeries*> m_rings;
    Plot m_plot;
};

ChartAdapter::ChartAdapter(QWidget* parent)
    : QWidget(parent)
    , m_view(new View(this)) {
    setFocusPolicy(Qt::NoFocus);
}

ChartAdapter::~ChartAdapter() = default;

void ChartAdapter::setPlot(const Plot& plot) {
    m_view->show(plot);
}

void ChartAdapter::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_view->fit(event->size());
}

} // namespace maintscope::ui
