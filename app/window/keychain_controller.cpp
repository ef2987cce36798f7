// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/keychain_controller.h"

#include "app/services/keychain.h"
#include "app/window/maintenance_controller.h"
#include "app/window/window_logging.h"
#include "ui/maintenance/sch_page.h"
#include "ui/window/connection_actions.h"
#include "ui/window/main_window.h"

#include <optional>
#include <utility>

namespace maintscope::app {

KeychainController::KeychainController(ui::MainWindow& window, MaintenanceController& maintenance)
    : m_window(window)
    , m_maintenance(maintenance)
    , m_store(makeKeychain()) {
    const auto unavailable = m_store->unavailable();
    const QString why =
        unavailable ? QString::fromStdString(unavailable->what + ' ' + unavailable->detail) : QString();
    window.connectionActions().setKeychain(why);
    maintenance.page().setKeychain(why);
    connect(&window.connectionActions(), &ui::ConnectionActions::clusterManagerProposed, this,
            &KeychainController::proposeManager);
    connect(&window.connectionActions(), &ui::ConnectionActions::keepRequested, this,
            [this](const TargetSettings& settings) {
                if (!settings.password.empty())
                    m_store->keep(keychainAccount(settings), settings.password,
                                  [this](const Status& kept) { report(kept); });
            });
    connect(&window.connectionActions(), &ui::ConnectionActions::passwordWanted, this,
            [this](const TargetSettings& settings) {
                find(keychainAccount(settings), [this, settings](const Secret& password) {
                    m_window.connectionActions().offerPassword(settings, password);
                });
            });
    connectManager();
}

void KeychainController::connectManager() {
    // Asks only when the user chooses to keep a password: a locked keychain prompts for its own.
    connect(&m_maintenance.page(), &ui::SchPage::keepingChosen, this, [this] {
        const auto& manager = m_maintenance.page().form().settings();
        find(manager ? keychainAccount(*manager) : std::string("cluster manager"), [](const Secret&) {});
    });
    connect(&m_maintenance, &MaintenanceController::ended, this, [this](const RestOutcome& outcome) {
        const ui::SchPage& page = m_maintenance.page();
        const auto& manager = page.form().settings();
        if (outcome.action != RestAction::Survey || !outcome.ok() || !manager) return;
        if (page.wantsKeeping() && !manager->password.empty())
            m_store->keep(keychainAccount(*manager), manager->password,
                          [this](const Status& kept) { report(kept); });
        else if (page.wantsForgetting())
            m_store->forget(keychainAccount(*manager), [this](const Status& kept) { report(kept); });
    });
}

void KeychainController::complete(TargetSettings target, std::function<void(const TargetSettings&)> use) {
    if (target.name.empty() || !target.password.empty()) return use(target);
    const std::string account = keychainAccount(target);
    m_store->find(account, [target = std::move(target),
                            use = std::move(use)](const Result<std::optional<Secret>>& found) mutable {
        if (found && *found) target.password = **found;
        use(target);
    });
}

void KeychainController::proposeManager(const RestSettings& manager) {
    m_maintenance.page().setClusterManager(manager);
    if (!manager.password.empty()) return;
    find(keychainAccount(manager),
         [this, manager](const Secret& password) { m_maintenance.page().offerPassword(manager, password); });
}

void KeychainController::find(const std::string& account, std::function<void(const Secret&)> use) {
    m_store->find(account, [this, use = std::move(use)](const Result<std::optional<Secret>>& found) {
        if (found && *found)
            use(**found);
        else if (!found)
            showTrouble(found.error());
    });
}

void KeychainController::report(const Status& kept) {
    if (kept) return m_maintenance.page().setKeychainTrouble({});
    showTrouble(kept.error());
    m_window.showError(kept.error());
}

void KeychainController::showTrouble(const Error& error) {
    qCWarning(lcWindow) << "keychain:" << toString(error).c_str();
    m_maintenance.page().setKeychainTrouble(QString::fromStdString(error.what + ' ' + error.remedy));
}

} // namespace maintscope::app

#include "moc_keychain_controller.cpp"
