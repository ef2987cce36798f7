// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/access_mode.h"
#include "app/demo/cluster/agenda.h"
#include "app/demo/cluster/cluster_action.h"
#include "app/demo/cluster/cluster_effects.h"
#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maintscope::demo {

/// The error of an action that the cluster cannot carry out.
[[nodiscard]] Error actionError(std::string detail, std::string remedy);

struct Node {
    Endpoint address;
    Endpoint name;
    Endpoint v6;
    bool retired = false;
    int incarnation = 0;                       ///< grows when the process behind the endpoint is replaced
    std::map<Refusal, std::uint64_t> refusals; ///< with their generation, see NodeTable::m_lastRefusal
    std::optional<MonoTime> stalledUntil;
    Duration latency{};
    int mostPerSegment = 0;

    [[nodiscard]] bool refuses(Refusal what) const { return refusals.contains(what); }
    [[nodiscard]] AccessMode access() const {
        if (refuses(Refusal::Packets)) return AccessMode::BlackHole;
        return retired || refuses(Refusal::Connections) ? AccessMode::Closed : AccessMode::Open;
    }
};

/// The nodes, numbered from 1: their access, their faults, the node that the endpoint is bound to, and the
/// nodes that its name resolves to. Pure: the caller passes the time. `agenda` outlives the table.
class NodeTable {
public:
    NodeTable(int count, Agenda& agenda);

    void setAddresses(std::vector<Endpoint> addresses, std::vector<Endpoint> names, std::vector<Endpoint> v6);

    [[nodiscard]] int count() const { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] Node& operator[](int number) { return m_nodes[static_cast<std::size_t>(number - 1)]; }
    [[nodiscard]] const Node& operator[](int number) const {
        return m_nodes[static_cast<std::size_t>(number - 1)];
    }
    [[nodiscard]] int bound() const { return m_bound; }
    [[nodiscard]] const std::vector<int>& record() const { return m_record; }
    /// The end of the last stall; nullopt: no node stalls.
    [[nodiscard]] std::optional<MonoTime> stalledUntil() const;

    /// Errors: the node does not exist, or `ref` means all nodes.
    [[nodiscard]] Result<int> resolve(const NodeRef& ref) const;
    /// The first and the last node of `ref`, which may mean all nodes.
    [[nodiscard]] Result<std::pair<int, int>> resolveRange(const NodeRef& ref) const;

    /// The node that a connection to the entry address reaches: the open nodes of the record, in turn.
    [[nodiscard]] int takeEntryNode();

    /// Makes a node that the endpoint is about to move to accept connections.
    void admit(int number, Effects& out);
    /// Moves the endpoint away from `from`, which then refuses connections. The process at `from` is replaced
    /// if both are the same node.
    void leave(int from, int to, Effects& out);
    /// Does nothing if the name does not resolve to `from`.
    void replaceInRecord(int from, int to, Effects& out);

    Status bindUnannounced(const BindEndpoint& action, MonoTime now, Effects& out);
    Status setRecord(const SetRecord& action, Effects& out);
    Status setLatency(const DelayNode& action);
    Status setPieces(const ChopNode& action);
    /// `wake` runs when the stall ends.
    Status stall(const StallNode& action, MonoTime now, Agenda::Task wake);
    Status refuse(const RefuseNode& action, MonoTime now, Effects& out);
    Status accept(const AcceptNode& action, Effects& out);

private:
    [[nodiscard]] AccessMode entryAccess() const;
    void syncAccess(Effects& out);
    template <class Change>
    Status changeNodes(const NodeRef& ref, Change change);

    Agenda& m_agenda;
    std::vector<Node> m_nodes;
    std::vector<AccessMode> m_access; ///< as the caller knows it; [0] is the entry
    std::vector<bool> m_trusted;      ///< the certificates, as the caller knows them
    std::vector<int> m_record{1};     ///< the nodes that the endpoint's name resolves to
    std::size_t m_entryTurn = 0;      ///< the entry takes the nodes of the record in turn
    std::uint64_t m_lastRefusal = 0;  ///< the end of an older refusal must not end a newer one
    int m_bound = 1;
};

} // namespace maintscope::demo
