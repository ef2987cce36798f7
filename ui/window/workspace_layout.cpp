// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workspace_layout.h"

#include "ui/widgets/commands.h"
#include "ui/window/dock_title.h"
#include "ui/window/undo_step.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QDockWidget>
#include <QInputDialog>
#include <QMainWindow>
#include <QMenu>
#include <QSettings>
#include <QUndoStack>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Version of saved docks; increment it when older layouts become unusable.
constexpr int kLayoutVersion = 2;

/// More than a menu can show; the file may say any number.
constexpr int kMostLayouts = 100;

constexpr int kLeftWidth = 212;
constexpr int kRightWidth = 269;
constexpr int kBottomHeight = 158;

} // namespace

WorkspaceLayout::WorkspaceLayout(WindowContext& context)
    : m_context(context) {}

void WorkspaceLayout::addCommands() {
    struct Preset {
        CommandSpec spec;
        LayoutPreset preset;
    };
    const Preset presets[]{
        {{"actionPresetWatch", tr("&Watch"), tr("Show the live view with targets and events"), "live"},
         LayoutPreset::Watch},
        {{"actionPresetInvestigate", tr("&Investigate"), tr("Show the events with their details"), "events"},
         LayoutPreset::Investigate},
        {{"actionPresetCompare", tr("&Compare"),
          tr("Compare two recordings, or protected and control connections"), "table"},
         LayoutPreset::Compare},
        {{"actionPresetWall", tr("W&all"),
          tr("Show all targets on the whole screen, readable from a distance"), "fleet"},
         LayoutPreset::Wall}};
    for (const Preset& one : presets) {
        QAction* action = m_context.commands->add(MenuId::Window, one.spec);
        connect(action, &QAction::triggered, this, [this, preset = one.preset] { choosePreset(preset); });
    }
    m_context.commands->addSeparator(MenuId::Window);
    QAction* save = m_context.commands->add(
        MenuId::Window, {"actionSaveLayout", tr("&Save Layout…"),
                         tr("Save the current layout of the panels under a name"), "layout"});
    connect(save, &QAction::triggered, this, &WorkspaceLayout::askName);
    m_saved = m_context.commands->addMenu(MenuId::Window, tr("Saved La&youts"), u"menuSavedLayouts"_s);
    QAction* restore =
        m_context.commands->add(MenuId::Window, {"actionRestoreLayout", tr("&Restore Default Layout"),
                                                 tr("Restore the default layout of all panels"), "layout"});
    connect(restore, &QAction::triggered, this, &WorkspaceLayout::restoreDefault);
}

QDockWidget* WorkspaceLayout::addPanel(const QString& title, const QString& objectName, QWidget* content,
                                       Qt::DockWidgetArea area, bool shown) {
    const QString plain = QString(title).remove(u'&');
    auto* dock = new QDockWidget(plain, m_context.window);
    dock->setObjectName(objectName);
    dock->toggleViewAction()->setText(title);
    dock->setTitleBarWidget(new DockTitle(dock));
    dock->setWidget(content);
    m_context.window->addDockWidget(area, dock);
    m_panels.push_back({dock, area, shown, shown});
    // triggered() comes only from the user; toggled() also from a page without docks.
    connect(dock->toggleViewAction(), &QAction::triggered, this, [this, dock](bool on) {
        setWanted(dock, on);
        apply();
    });
    m_context.commands->adopt(MenuId::Window, dock->toggleViewAction(), objectName + u"Toggle"_s,
                              tr("Show or hide the panel %1").arg(plain));
    return dock;
}

void WorkspaceLayout::setSpecialDocks(QDockWidget* targets, QDockWidget* events, QDockWidget* detail) {
    m_targetsDock = targets;
    m_eventsDock = events;
    m_detailDock = detail;
}

void WorkspaceLayout::setPage(PageId page) {
    m_page = page;
    apply();
}

void WorkspaceLayout::want(QDockWidget* dock) {
    setWanted(dock, true);
    apply();
}

void WorkspaceLayout::setWanted(QDockWidget* dock, bool wanted) {
    for (Panel& panel : m_panels)
        if (panel.dock == dock) panel.wanted = wanted;
}

WorkspaceLayout::Layout WorkspaceLayout::layout() const {
    Layout result{m_context.window->saveState(kLayoutVersion), {}};
    for (const Panel& panel : m_panels)
        result.wanted.push_back(panel.wanted);
    return result;
}

void WorkspaceLayout::setLayout(const Layout& layout) {
    m_context.window->restoreState(layout.docks, kLayoutVersion);
    for (std::size_t i = 0; i < m_panels.size() && i < layout.wanted.size(); ++i)
        m_panels[i].wanted = layout.wanted[i];
    apply();
}

/// Runs an undoable change of the layout.
void WorkspaceLayout::change(const QString& text, const std::function<void()>& carryOut) {
    const Layout before = layout();
    carryOut();
    const Layout after = layout();
    m_context.undo->push(new UndoStep(
        text, [this, after] { setLayout(after); }, [this, before] { setLayout(before); }));
}

