// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/disruption.h"

#include "client/types/event_names.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

/// Losses within this time are one disruption: a failing node loses all its connections.
constexpr Duration kOneDisruption = std::chrono::seconds(1);

} // namespace

std::vector<Disruption> disruptionsOf(std::vector<MonoTime> losses) {
    std::sort(losses.begin(), losses.end());
    std::vector<Disruption> disruptions;
    for (const MonoTime at : losses) {
        if (disruptions.empty() || at - disruptions.back().to > kOneDisruption)
            disruptions.push_back({at, at, 0});
        disruptions.back().to = at;
        ++disruptions.back().losses;
    }
    return disruptions;
}

bool isUnannounced(const Event& event) {
    return event.kind == EventKind::Disconnect &&
           (event.name == names::kUnannounced || event.name == names::kSilent);
}

std::vector<Disruption> unannouncedDisruptions(const std::vector<Event>& events, TargetId target,
                                               ProbeRole role) {
    std::vector<MonoTime> losses;
    for (const Event& event : events)
        if (event.target == target && event.role == role && isUnannounced(event)) losses.push_back(event.at);
    return disruptionsOf(std::move(losses));
}

} // namespace maintscope::model
