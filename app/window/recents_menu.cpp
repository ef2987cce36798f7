// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/recents_menu.h"

#include "app/services/keychain.h"
#include "ui/window/connection_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/recents_actions.h"

#include <QSettings>

#include <optional>
#include <utility>

namespace maintscope::app {

RecentsMenu::RecentsMenu(ui::MainWindow& window, QSettings& settings, ports::SecretStore& keychain,
                         Watch watch)
    : m_window(window)
    , m_settings(settings)
    , m_keychain(keychain)
    , m_watch(std::move(watch)) {
    window.recentsActions().setRecents(model::loadRecents(settings));
    connect(&window.recentsActions(), &ui::RecentsActions::connectAgainRequested, this,
            &RecentsMenu::connectAgain);
    connect(&window.recentsActions(), &ui::RecentsActions::forgetTargetsRequested, this,
            [this] { change([](model::Recents& recents) { recents.targets.clear(); }); });
    connect(&window.recentsActions(), &ui::RecentsActions::forgetRecordingsRequested, this,
            [this] { change([](model::Recents& recents) { recents.recordings.clear(); }); });
}

void RecentsMenu::setRemembering(bool on) {
    m_remembering = on;
    if (!on) change([](model::Recents& recents) { recents = {}; });
}

void RecentsMenu::addTarget(const TargetSettings& target) {
    if (m_remembering) change([&target](model::Recents& recents) { recents.addTarget(target); });
}

void RecentsMenu::addRecording(const QString& path) {
    if (m_remembering) change([&path](model::Recents& recents) { recents.addRecording(path); });
}

/// Reads the stored lists again each time, because another window may have changed them.
void RecentsMenu::change(const std::function<void(model::Recents&)>& change) {
    m_settings.sync();
    model::Recents recents = model::loadRecents(m_settings);
    change(recents);
    model::saveRecents(m_settings, recents);
    m_settings.sync(); // so that a signal does not lose the change
    m_window.recentsActions().setRecents(recents);
}

void RecentsMenu::connectAgain(const model::RecentTarget& recent) {
    TargetSettings target = recent.profile.target;
    if (!recent.hadSecret) return m_watch(target);
    // The keychain never holds a passphrase.
    if (!target.tls.keyPath.empty() || !target.tls.certificatePath.empty())
        return m_window.connectionActions().askSecret(target);
    m_keychain.find(keychainAccount(target),
                    [this, target](const Result<std::optional<Secret>>& found) mutable {
                        if (!found || !*found) return m_window.connectionActions().askSecret(target);
                        target.password = **found;
                        m_watch(target);
                    });
}

} // namespace maintscope::app

#include "moc_recents_menu.cpp"
