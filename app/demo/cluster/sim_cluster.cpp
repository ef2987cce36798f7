// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/sim_cluster.h"

#include "client/types/notification.h"

#include <algorithm>

namespace maintscope::demo {

namespace {

std::string jsonQuoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result + "\"";
}

} // namespace

SimCluster::SimCluster(ClusterOptions options)
    : m_options(std::move(options))
    , m_agenda(m_options.speed)
    , m_nodes(m_options.nodes, m_agenda)
    , m_connections(m_options, m_settings, m_nodes, m_agenda,
                    [this](const Connection& connection, MonoTime now, std::string& reply) {
                        m_operations.optedIn(connection, now, reply);
                        m_scenario.optedIn(now);
                    })
    , m_operations(m_settings, m_nodes, m_connections, m_agenda)
    , m_scenario(m_agenda, m_options.loop,
                 {.apply =
                      [this](const ClusterAction& action, MonoTime now, Duration& delay, Effects& out) {
                          m_operations.clearRounding();
                          const Status done = apply(action, now, out);
                          delay = m_operations.roundedUp();
                          return done;
                      },
                  .quietAt =
                      [this](MonoTime now) {
                          const MonoTime quiet = m_operations.endOfAll(now);
                          return std::max({quiet, m_connections.pausedUntil().value_or(quiet),
                                           m_nodes.stalledUntil().value_or(quiet)});
                      },
                  .beginRound = [this] { m_operations.dropWindows(); }}) {
    m_settings.profile = m_options.profile;
    m_settings.clientMaintNotifications =
        m_options.clientMaintNotifications && m_options.profile != ServerProfile::V7_22;
}

Status SimCluster::apply(const ClusterAction& action, MonoTime now, Effects& out) {
    return std::visit(Overload{
                          [&](const MoveEndpoint& a) { return m_operations.move(a, now, out); },
                          [&](const OpenWindow& a) { return m_operations.openShardWindow(a, now, out); },
                          [&](const CloseWindow& a) { return m_operations.closeWindow(a, now, out); },
                          [&](const AnnounceSlots& a) { return m_operations.announceSlots(a, now, out); },
                          [&](const MoveSlots& a) { return m_operations.moveSlots(a, now, out); },
                          [&](const RepeatFrames&) { return m_operations.repeatFrames(now, out); },
                          [&](const StallNode& a) {
                              return m_nodes.stall(a, now, [this](MonoTime later, Effects& effects) {
                                  m_connections.wake(later, effects);
                              });
                          },
                          [&](const PauseShards& a) {
                              m_connections.pauseShards(now + m_agenda.scaled(a.length));
                              return success();
                          },
                          [&](const DelayNode& a) { return m_nodes.setLatency(a); },
                          [&](const ChopNode& a) { return m_nodes.setPieces(a); },
                          [&](const DropNode& a) { return drop(a, out); },
                          [&](const RefuseNode& a) { return m_nodes.refuse(a, now, out); },
                          [&](const AcceptNode& a) { return m_nodes.accept(a, out); },
                          [&](const BindEndpoint& a) { return m_nodes.bindUnannounced(a, now, out); },
                          [&](const SetRecord& a) { return m_nodes.setRecord(a, out); },
                          [&](const PushBytes& a) {
                              m_connections.announce([&a](const Connection&) { return a.bytes; }, now, out);
                              return success();
                          },
                          [&](const SetFlag& a) { return setFlag(a); },
                          [&](const SetPassword& a) {
                              m_connections.setPassword(Secret(a.password));
                              return success();
                          },
                      },
                      action);
}

Status SimCluster::drop(const DropNode& action, Effects& out) {
    const auto range = m_nodes.resolveRange(action.node);
    if (!range) return range.error();
    m_connections.closeIf(
        [&range](const Connection& c) {
            return c.node >= range->first && c.node <= range->second && !c.halfClosed;
        },
        action.how, out);
    return success();
}

Status SimCluster::setFlag(const SetFlag& action) {
    if (m_settings.profile == ServerProfile::V7_22)
        return actionError("version 7.22 has no maintenance notifications",
                           "Start the simulator with a later version: --version 8.0.16.");
    m_settings.clientMaintNotifications = action.on;
    ++m_settings.stateId;
    return success();
}

Status SimCluster::run(Scenario scenario, const std::string& name, ScenarioStart start, MonoTime now) {
    if (scenario.highestNode > nodeCount())
        return Error{"The scenario cannot start.", name,
                     "it uses node " + std::to_string(scenario.highestNode) + ", but the cluster has " +
                         std::to_string(nodeCount()) + " nodes",
                     "Start the simulator with --nodes " + std::to_string(scenario.highestNode) + "."};
    if (scenario.needsTls && !m_options.tls)
        return Error{"The scenario cannot start.", name,
                     "it concerns certificates, but the database has no TLS",
                     "Start the simulator with --tls."};
    m_scenario.run(std::move(scenario), name, start == ScenarioStart::OnOptIn && optedInCount() == 0, now);
    return success();
}

std::string SimCluster::describe() const {
    std::string text = "{\"bound\":" + std::to_string(m_nodes.bound()) + ",\"record\":[";
    for (const int number : m_nodes.record())
        text += (text.back() == '[' ? "" : ",") + std::to_string(number);
    text += "],\"nodes\":[";
    for (int i = 1; i <= nodeCount(); ++i) {
        if (i > 1) text += ',';
        text += "{\"node\":" + std::to_string(i) +
                ",\"endpoint\":" + jsonQuoted(toString(m_nodes[i].address)) +
                ",\"connections\":" + std::to_string(m_connections.countOn(i)) +
                ",\"listening\":" + (m_nodes[i].access() == AccessMode::Open ? "true" : "false") + "}";
    }
    text += "],\"opted_in\":" + std::to_string(optedInCount()) +
            ",\"operations\":" + std::to_string(m_operations.size()) +
            ",\"still_due\":" + std::to_string(m_agenda.size()) +
            ",\"next_sequence\":" + std::to_string(m_operations.nextSequence()) +
            ",\"flag\":" + (m_settings.clientMaintNotifications ? "true" : "false") +
            ",\"version\":" + jsonQuoted(profileName(m_settings.profile)) +
            ",\"scenario\":" + jsonQuoted(m_scenario.name()) + ",\"scenario_state\":\"" + m_scenario.state() +
            "\"";
    if (!m_scenario.error().empty()) text += ",\"scenario_error\":" + jsonQuoted(m_scenario.error());
    return text + "}";
}

} // namespace maintscope::demo
