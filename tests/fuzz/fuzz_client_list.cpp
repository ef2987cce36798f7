// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a server says about its clients: kinds that are counted, each with a state and bounded names.
#include "model/readiness/client_audit.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    using State = model::ClientGroup::State;
    const auto groups = model::auditClients(fuzz::text(data, size));
    fuzz::require(groups.size() <= 200, "the number of kinds is bounded");
    for (const model::ClientGroup& group : groups) {
        fuzz::require(group.connections > 0, "a kind has connections");
        fuzz::require(group.library.size() <= 80 && group.version.size() <= 80, "names are bounded");
        const bool fine = group.state == State::Able || group.state == State::OurOwn;
        fuzz::require(fine || !group.advice.empty(), "what is not ready comes with advice");
    }
    return 0;
}
