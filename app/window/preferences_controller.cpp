// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/preferences_controller.h"

#include "app/window/recents_menu.h"
#include "app/window/watched_targets.h"
#include "model/user/preferences.h"
#include "ui/paint/live_frame.h"
#include "ui/window/main_window.h"
#include "ui/window/preferences_actions.h"

#include <QLoggingCategory>
#include <QSettings>

namespace maintscope::app {

namespace {
Q_LOGGING_CATEGORY(lcRules, "app.rules")
}

PreferencesController::PreferencesController(ui::MainWindow& window, QSettings& settings,
                                             WatchedTargets& watched, RecentsMenu& recents)
    : m_window(window)
    , m_settings(settings)
    , m_watched(watched)
    , m_recents(recents) {
    window.preferencesActions().setPreferences(model::loadPreferences(settings));
    apply();
    connect(&window.preferencesActions(), &ui::PreferencesActions::changed, this,
            [this](const model::Preferences& preferences) {
                model::savePreferences(m_settings, preferences);
                apply();
            });
}

void PreferencesController::apply() {
    m_recents.setRemembering(m_window.preferencesActions().preferences().rememberRecents);
    m_watched.setPruneRules(model::pruneRules(m_window.preferencesActions().preferences()));
}

void PreferencesController::watchRules() {
    for (const model::AlertFacts& facts : m_watched.alertFacts()) {
        for (const model::Alert& alert :
             m_alerts.step(m_window.preferencesActions().preferences().alerts, facts)) {
            const ui::LiveSource* source = m_watched.view(alert.id).source;
            qCWarning(lcRules).noquote() << alert.title << alert.text;
            if (source) m_window.showAlert(alert, source->start() + alert.at.time_since_epoch());
        }
    }
}

} // namespace maintscope::app

#include "moc_preferences_controller.cpp"
