// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include <cstdint>

class QAction;
class QActionGroup;
class QComboBox;
class QSettings;
class QToolBar;

namespace maintscope::ui {

struct WindowContext;

/// The commands of the time view: visible range, time zone and lanes. Menus and boxes follow the view. GUI
/// thread.
class TimeActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit TimeActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menu View.
    void addTime();
    void addLanes();
    void addTable();
    /// Adds the boxes for range and zone to the toolbar.
    void addBoxes(QToolBar* bar);
    /// From now on, menus and boxes follow every change of the time view.
    void follow();

    /// Another session is shown; applies the zone of the view to it.
    void showSession();
    void chooseZone(bool local);
    /// `hidden`: one bit for each kind of hidden lane.
    void showLanes(std::uint32_t hidden);
    /// Updates the menus for the shown session.
    void update();
    /// Zone, range and hidden lanes of the workspace.
    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    /// The view now shows times in this zone.
    void zoneChanged(const QString& abbreviation);

private:
    void addViewCommands();
    void addGo();
    void addRanges();
    void addZones();
    void updateRange();
    void showPaused(bool paused);
    void showZone();
    void showTables();

    WindowContext& m_context;
    QAction* m_follow = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QList<QAction*> m_ranges;
    QActionGroup* m_zones = nullptr;
    QList<QAction*> m_lanes; ///< checked: the lane is shown
    QComboBox* m_rangeBox = nullptr;
    QComboBox* m_zoneBox = nullptr;
};

} // namespace maintscope::ui
