// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/simulator_launcher.h"

#include "app/demo/simulator.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"

namespace maintscope::app {

Result<LaunchedSimulator> launchSimulator(const std::optional<ProbePlan>& probe) {
    demo::SimulatorOptions options;
    options.scenario = "clean-move";
    options.loop = true;
    LaunchedSimulator launched;
    launched.simulator = std::make_unique<demo::Simulator>(options);
    const auto addresses = launched.simulator->start();
    if (!addresses) return addresses.error();
    const auto url = parseTargetUrl(addresses->redis);
    if (!url) return url.error();
    TargetSettings& target = launched.target;
    target.name = "simulator";
    target.environment = Environment::Development;
    target.endpoint = url->endpoint;
    target.password = addresses->password;
    target.probe.control = true; // the demonstration compares both
    if (probe) target.probe = *probe;

    const auto manager = parseClusterUrl(addresses->rest);
    if (!manager) return launched;
    RestSettings& rest = launched.manager.emplace();
    rest.endpoint = manager->endpoint;
    rest.user = addresses->restUser;
    rest.password = addresses->restPassword;
    rest.tls.enabled = true;
    rest.tls.trust.mode = TlsTrust::Mode::CaFile;
    rest.tls.trust.caPath = addresses->caFile;
    return launched;
}

} // namespace maintscope::app
