// SPDX-License-Identifier: GPL-3.0-or-later
// Where the panels stand, which theme and zone: what is kept between two runs, and what can be undone.
#include "ui/window/main_window.h"

#include "ui/events/events_list.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/paint/lanes.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/window/undo_step.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QInputDialog>
#include <QMenu>
#include <QSettings>
#include <QUndoStack>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Of saved docks: one more when a layout of before would no longer make sense.
constexpr int kLayoutVersion = 2;

constexpr int kLeftWidth = 212;
constexpr int kRightWidth = 269;
constexpr int kBottomHeight = 158;

} // namespace

MainWindow::Layout MainWindow::layout() const {
    Layout result{saveState(kLayoutVersion), {}};
    for (const Panel& panel : m_panels)
        result.wanted.push_back(panel.wanted);
    return result;
}

void MainWindow::setLayout(const Layout& layout) {
    restoreState(layout.docks, kLayoutVersion);
    for (std::size_t i = 0; i < m_panels.size() && i < layout.wanted.size(); ++i)
        m_panels[i].wanted = layout.wanted[i];
    applyDocks();
}

/// Makes a change of the layout that can be taken back.
void MainWindow::changeLayout(const QString& text, const std::function<void()>& change) {
    const Layout before = layout();
    change();
    const Layout after = layout();
    m_undo->push(new UndoStep(
        text, [this, after] { setLayout(after); }, [this, before] { setLayout(before); }));
}

/// Docks stand beside the live view and the list of events; the other views have the window to themselves.
void MainWindow::applyDocks() {
    const bool room = m_page == PageId::Live || m_page == PageId::Events;
    for (const Panel& panel : m_panels) {
        // The list is the page itself there; and the live view tells of an event in a panel of its own.
        const bool elsewhere = panel.dock == (m_page == PageId::Events ? m_eventsDock : m_detailDock);
        const bool something = m_session.source || panel.dock != m_detailDock;
        panel.dock->setVisible(room && panel.wanted && !elsewhere && something);
    }
}

void MainWindow::arrangeDefault() {
    for (Panel& panel : m_panels) {
        panel.dock->setFloating(false);
        addDockWidget(panel.area, panel.dock);
        panel.wanted = panel.shownByDefault;
        panel.dock->setVisible(panel.wanted);
    }
    const auto size = [this](Qt::DockWidgetArea area, int pixels, Qt::Orientation direction) {
        QList<QDockWidget*> docks;
        for (const Panel& panel : m_panels)
            if (panel.area == area && panel.wanted) docks << panel.dock;
        if (!docks.isEmpty()) resizeDocks(docks, QList<int>(docks.size(), pixels), direction);
    };
    size(Qt::LeftDockWidgetArea, kLeftWidth, Qt::Horizontal);
    size(Qt::RightDockWidgetArea, kRightWidth, Qt::Horizontal);
    size(Qt::BottomDockWidgetArea, kBottomHeight, Qt::Vertical);
    applyDocks();
}

void MainWindow::makeLayoutCommands() {
    struct Preset {
        CommandSpec spec;
        LayoutPreset preset;
    };
    const Preset presets[]{
        {{"actionPresetWatch", tr("&Watch"), tr("The live view with targets and events beside it"), "live"},
         LayoutPreset::Watch},
        {{"actionPresetInvestigate", tr("&Investigate"), tr("The events in front, with their details"),
          "events"},
         LayoutPreset::Investigate},
        {{"actionPresetCompare", tr("&Compare"), tr("Two recordings, or protected and control"), "table"},
         LayoutPreset::Compare},
        {{"actionPresetWall", tr("W&all"), tr("All targets over the whole screen, to be read from afar"),
          "fleet"},
         LayoutPreset::Wall}};
    for (const Preset& one : presets) {
        QAction* action = m_commands->add(MenuId::Window, one.spec);
        connect(action, &QAction::triggered, this, [this, preset = one.preset] { choosePreset(preset); });
    }
    m_commands->addSeparator(MenuId::Window);
    QAction* save =
        m_commands->add(MenuId::Window, {"actionSaveLayout", tr("&Save Layout…"),
                                         tr("Keep under a name how the panels stand now"), "layout"});
    connect(save, &QAction::triggered, this, &MainWindow::askLayoutName);
    m_savedLayouts = m_commands->addMenu(MenuId::Window, tr("Saved La&youts"), u"menuSavedLayouts"_s);
    QAction* restore =
        m_commands->add(MenuId::Window, {"actionRestoreLayout", tr("&Restore Default Layout"),
                                         tr("Put all panels back to where they were at first"), "layout"});
    connect(restore, &QAction::triggered, this, &MainWindow::restoreDefaultLayout);
}

