// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/profile_menu.h"

#include "ui/connection/profile_dialogs.h"
#include "ui/window/connection_actions.h"
#include "ui/window/main_window.h"

#include <QStatusBar>

#include <utility>

namespace maintscope::app {

ProfileMenu::ProfileMenu(ui::MainWindow& window, QString path, Current current)
    : m_window(window)
    , m_path(std::move(path))
    , m_current(std::move(current)) {
    connect(&window.connectionActions(), &ui::ConnectionActions::importProfilesRequested, this,
            &ProfileMenu::import);
    connect(&window.connectionActions(), &ui::ConnectionActions::saveProfileRequested, this, [this] {
        if (auto profile = m_current()) save(std::move(*profile));
    });
    connect(&window.connectionActions(), &ui::ConnectionActions::saveRequested, this, &ProfileMenu::save);
    // An unreadable file is reported when it is needed, not at the start.
    if (auto profiles = model::loadProfiles(m_path))
        window.connectionActions().setProfiles(std::move(*profiles));
}

std::optional<std::vector<model::Profile>> ProfileMenu::load() {
    auto profiles = model::loadProfiles(m_path);
    if (profiles) return std::move(*profiles);
    m_window.showError(profiles.error());
    return std::nullopt;
}

bool ProfileMenu::store(const std::vector<model::Profile>& profiles) {
    m_window.connectionActions().setProfiles(profiles);
    const Status saved = model::saveProfiles(m_path, profiles);
    if (!saved) m_window.showError(saved.error());
    return saved.ok();
}

void ProfileMenu::save(model::Profile profile) {
    auto profiles = load();
    if (!profiles) return;
    // The form may already have set the cluster manager.
    if (const model::Profile* before = model::findProfile(*profiles, profile.name);
        before != nullptr && !profile.rest)
        profile.rest = before->rest;
    const QString name = QString::fromStdString(profile.name);
    model::putProfile(*profiles, std::move(profile));
    if (store(*profiles)) m_window.statusBar()->showMessage(tr("Saved the profile %1").arg(name), 4'000);
}

void ProfileMenu::import() {
    const auto text = ui::askForProfiles(&m_window);
    if (!text) return;
    if (!*text) return m_window.showError(text->error());
    auto imported = model::importProfiles(**text);
    if (!imported) return m_window.showError(imported.error());
    auto profiles = load();
    if (!profiles) return;
    const auto names = model::addProfiles(*profiles, std::move(imported->profiles));
    if (store(*profiles)) ui::showImported(&m_window, imported->rows, names);
}

} // namespace maintscope::app

#include "moc_profile_menu.cpp"
