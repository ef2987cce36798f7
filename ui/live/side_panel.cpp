// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/side_panel.h"

#include "ui/live/event_panel.h"
#include "ui/live/handoff_panel.h"
#include "ui/live/statistics_panel.h"

#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

SidePanel::SidePanel(QWidget* parent)
    : QScrollArea(parent)
    , m_statistics(new StatisticsPanel)
    , m_handoff(new HandoffPanel)
    , m_event(new EventPanel) {
    setObjectName(u"sidePanel"_s);
    setAccessibleName(tr("Figures"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setFixedWidth(PanelSection::kWidth);
    setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget;
    auto* layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_handoff);
    layout->addWidget(m_statistics);
    layout->addWidget(m_event);
    layout->addStretch(1);
    setWidget(inside);
}

} // namespace maintscope::ui

#include "moc_side_panel.cpp"
