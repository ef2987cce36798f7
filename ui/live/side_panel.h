// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/span_statistics.h"
#include "ui/paint/live_frame.h"

#include <QScrollArea>

#include <optional>

class QPushButton;

namespace maintscope::ui {

/// A titled section of the side panel. Text is painted, so that the theme may change at any time; what it
/// says is told to assistive technology as its description.
class PanelSection : public QWidget {
    Q_OBJECT

public:
    explicit PanelSection(const QString& objectName, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    /// Height below the title at a width.
    [[nodiscard]] virtual int bodyHeight() const = 0;
    virtual void paintBody(QPainter& painter, const QRectF& body) = 0;
    void setTitle(const QString& title, const QString& right);
    /// The body has changed.
    void changed(const QString& spoken);

private:
    QString m_title;
    QString m_right;
};

/// Exact figures of a span, protected beside control.
class StatisticsPanel : public PanelSection {
    Q_OBJECT

public:
    explicit StatisticsPanel(QWidget* parent = nullptr);

    /// `byCursors`: the span lies between cursors A and B.
    void setSpan(const LiveFrame& frame, const model::SpanStatistics& statistics, bool byCursors);
    /// By the second instead of by the probe: what is visible, and spans too long to be read at once, or
    /// whose single probes up to `forgottenUntil` were not kept.
    void setSeconds(const LiveFrame& frame, const TimeRange& span, const QString& title,
                    std::optional<MonoTime> forgottenUntil = {});
    /// The figures could not be read.
    void setMessage(const QString& title, const QString& text);

protected:
    [[nodiscard]] int bodyHeight() const override;
    void paintBody(QPainter& painter, const QRectF& body) override;

private:
    struct Row {
        QString name;
        QString own;
        QString control; ///< of the second column; empty where the row has one value
        bool strong = false;
        bool heading = false;
    };
    void setRows(const QString& title, const QString& right, std::vector<Row> rows, bool hasControl);

    std::vector<Row> m_rows;
    QString m_message;
    bool m_hasControl = false;
};

/// The six phases of a MOVING on every connection.
class HandoffPanel : public PanelSection {
    Q_OBJECT

public:
    explicit HandoffPanel(QWidget* parent = nullptr);

    /// Shows the MOVING that is selected, else the one under way; hides itself where there is neither.
    void refresh(const LiveFrame& frame);

protected:
    [[nodiscard]] int bodyHeight() const override;
    void paintBody(QPainter& painter, const QRectF& body) override;

private:
    struct Row {
        QString name;
        int reached = 0; ///< phases
        bool refused = false;
        QString value;
    };
    std::vector<Row> m_rows;
    QString m_words;
};

/// The selected event in words, and what can be done with it.
class EventPanel : public PanelSection {
    Q_OBJECT

public:
    explicit EventPanel(QWidget* parent = nullptr);

    /// nullptr: nothing is selected; hides itself.
    void refresh(const LiveFrame& frame, const Event* event);

Q_SIGNALS:
    void goToRequested();
    void noteRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] int bodyHeight() const override;
    void paintBody(QPainter& painter, const QRectF& body) override;

private:
    [[nodiscard]] int textHeight() const;

    std::vector<std::pair<QString, QString>> m_rows;
    QString m_heading;
    QString m_sentence;
    QPushButton* m_goTo;
    QPushButton* m_note;
};

/// Right of lanes and charts: handoff under way, figures of the span, selected event.
class SidePanel : public QScrollArea {
    Q_OBJECT

public:
    static constexpr int kWidth = 269;

    explicit SidePanel(QWidget* parent = nullptr);

    [[nodiscard]] StatisticsPanel* statistics() const { return m_statistics; }
    [[nodiscard]] HandoffPanel* handoff() const { return m_handoff; }
    [[nodiscard]] EventPanel* event() const { return m_event; }

private:
    StatisticsPanel* m_statistics;
    HandoffPanel* m_handoff;
    EventPanel* m_event;
};

} // namespace maintscope::ui
