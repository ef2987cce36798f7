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

/// Which part of the session is shown, in which zone, and what of it: the commands of the time view, in step
/// with what the view does. GUI thread.
class TimeActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit TimeActions(WindowContext& context);

    /// The commands, in the order of the menu View: the main window calls each once.
    void addTime();
    void addLanes();
    void addTable();
    /// The choices of range and zone in the toolbar.
    void addBoxes(QToolBar* bar);
    /// Menus and boxes follow the time view from now on, whoever changes it.
    void follow();

    /// Another session is shown: its times are in the zone of the view.
    void showSession();
    void chooseZone(bool local);
    /// A bit for each kind of lane that is not shown.
    void showLanes(std::uint32_t hidden);
    /// The menus show what applies to the session that is shown.
    void update();
    /// Zone, range and lanes, as they were left.
    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    /// The view goes by times of this zone.
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
