// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/alerts.h"

#include <QObject>

class QSettings;

namespace maintscope::ui {
class MainWindow;
}

namespace maintscope::app {

class RecentsMenu;
class WatchedTargets;

/// Keeps what the user prefers, and carries it out where it is no matter of looks: what is remembered, how
/// long recordings stay, which alerts are shown. GUI thread.
class PreferencesController final : public QObject {
    Q_OBJECT

public:
    /// All outlive this object.
    PreferencesController(ui::MainWindow& window, QSettings& settings, WatchedTargets& watched,
                          RecentsMenu& recents);

    /// To be called once the watched targets have been brought up to date.
    void watchRules();

private:
    void apply();

    ui::MainWindow& m_window;
    QSettings& m_settings;
    WatchedTargets& m_watched;
    RecentsMenu& m_recents;
    model::AlertWatch m_alerts;
};

} // namespace maintscope::app
