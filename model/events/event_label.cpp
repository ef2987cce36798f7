// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_label.h"

#include "client/types/event_names.h"
#include "model/events/planned_window.h"

#include <algorithm>
#include <array>

namespace maintscope::model {
namespace {

struct Label {
    std::string_view name;
    std::string_view words;
};

constexpr auto kLabels = std::to_array<Label>({
    {names::kDial, "connection attempt"},
    {names::kCandidate, "candidate"},
    {names::kConnected, "connected"},
    {names::kReconnected, "reconnected"},
    {names::kSwitched, "switched"},
    {names::kUnannounced, "unannounced loss"},
    {names::kDuringMaintenance, "loss in maintenance"},
    {names::kSilent, "silent connection"},
    {names::kStopped, "closed at the end"},
    {names::kOptInRefused, "opt-in refused"},
    {names::kNotResp3, "no RESP3"},
    {names::kOrderGivenUp, "order not guaranteed"},
    {names::kClusterMode, "OSS Cluster API in use"},
    {names::kCandidateDropped, "candidate is retiring"},
    {names::kBufferFull, "command buffer full"},
    {names::kPushesSkipped, "pushes skipped"},
    {names::kNoLongerAdvertised, "no longer in DNS"},
    {names::kRelaxed, "timeouts relaxed"},
    {names::kTail, "timeouts still relaxed"},
    {names::kDnsChanged, "answer changed"},
    {names::kDnsStale, "answer unchanged"},
    {names::kLocalStall, "local stall"},
    {names::kNotMeasured, "not measured"},
    {names::kTimeouts, "timeouts"},
    {names::kErrorReplies, "error replies"},
    {names::kLost, "lost in flight"},
    {names::kProtocolError, "protocol error"},
    {names::kTargetStarted, "probing started"},
    {names::kTargetStopped, "probing stopped"},
    {names::kIntegrity, "integrity"},
    {names::kSupport, "support"},
    {names::kOptInAsked, "asked to opt in again"},
    {names::kOptInAgain, "repeated opt-in"},
    {names::kRecordingMoved, "recording moved"},
    {names::kNotRecorded, "not recorded"},
    {names::kClockStep, "clock changed"},
    // Cluster manager, model/events/rest_event.cpp
    {"read", "settings read"},
    {"dry_run", "dry run"},
    {"apply", "setting changed"},
    // States of a connection, client/types/connection_state.h
    {"idle", "idle"},
    {"resolving", "resolving the name"},
    {"connecting", "connecting"},
    {"handshaking", "handshake"},
    {"ready", "ready"},
    {"dialing", "trying candidates"},
    {"draining", "draining"},
    {"orphan", "no connection"},
    {"backoff", "waiting to retry"},
    {"closed", "closed"},
});

/// The part of the name after `prefix`, after `words`; empty if the name has another beginning.
std::string labelOfPrefixed(std::string_view name, std::string_view prefix, std::string_view words) {
    if (!name.starts_with(prefix)) return {};
    return std::string(words).append(name.substr(prefix.size()));
}

} // namespace

std::string eventLabel(const Event& event) {
    switch (event.kind) {
    case EventKind::Notification:
    case EventKind::Window:
    case EventKind::Handoff:
    case EventKind::Note:
        return event.name;
    case EventKind::Recording:
        if (std::string label = labelOfPrefixed(event.name, kPlannedPrefix, "planned: "); !label.empty())
            return label;
        if (std::string label = labelOfPrefixed(event.name, names::kEndpointTypePrefix, "endpoint type: ");
            !label.empty())
            return label;
        break;
    default:
        break;
    }
    const std::string_view words = wordsForName(event.name);
    return words.empty() ? event.name : std::string(words);
}

std::string_view wordsForName(std::string_view name) {
    const auto row =
        std::find_if(kLabels.begin(), kLabels.end(), [&](const Label& label) { return label.name == name; });
    return row == kLabels.end() ? std::string_view() : row->words;
}

} // namespace maintscope::model
