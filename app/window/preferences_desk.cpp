// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/preferences_desk.h"

#include "app/window/recents_menu.h"
#include "app/window/target_board.h"
#include "app/window/watch_session.h"
#include "model/user/preferences.h"
#include "ui/window/main_window.h"

#include <QLoggingCategory>
#include <QSettings>

namespace maintscope::app {

namespace {
Q_LOGGING_CATEGORY(lcRules, "app.rules")
}

PreferencesDesk::PreferencesDesk(ui::MainWindow& window, QSettings& settings, TargetBoard& board,
                                 RecentsMenu& recents)
    : m_window(window)
    , m_settings(settings)
    , m_board(board)
    , m_recents(recents) {
    window.setPreferences(model::loadPreferences(settings));
    apply();
    connect(&window, &ui::MainWindow::preferencesChanged, this,
            [this](const model::Preferences& preferences) {
                model::savePreferences(m_settings, preferences);
                apply();
            });
}

void PreferencesDesk::apply() {
    m_recents.setRemembering(m_window.preferences().rememberRecents);
    m_board.setPruneRules(model::pruneRules(m_window.preferences()));
}

void PreferencesDesk::watchRules() {
    for (const model::AlertFacts& facts : m_board.alertFacts()) {
        for (const model::Alert& alert : m_alerts.step(m_window.preferences().alerts, facts)) {
            const WatchSession* session = m_board.session(alert.id);
            qCWarning(lcRules).noquote() << alert.title << alert.text;
            if (session) m_window.showAlert(alert, session->start() + alert.at.time_since_epoch());
        }
    }
}

} // namespace maintscope::app