/// Docks are shown beside the live view and the list of events; other views use the whole window.
void WorkspaceLayout::apply() {
    const bool room = m_page == PageId::Live || m_page == PageId::Events;
    for (const Panel& panel : m_panels) {
        // On the page Events the list is the page itself; the live view has its own panel for details.
        const bool elsewhere = panel.dock == (m_page == PageId::Events ? m_eventsDock : m_detailDock);
        const bool something = m_context.session.source || panel.dock != m_detailDock;
        panel.dock->setVisible(room && panel.wanted && !elsewhere && something);
    }
}

void WorkspaceLayout::arrangeDefault() {
    for (Panel& panel : m_panels) {
        panel.dock->setFloating(false);
        m_context.window->addDockWidget(panel.area, panel.dock);
        panel.wanted = panel.shownByDefault;
        panel.dock->setVisible(panel.wanted);
    }
    const auto size = [this](Qt::DockWidgetArea area, int pixels, Qt::Orientation direction) {
        QList<QDockWidget*> docks;
        for (const Panel& panel : m_panels)
            if (panel.area == area && panel.wanted) docks << panel.dock;
        if (!docks.isEmpty())
            m_context.window->resizeDocks(docks, QList<int>(docks.size(), pixels), direction);
    };
    size(Qt::LeftDockWidgetArea, kLeftWidth, Qt::Horizontal);
    size(Qt::RightDockWidgetArea, kRightWidth, Qt::Horizontal);
    size(Qt::BottomDockWidgetArea, kBottomHeight, Qt::Vertical);
    apply();
}

/// Shows a page with its panels; undoable like any change of the layout.
void WorkspaceLayout::choosePreset(LayoutPreset preset) {
    QAction* fullScreen = m_context.commands->find("actionFullScreen"_L1);
    if (fullScreen && fullScreen->isChecked() != (preset == LayoutPreset::Wall)) fullScreen->trigger();
    change(tr("layout"), [this, preset] {
        arrangeDefault();
        if (preset != LayoutPreset::Investigate) return;
        // Hides the targets to make room for the events.
        for (Panel& panel : m_panels)
            panel.wanted = panel.dock != m_targetsDock;
        m_context.window->resizeDocks({m_eventsDock}, {m_context.window->height() / 3}, Qt::Vertical);
    });
    switch (preset) {
    case LayoutPreset::Watch:
    case LayoutPreset::Investigate:
        return Q_EMIT pageRequested(PageId::Live);
    case LayoutPreset::Compare:
        return Q_EMIT pageRequested(PageId::Compare);
    case LayoutPreset::Wall:
        return Q_EMIT pageRequested(PageId::Fleet);
    }
}

void WorkspaceLayout::askName() {
    auto* dialog = new QInputDialog(m_context.window);
    dialog->setObjectName(u"layoutName"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save Layout"));
    dialog->setLabelText(tr("Name of the layout"));
    dialog->setOkButtonText(tr("Save"));
    dialog->setCancelButtonText(tr("Cancel"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& words) {
        const QString name = words.trimmed();
        if (name.isEmpty() || (m_layouts.size() >= kMostLayouts && !m_layouts.contains(name))) return;
        m_layouts.insert(name, layout());
        fillSavedLayouts();
    });
    dialog->open();
}

void WorkspaceLayout::fillSavedLayouts() {
    m_saved->clear();
    int place = 0;
    for (auto saved = m_layouts.cbegin(); saved != m_layouts.cend(); ++saved) {
        const QString name = QString(saved.key()).replace(u'&', u"&&"_s);
        QAction* action = m_saved->addAction(++place < 10 ? u"&%1 %2"_s.arg(place).arg(name) : name);
        connect(action, &QAction::triggered, this, [this, name = saved.key()] {
            change(tr("layout %1").arg(name), [this, name] { setLayout(m_layouts.value(name)); });
        });
    }
    m_saved->addSeparator();
    QAction* clear = m_saved->addAction(tr("&Clear This List"));
    connect(clear, &QAction::triggered, this, [this] {
        m_layouts.clear();
        fillSavedLayouts();
    });
    m_saved->menuAction()->setEnabled(place > 0);
}

void WorkspaceLayout::restoreDefault() {
    change(tr("restore default layout"), [this] { arrangeDefault(); });
}

void WorkspaceLayout::save(QSettings& settings) const {
    settings.setValue(u"window/geometry"_s, m_context.window->saveGeometry());
    // The layout beside the live view, regardless of the current page.
    settings.setValue(u"window/docks"_s, m_context.window->saveState(kLayoutVersion));
    QStringList hidden;
    for (const Panel& panel : m_panels)
        if (!panel.wanted) hidden << panel.dock->objectName();
    settings.setValue(u"window/hiddenPanels"_s, hidden);
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
}

void WorkspaceLayout::restore(QSettings& settings) {
    if (const QByteArray geometry = settings.value(u"window/geometry"_s).toByteArray(); !geometry.isEmpty())
        m_context.window->restoreGeometry(geometry);
    if (m_context.window->restoreState(settings.value(u"window/docks"_s).toByteArray(), kLayoutVersion)) {
        const QStringList hidden = settings.value(u"window/hiddenPanels"_s).toStringList();
        for (Panel& panel : m_panels)
            panel.wanted = !hidden.contains(panel.dock->objectName());
    }
    const int layouts = std::min(settings.beginReadArray(u"layouts"_s), kMostLayouts);
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
    apply();
}

} // namespace maintscope::ui

#include "moc_workspace_layout.cpp"
