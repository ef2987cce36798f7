// SPDX-License-Identifier: GPL-3.0-or-later
// The scenario: its steps, its rounds, and what the control port tells of it all.
#include "app/demo/cluster/sim_cluster.h"

#include <algorithm>

namespace maintscope::demo {

namespace {

using namespace std::chrono_literals;

/// Pause between two rounds of a scenario under --loop.
constexpr Duration kBetweenRounds = 5s;

std::string jsonQuoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result + "\"";
}

} // namespace

Status SimCluster::run(Scenario scenario, const std::string& name, ScenarioStart start, MonoTime now) {
    if (scenario.highestNode > nodeCount())
        return Error{"The scenario cannot be run.", name,
                     "it names node " + std::to_string(scenario.highestNode) + ", the cluster has " +
                         std::to_string(nodeCount()),
                     "Start the simulator with --nodes " + std::to_string(scenario.highestNode) + "."};
    if (scenario.needsTls && !m_options.tls)
        return Error{"The scenario cannot be run.", name,
                     "it speaks of certificates, the database has no TLS", "Start the simulator with --tls."};
    m_scenario = std::make_shared<const Scenario>(std::move(scenario));
    m_scenarioName = name;
    m_scenarioError.clear();
    ++m_scenarioRun;
    m_stepsLeft = m_scenario->steps.size();
    m_scenarioWaits = start == ScenarioStart::OnOptIn && optedInCount() == 0;
    if (!m_scenarioWaits) startScenario(now);
    return success();
}

void SimCluster::startScenario(MonoTime now) {
    m_scenarioWaits = false;
    ++m_scenarioRun;
    m_stepsLeft = m_scenario->steps.size();
    scheduleStep(0, now + scaled(m_scenario->steps.front().at));
}

/// One step after the other: where an announcement was rounded up to whole seconds, everything after it comes
/// later by as much, so that nothing happens before the time that was announced for it.
void SimCluster::scheduleStep(std::size_t index, MonoTime when) {
    at(when, [this, index, when, round = m_scenarioRun, scenario = m_scenario](MonoTime now, Effects& out) {
        if (round != m_scenarioRun) return;
        m_roundedUp = Duration{};
        const Status done = apply(scenario->steps[index].action, now, out);
        if (!done) m_scenarioError = toString(done.error());
        --m_stepsLeft;
        if (m_stepsLeft > 0) {
            const Duration gap = scenario->steps[index + 1].at - scenario->steps[index].at;
            scheduleStep(index + 1, when + scaled(gap) + m_roundedUp);
        } else if (m_options.loop) {
            startNextRound(now);
        }
    });
}

void SimCluster::startNextRound(MonoTime now) {
    MonoTime quiet = now;
    for (const Operation& operation : m_operations) {
        quiet = std::max(quiet, operation.keepUntil + operation.pause);
        if (operation.kind == Kind::Moving) quiet = std::max(quiet, operation.closeAt);
    }
    if (m_pausedUntil) quiet = std::max(quiet, *m_pausedUntil);
    for (const Node& each : m_nodes)
        if (each.stalledUntil) quiet = std::max(quiet, *each.stalledUntil);
    at(quiet + scaled(kBetweenRounds), [this, round = m_scenarioRun](MonoTime due, Effects&) {
        if (round != m_scenarioRun) return;
        m_operations.remove_if([](const Operation& o) { return o.kind != Kind::Moving; }); // never completed
        startScenario(due);
    });
}

std::string SimCluster::describe() const {
    const char* state = !m_scenario       ? "none"
                        : m_scenarioWaits ? "waiting"
                        : m_stepsLeft > 0 ? "running"
                                          : "done";
    std::string text = "{\"bound\":" + std::to_string(m_bound) + ",\"record\":[";
    for (const int number : m_record)
        text += (text.back() == '[' ? "" : ",") + std::to_string(number);
    text += "],\"nodes\":[";
    for (int i = 1; i <= nodeCount(); ++i) {
        const auto connections = std::count_if(m_connections.begin(), m_connections.end(),
                                               [i](const auto& entry) { return entry.second.node == i; });
        if (i > 1) text += ',';
        text += "{\"node\":" + std::to_string(i) + ",\"endpoint\":" + jsonQuoted(toString(node(i).address)) +
                ",\"connections\":" + std::to_string(connections) +
                ",\"listening\":" + (node(i).door() == Door::Open ? "true" : "false") + "}";
    }
    text += "],\"opted_in\":" + std::to_string(optedInCount()) +
            ",\"operations\":" + std::to_string(m_operations.size()) +
            ",\"still_due\":" + std::to_string(m_tasks.size()) +
            ",\"next_sequence\":" + std::to_string(m_nextSequence) +
            ",\"flag\":" + (m_settings.clientMaintNotifications ? "true" : "false") +
            ",\"version\":" + jsonQuoted(profileName(m_settings.profile)) +
            ",\"scenario\":" + jsonQuoted(m_scenarioName) + ",\"scenario_state\":\"" + state + "\"";
    if (!m_scenarioError.empty()) text += ",\"scenario_error\":" + jsonQuoted(m_scenarioError);
    return text + "}";
}

} // namespace maintscope::demo
