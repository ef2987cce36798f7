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
    std::uint16_t port = 0; ///< 0: any free one; so the others
    std::uint16_t restPort = 0;
    std::uint16_t metricsPort = 0;
    std::uint16_t controlPort = 0; ///< always on 127.0.0.1
    int nodes = 3;
    bool tls = false;  ///< of the database; REST is always HTTPS
    Secret password{}; ///< of the database; empty: none
    ServerProfile version = ServerProfile::V8_0_16;
    bool clientMaintNotifications = true; ///< the switch, as it is at the start
    std::optional<TargetUrl> backend{};   ///< keys are kept there; nullopt: by the simulator itself
    std::string scenario{};               ///< name or file; empty: only what the control port asks for
    ScenarioStart start = ScenarioStart::OnOptIn;
    double speed = 1;
    bool loop = false;
    std::string restUser = "admin@example.com"; ///< role admin; viewer@example.com has the same password
    Secret restPassword{};                      ///< empty: a random one
};

/// Where the simulator listens, once it does.
struct SimulatorAddresses {
    std::string redis;     ///< redis://127.0.0.1:PORT, rediss:// with TLS
    std::string named;     ///< the same by the endpoint's name, which `hostsFile` resolves; may be empty
    std::string hostsFile; ///< what the names lead to, written again when that changes; gone after stop()
    std::vector<std::string> nodes; ///< host:port of each node
    std::string rest;               ///< https://127.0.0.1:PORT
    std::string restUser;
    Secret restPassword{};
    std::string
        caFile; ///< PEM of the three certificates, and of a root that can sign another; gone after stop()
    std::string metrics; ///< https://127.0.0.1:PORT/v2, for Prometheus
    std::string control; ///< 127.0.0.1:PORT
    Secret password{};   ///< of the database
};

/// The simulated cluster with its REST side and its control port, on a thread of its own. Reached by sockets
/// only: nothing of it can be called while it runs, so whatever it is made to do can be done to it from a
/// shell as well.
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

    /// Returns when everything listens, or says what cannot. Once per object. Needs a QCoreApplication.
    Result<SimulatorAddresses> start();
    /// Closes all sockets and waits for the thread.
    void stop();

private:
    class Thread;
    std::unique_ptr<Thread> m_thread;
};

} // namespace maintscope::demo
