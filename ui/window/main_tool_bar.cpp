// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_tool_bar.h"

#include "ui/theme/style.h"
#include "ui/widgets/commands.h"
#include "ui/window/recording_chip.h"
#include "ui/window/time_actions.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLayout>
#include <QToolButton>

#include <vector>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

MainToolBar::MainToolBar(const Commands& commands, const std::array<QAction*, kPages>& pages,
                         TimeActions& time, QWidget* parent)
    : QToolBar(tr("Toolbar"), parent) {
    setObjectName(u"toolBar"_s);
    setMovable(false);
    setFloatable(false);
    setFixedHeight(40);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize(QSize(16, 16));

    const auto command = [&commands](const char* name) { return commands.find(QLatin1String(name)); };
    addSwitch(pages);
    addAction(command("actionConnect"));
    m_chip = new RecordingChip(this);
    m_chipAction = addWidget(m_chip);
    for (const char* name : {"actionStop", "actionPlay", "actionPause", "actionFollow"})
        addAction(command(name));
    addSeparator();
    time.addBoxes(this);
    addSeparator();
    addAction(command("actionNote"));
    addAction(command("actionExport"));
    auto* room = new QWidget(this);
    room->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(room);
    addSearch(command("actionFind"));
    for (QAction* action : actions())
        if (auto* button = qobject_cast<QToolButton*>(widgetForAction(action)))
            button->setFocusPolicy(Qt::TabFocus);
}

void MainToolBar::addSwitch(const std::array<QAction*, kPages>& pages) {
    auto* switcher = new QWidget(this);
    auto* switchLayout = new QHBoxLayout(switcher);
    switchLayout->setContentsMargins(6, 0, 6, 0);
    switchLayout->setSpacing(0);
    for (std::size_t i = 0; i < kPages; ++i) {
        auto* button = new QToolButton(switcher);
        button->setDefaultAction(pages[i]);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->hide();
        switchLayout->addWidget(button);
        m_pages[i] = button;
    }
    addWidget(switcher);
    addSeparator();
}

void MainToolBar::addSearch(QAction* find) {
    m_search = new QToolButton(this);
    m_search->setObjectName(u"search"_s);
    m_search->setDefaultAction(find);
    m_search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_search->setProperty(kFramedProperty, true);
    m_search->setAutoRaise(false);
    addWidget(m_search);
    // Keeps the last button off the edge.
    auto* edge = new QWidget(this);
    edge->setFixedWidth(4);
    addWidget(edge);
}

void MainToolBar::offerPages(const std::array<bool, kPages>& offered) {
    std::vector<QToolButton*> shown;
    for (std::size_t i = 0; i < kPages; ++i) {
        m_pages[i]->defaultAction()->setVisible(offered[i]);
        m_pages[i]->setVisible(offered[i]);
        if (offered[i]) shown.push_back(m_pages[i]);
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Segment place = shown.size() == 1       ? Segment::None
                              : i == 0                ? Segment::First
                              : i + 1 == shown.size() ? Segment::Last
                                                      : Segment::Middle;
        shown[i]->setProperty(kSegmentProperty, static_cast<int>(place));
        shown[i]->updateGeometry();
    }
}

void MainToolBar::fit(int width) {
    const auto setButtons = [this](Qt::ToolButtonStyle style) {
        setToolButtonStyle(style);
        m_search->setToolButtonStyle(style);
        layout()->invalidate();
    };
    setButtons(Qt::ToolButtonTextBesideIcon);
    if (sizeHint().width() > width) setButtons(Qt::ToolButtonIconOnly);
}

} // namespace maintscope::ui

#include "moc_main_tool_bar.cpp"
