// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/sim_cluster.h"
#include "client/types/result.h"
#include "client/types/secret.h"
#include "client/types/target_url.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::demo {

struct SimulatorOptions {
    std::string bind = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free port; also for the other ports
    std::uint16_t restPort = 0;
    std::uint16_t metricsPort = 0;
    std::uint16_t controlPort = 0; ///< always on 127.0.0.1
    int nodes = 3;
    bool tls = false;  ///< of the database; REST is always HTTPS
    Secret password{}; ///< of the database; empty: none
    ServerProfile version = ServerProfile::V8_0_16;
    bool clientMaintNotifications = true; ///< the switch at the start
    std::optional<TargetUrl> backend{};   ///< server that holds the keys; nullopt: the simulator itself
    std::string scenario{};               ///< name or file; empty: none, only actions of the control port
    ScenarioStart start = ScenarioStart::OnOptIn;
    double speed = 1;
    bool loop = false;
    std::string restUser = "admin@example.com"; ///< role admin; viewer@example.com has the same password
    Secret restPassword{};                      ///< empty: a random one
};

/// The addresses of a running simulator.
struct SimulatorAddresses {
    std::string redis;     ///< redis://127.0.0.1:PORT, rediss:// with TLS
    std::string named;     ///< the same by the endpoint's name, which `hostsFile` resolves; may be empty
    std::string hostsFile; ///< addresses of the names, rewritten when they change; removed by stop()
    std::vector<std::string> nodes; ///< host:port of each node
    std::string rest;               ///< https://127.0.0.1:PORT
    std::string restUser;
    Secret restPassword{};
    std::string
        caFile; ///< PEM of the three certificates, and of a root that can sign another; removed by stop()
    std::string metrics; ///< https://127.0.0.1:PORT/v2, for Prometheus
    std::string control; ///< 127.0.0.1:PORT
    Secret password{};   ///< of the database
};

/// The simulated cluster with its REST API and its control port, on a thread of its own. A running simulator
/// is accessible through sockets only, so that a shell can do everything with it that a test does.
///
///     demo::Simulator simulator({.scenario = "clean-move", .speed = 5});
///     auto addresses = simulator.start();
///     if (addresses) connectTo(addresses->redis);
class Simulator {
public:
    explicit Simulator(SimulatorOptions options);
    ~Simulator(); ///< stops
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    /// Returns when everything listens. Call it once per object. Needs a QCoreApplication. Error: an address
    /// that cannot be used, or an invalid scenario.
    Result<SimulatorAddresses> start();
    /// Closes all sockets and waits for the thread.
    void stop();

private:
    class Thread;
    std::unique_ptr<Thread> m_thread;
};

} // namespace maintscope::demo