/// A page and the panels that belong to it; can be taken back like any change of the layout.
void MainWindow::choosePreset(LayoutPreset preset) {
    QAction* fullScreen = m_commands->find("actionFullScreen"_L1);
    if (fullScreen && fullScreen->isChecked() != (preset == LayoutPreset::Wall)) fullScreen->trigger();
    changeLayout(tr("layout"), [this, preset] {
        arrangeDefault();
        if (preset != LayoutPreset::Investigate) return;
        // The targets make room: what happened is what is looked at.
        for (Panel& panel : m_panels)
            panel.wanted = panel.dock->widget() != m_targetsPanel;
        resizeDocks({m_eventsDock}, {height() / 3}, Qt::Vertical);
    });
    switch (preset) {
    case LayoutPreset::Watch:
    case LayoutPreset::Investigate:
        return showPage(PageId::Live);
    case LayoutPreset::Compare:
        return showPage(PageId::Compare);
    case LayoutPreset::Wall:
        return showPage(PageId::Fleet);
    }
}

void MainWindow::askLayoutName() {
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(u"layoutName"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save Layout"));
    dialog->setLabelText(tr("Name of the layout"));
    dialog->setOkButtonText(tr("Save"));
    dialog->setCancelButtonText(tr("Cancel"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& words) {
        const QString name = words.trimmed();
        if (name.isEmpty()) return;
        m_layouts.insert(name, layout());
        fillSavedLayouts();
    });
    dialog->open();
}

void MainWindow::fillSavedLayouts() {
    m_savedLayouts->clear();
    int place = 0;
    for (auto saved = m_layouts.cbegin(); saved != m_layouts.cend(); ++saved) {
        const QString name = QString(saved.key()).replace(u'&', u"&&"_s);
        QAction* action = m_savedLayouts->addAction(++place < 10 ? u"&%1 %2"_s.arg(place).arg(name) : name);
        connect(action, &QAction::triggered, this, [this, name = saved.key()] {
            changeLayout(tr("layout %1").arg(name), [this, name] { setLayout(m_layouts.value(name)); });
        });
    }
    m_savedLayouts->addSeparator();
    QAction* clear = m_savedLayouts->addAction(tr("&Clear This List"));
    connect(clear, &QAction::triggered, this, [this] {
        m_layouts.clear();
        fillSavedLayouts();
    });
    m_savedLayouts->menuAction()->setEnabled(place > 0);
}

void MainWindow::makeLaneCommands() {
    QMenu* menu = m_commands->addMenu(MenuId::View, tr("L&anes"), u"menuLanes"_s);
    struct Lane {
        CommandSpec spec;
        LaneKind kind;
    };
    const Lane lanes[]{
        {{"actionLanePlanned", tr("&Planned"), tr("Windows in which maintenance is planned")},
         LaneKind::Planned},
        {{"actionLaneMoving", tr("&MOVING"), tr("Moves of the endpoint, and how they were carried out")},
         LaneKind::Moving},
        {{"actionLaneMigrating", tr("M&IGRATING"), tr("Shards that migrate")}, LaneKind::Migrating},
        {{"actionLaneFailingOver", tr("&FAILING_OVER"), tr("Shards that fail over")}, LaneKind::FailingOver},
        {{"actionLaneFindings", tr("Findings and &Notes"), tr("What was found, and what you wrote")},
         LaneKind::Findings},
        {{"actionLaneConnections", tr("&Connections"), tr("What became of each connection")},
         LaneKind::Connection},
        {{"actionLaneRelaxed", tr("&Relaxed Time-outs"), tr("When the longer time-out was in force")},
         LaneKind::Relaxed},
        {{"actionLaneDns", tr("&DNS Answers"), tr("When the configured name had another address")},
         LaneKind::Dns}};
    for (const Lane& lane : lanes) {
        QAction* action = m_commands->add(menu, lane.spec);
        action->setCheckable(true);
        action->setChecked(true);
        action->setData(static_cast<int>(lane.kind));
        m_laneActions.push_back(action);
        connect(action, &QAction::triggered, this, [this] {
            const std::uint32_t before = m_live->hiddenLanes();
            std::uint32_t hidden = 0;
            for (const QAction* one : m_laneActions)
                if (!one->isChecked()) hidden |= 1U << static_cast<unsigned>(one->data().toInt());
            m_undo->push(new UndoStep(
                tr("lanes"), [this, hidden] { showLanes(hidden); }, [this, before] { showLanes(before); }));
        });
    }
}

void MainWindow::showLanes(std::uint32_t hidden) {
    m_live->setHiddenLanes(hidden);
    for (QAction* action : m_laneActions)
        action->setChecked((hidden & (1U << static_cast<unsigned>(action->data().toInt()))) == 0);
}

void MainWindow::restoreDefaultLayout() {
    changeLayout(tr("restore default layout"), [this] { arrangeDefault(); });
}

void MainWindow::chooseTheme(ThemeChoice choice) {
    m_theme = choice;
    m_themes->actions().at(static_cast<int>(choice))->setChecked(true);
    applyTheme(*qApp, choice);
}

void MainWindow::chooseZone(bool local) {
    m_time->setZone(local ? QTimeZone::systemTimeZone() : QTimeZone::utc());
}

void MainWindow::saveWorkspace(QSettings& settings) const {
    settings.setValue(u"window/geometry"_s, saveGeometry());
    // As they stand beside the live view, whatever page is open.
    settings.setValue(u"window/docks"_s, saveState(kLayoutVersion));
    QStringList hidden;
    for (const Panel& panel : m_panels)
        if (!panel.wanted) hidden << panel.dock->objectName();
    settings.setValue(u"window/hiddenPanels"_s, hidden);
    settings.setValue(u"window/theme"_s, static_cast<int>(m_theme));
    settings.setValue(u"window/hiddenLanes"_s, m_live->hiddenLanes());
    settings.remove(u"layouts"_s);
    settings.beginWriteArray(u"layouts"_s, static_cast<int>(m_layouts.size()));
    int place = 0;
    for (auto saved = m_layouts.cbegin(); saved != m_layouts.cend(); ++saved) {
        settings.setArrayIndex(place++);
        settings.setValue(u"name"_s, saved.key());
        settings.setValue(u"docks"_s, saved->docks);
        QStringList names;
        for (std::size_t i = 0; i < m_panels.size() && i < saved->wanted.size(); ++i)
            if (!saved->wanted[i]) names << m_panels[i].dock->objectName();
        settings.setValue(u"hiddenPanels"_s, names);
    }
    settings.endArray();
    settings.setValue(u"window/localTime"_s, m_time->zone() != QTimeZone::utc());
    settings.setValue(
        u"window/rangeSeconds"_s,
        static_cast<qint64>(std::chrono::round<std::chrono::seconds>(m_time->length()).count()));
}

void MainWindow::restoreWorkspace(QSettings& settings) {
    const int theme = settings.value(u"window/theme"_s, static_cast<int>(ThemeChoice::System)).toInt();
    chooseTheme(theme >= 0 && theme < m_themes->actions().size() ? static_cast<ThemeChoice>(theme)
                                                                 : ThemeChoice::System);
    chooseZone(settings.value(u"window/localTime"_s, false).toBool());
    if (const qint64 seconds = settings.value(u"window/rangeSeconds"_s, 60).toLongLong(); seconds > 0)
        m_time->setLength(std::chrono::seconds(seconds));
    if (const QByteArray geometry = settings.value(u"window/geometry"_s).toByteArray(); !geometry.isEmpty())
        restoreGeometry(geometry);
    if (restoreState(settings.value(u"window/docks"_s).toByteArray(), kLayoutVersion)) {
        const QStringList hidden = settings.value(u"window/hiddenPanels"_s).toStringList();
        for (Panel& panel : m_panels)
            panel.wanted = !hidden.contains(panel.dock->objectName());
    }
    showLanes(settings.value(u"window/hiddenLanes"_s, 0).toUInt());
    const int layouts = settings.beginReadArray(u"layouts"_s);
    for (int i = 0; i < layouts; ++i) {
        settings.setArrayIndex(i);
        const QStringList hidden = settings.value(u"hiddenPanels"_s).toStringList();
        Layout saved{settings.value(u"docks"_s).toByteArray(), {}};
        for (const Panel& panel : m_panels)
            saved.wanted.push_back(!hidden.contains(panel.dock->objectName()));
        if (const QString name = settings.value(u"name"_s).toString(); !name.isEmpty())
            m_layouts.insert(name, saved);
    }
    settings.endArray();
    fillSavedLayouts();
    applyDocks();
}

} // namespace maintscope::ui
