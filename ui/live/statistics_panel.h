// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/span_statistics.h"
#include "ui/live/panel_section.h"
#include "ui/paint/live_frame.h"

#include <optional>
#include <vector>

namespace maintscope::ui {

/// Exact figures of a span, protected and control side by side.
class StatisticsPanel : public PanelSection {
    Q_OBJECT

public:
    explicit StatisticsPanel(QWidget* parent = nullptr);

    /// `byCursors`: the span lies between cursors A and B.
    void setSpan(const LiveFrame& frame, const model::SpanStatistics& statistics, bool byCursors);
    /// Figures per second instead of per probe: for the visible range, for spans too long to read at once, and for
    /// spans whose single probes up to `forgottenUntil` are no longer in memory.
    void setSeconds(const LiveFrame& frame, const TimeRange& span, const QString& title,
                    std::optional<MonoTime> forgottenUntil = {});
    /// Shows a message instead of figures.
    void setMessage(const QString& title, const QString& text);

protected:
    [[nodiscard]] int bodyHeight() const override;
    void paintBody(QPainter& painter, const QRectF& body) override;

private:
    struct Row {
        QString name;
        QString own;
        QString control; ///< second column; empty if the row has one value
        bool strong = false;
        bool heading = false;
    };
    void setRows(const QString& title, const QString& right, std::vector<Row> rows, bool hasControl);

    std::vector<Row> m_rows;
    QString m_message;
    bool m_hasControl = false;
};

} // namespace maintscope::ui
