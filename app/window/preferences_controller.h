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

/// Stores the preferences and applies those that are not about appearance: what is remembered, how long
/// recordings are kept, which alerts are shown. GUI thread.
class PreferencesController final : public QObject {
    Q_OBJECT

public:
    /// All arguments outlive this object.
    PreferencesController(ui::MainWindow& window, QSettings& settings, WatchedTargets& watched,
                          RecentsMenu& recents);

    /// Checks the alert rules; call it after WatchedTargets::refresh().
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
