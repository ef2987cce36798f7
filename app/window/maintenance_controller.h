// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/readiness/readiness_client.h"
#include "client/io/rest/rest_client.h"
#include "client/types/cluster.h"
#include "client/types/endpoint.h"
#include "client/types/settings.h"
#include "model/user/profile.h"

#include <QObject>

#include <optional>
#include <string>

namespace maintscope::ui {
class MainWindow;
class SchPage;
} // namespace maintscope::ui

namespace maintscope::app {

class WatchedTargets;

/// The page Maintenance: sends its requests to the cluster manager, runs the readiness check of the watched
/// target, and records the results of both. GUI thread.
class MaintenanceController final : public QObject {
    Q_OBJECT

public:
    /// Adds the page to the window, which owns it. Both arguments outlive this object.
    MaintenanceController(ui::MainWindow& window, WatchedTargets& watched);

    [[nodiscard]] ui::SchPage& page() const { return *m_page; }
    /// Sets the watched target.
    void setTarget(const TargetSettings& target);
    /// The watched target, with the cluster manager from the form; nullopt: no target is watched.
    [[nodiscard]] std::optional<model::Profile> profile() const;

Q_SIGNALS:
    /// The cluster manager has answered; the page already shows the answer.
    void ended(const maintscope::RestOutcome& outcome);

private:
    void connectManager();
    void connectReadiness();
    void checkReadiness();

    ui::MainWindow& m_window;
    WatchedTargets& m_watched;
    ui::SchPage* m_page; ///< the window's
    io::RestClient m_rest;
    io::RestClient m_poll; ///< polls the settings, independently of the user's requests
    io::ReadinessClient m_readiness;
    std::optional<TargetSettings> m_target;
    std::string m_restUser; ///< of the running task
    Endpoint m_restEndpoint;
};

} // namespace maintscope::app
