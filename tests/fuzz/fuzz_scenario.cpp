// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a scenario file: steps in order, or an error that says where.
#include "app/demo/cluster/scenario.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto scenario = demo::parseScenario(fuzz::text(data, size), "fuzz");
    if (!scenario) {
        fuzz::require(!scenario.error().what.empty() && !scenario.error().where.empty(),
                      "an error says what and where");
        return 0;
    }
    for (std::size_t i = 1; i < scenario->steps.size(); ++i)
        fuzz::require(scenario->steps[i - 1].at <= scenario->steps[i].at, "steps are in order of time");
    return 0;
}
