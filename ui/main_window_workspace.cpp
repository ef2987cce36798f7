// SPDX-License-Identifier: GPL-3.0-or-later
// Where the panels stand, which theme and zone: what is kept between two runs, and what can be undone.
#include "ui/main_window.h"

#include "ui/events_list.h"
#include "ui/live_view.h"
#include "ui/time_view_state.h"
#include "ui/undo_step.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
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

/// Where all panels stand, and which of them the user wants.
struct MainWindow::Layout {
    QByteArray docks;
    std::vector<bool> wanted;
};

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
    applyDocks();
}

} // namespace maintscope::ui
