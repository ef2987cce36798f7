// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/demo_run.h"

#include "app/cli/record_run.h"
#include "app/demo/simulator.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "client/types/target_url.h"

#include <chrono>
#include <string>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Simulated time passes this much faster.
constexpr double kSpeed = 3;

} // namespace

int demoRun() {
    demo::SimulatorOptions simulated;
    simulated.scenario = "clean-move";
    simulated.speed = kSpeed;
    demo::Simulator simulator(simulated);
    const auto addresses = simulator.start();
    if (!addresses) {
        complain({}, addresses.error());
        return toInt(ExitCode::Internal);
    }
    const auto url = parseTargetUrl(addresses->redis);
    if (!url) {
        complain({}, url.error());
        return toInt(ExitCode::Internal);
    }
    TargetSettings target;
    target.name = "simulator";
    target.endpoint = url->endpoint;
    target.probe.connections = 2;
    target.probe.ratePerSecond = 100;
    RecordOptions options;
    options.targets = {target};
    options.length = 60s; // far longer than one maintenance window takes
    options.untilHandedOff = true;

    printLine(
        stdout,
        u"No display is available and no command is given: maintscope records the simulated cluster during "
        u"one\n"
        "maintenance window, at %1 times the normal speed. maintscope --help lists the commands.\n"_s.arg(
            kSpeed));
    const int code = record(options);
    return code <= toInt(ExitCode::Inconclusive) ? 0 : code;
}

} // namespace maintscope::app
