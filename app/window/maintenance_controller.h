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

/// The page Maintenance: its requests to the cluster manager, the readiness check of the target that is
/// watched, and what of both belongs to the recording. GUI thread.
class MaintenanceController final : public QObject {
    Q_OBJECT

public:
    /// Puts the page into the window, which owns it. Both outlive this object.
    MaintenanceController(ui::MainWindow& window, WatchedTargets& watched);

    [[nodiscard]] ui::SchPage& page() const { return *m_page; }
    /// What is watched now.
    void setTarget(const TargetSettings& target);
    /// The target that is watched, with the cluster manager that the form names; nullopt: none is watched.
    [[nodiscard]] std::optional<model::Profile> profile() const;

Q_SIGNALS:
    /// The cluster manager has answered; the page has seen it.
    void ended(const maintscope::RestOutcome& outcome);

private:
    void connectManager();
    void connectReadiness();
    void checkReadiness();

    ui::MainWindow& m_window;
    WatchedTargets& m_watched;
    ui::SchPage* m_page; ///< the window's
    io::RestClient m_rest;
    io::RestClient m_poll; ///< reads the settings again, beside what the user asks for
    io::ReadinessClient m_readiness;
    std::optional<TargetSettings> m_target;
    std::string m_restUser; ///< of the task that runs
    Endpoint m_restEndpoint;
};

} // namespace maintscope::app
