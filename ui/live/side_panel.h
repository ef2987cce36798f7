// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace maintscope::ui {

class EventPanel;
class HandoffPanel;
class StatisticsPanel;

/// The panel right of lanes and charts: the current handoff, figures of the span, the selected event.
class SidePanel : public QScrollArea {
    Q_OBJECT

public:
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
