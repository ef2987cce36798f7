// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/ports/secret_store.h"
#include "client/types/cluster.h"
#include "client/types/settings.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>

namespace maintscope::ui {
class MainWindow;
}

namespace maintscope::app {

class MaintenanceController;

/// Stores and finds passwords of databases and cluster managers in the system's keychain, at the user's
/// request. A missing password is not an error: the form asks for it. GUI thread.
class KeychainController final : public QObject {
    Q_OBJECT

public:
    /// Both outlive this object.
    KeychainController(ui::MainWindow& window, MaintenanceController& maintenance);

    [[nodiscard]] ports::SecretStore& store() { return *m_store; }
    /// Fills in the password of a saved (named) connection if the keychain has it, then calls `use`.
    void complete(TargetSettings target, std::function<void(const TargetSettings&)> use);
    /// Shows this cluster manager in the form, with the password from the keychain.
    void proposeManager(const RestSettings& manager);

private:
    void connectManager();
    void find(const std::string& account, std::function<void(const Secret&)> use);
    void report(const Status& kept);
    void showTrouble(const Error& error);

    ui::MainWindow& m_window;
    MaintenanceController& m_maintenance;
    std::unique_ptr<ports::SecretStore> m_store;
};

} // namespace maintscope::app
