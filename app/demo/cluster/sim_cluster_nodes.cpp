// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes: their doors, the name that leads to them, and what goes wrong with them.
#include "app/demo/cluster/sim_cluster.h"

#include <algorithm>

namespace maintscope::demo {

// --- doors and the name ----------------------------------------------------------------------------------

/// Open when any node that the name leads to is.
Door SimCluster::entryDoor() const {
    for (const int number : m_record)
        if (node(number).door() == Door::Open) return Door::Open;
    return node(m_record.front()).door();
}

/// The node that a connection to the entry reaches: the open ones of the record, in turn.
int SimCluster::entryNode() {
    for (std::size_t tries = 0; tries < m_record.size(); ++tries) {
        const int number = m_record[m_entryTurn++ % m_record.size()];
        if (node(number).door() == Door::Open) return number;
    }
    return m_record.front();
}

void SimCluster::syncDoors(Effects& out) {
    for (int i = 0; i <= nodeCount(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const Door door = i == 0 ? entryDoor() : node(i).door();
        if (m_doors[index] != door) {
            m_doors[index] = door;
            out.emplace_back(SetDoor{i, door});
        }
        const bool trusted = !node(i == 0 ? m_record.front() : i).refuses(Refusal::Trust);
        if (m_trusted[index] != trusted) {
            m_trusted[index] = trusted;
            out.emplace_back(SetCertificate{i, trusted});
        }
    }
}

void SimCluster::bind(int number, Effects& out) {
    m_bound = number;
    node(number).retired = false;
    syncDoors(out);
}

/// Nothing, when the name does not lead to `from`.
void SimCluster::replaceInRecord(int from, int to, Effects& out) {
    const auto leaving = std::find(m_record.begin(), m_record.end(), from);
    if (leaving == m_record.end() || from == to) return;
    if (std::find(m_record.begin(), m_record.end(), to) != m_record.end())
        m_record.erase(leaving);
    else
        *leaving = to;
    out.emplace_back(SetName{m_record});
    syncDoors(out);
}

Status SimCluster::bindUnannounced(const BindEndpoint& action, MonoTime now, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    const int left = std::exchange(m_bound, *number);
    bind(*number, out);
    if (!action.record.follows) return success();
    if (!action.record.after) {
        replaceInRecord(left, *number, out);
    } else {
        at(now + scaled(*action.record.after),
           [this, left, to = *number](MonoTime, Effects& effects) { replaceInRecord(left, to, effects); });
    }
    return success();
}

Status SimCluster::setRecord(const SetRecord& action, Effects& out) {
    std::vector<int> record;
    for (const NodeRef& ref : action.nodes) {
        const auto number = resolve(ref);
        if (!number) return number.error();
        if (std::find(record.begin(), record.end(), *number) == record.end()) record.push_back(*number);
    }
    m_record = std::move(record);
    out.emplace_back(SetName{m_record});
    syncDoors(out);
    return success();
}

// --- what goes wrong -------------------------------------------------------------------------------------

template <class Change>
Status SimCluster::changeNodes(const NodeRef& ref, Change change) {
    const auto range = resolveRange(ref);
    if (!range) return range.error();
    for (int i = range->first; i <= range->second; ++i)
        change(node(i));
    return success();
}

Status SimCluster::setLatency(const DelayNode& action) {
    return changeNodes(action.node, [&](Node& each) { each.latency = scaled(action.latency); });
}

Status SimCluster::setPieces(const ChopNode& action) {
    return changeNodes(action.node, [&](Node& each) { each.mostPerSegment = action.most; });
}

Status SimCluster::stall(const StallNode& action, MonoTime now) {
    const MonoTime until = now + scaled(action.length);
    const Status stalled = changeNodes(action.node, [&](Node& each) {
        each.stalledUntil = std::max(each.stalledUntil.value_or(until), until);
    });
    if (!stalled) return stalled;
    at(until, [this](MonoTime later, Effects& out) {
        for (Node& each : m_nodes)
            if (each.stalledUntil && *each.stalledUntil <= later) each.stalledUntil.reset();
        std::vector<ConnectionKey> woken;
        for (auto& entry : m_connections) {
            Connection& connection = entry.second;
            if (node(connection.node).stalledUntil) continue;
            if (!connection.outbox.empty())
                send(connection, std::exchange(connection.outbox, {}), later, out);
            woken.push_back(entry.first);
        }
        processAll(woken, later, out);
    });
    return success();
}

Status SimCluster::drop(const DropNode& action, Effects& out) {
    const auto range = resolveRange(action.node);
    if (!range) return range.error();
    for (auto entry = m_connections.begin(); entry != m_connections.end();) {
        Connection& connection = entry->second;
        if (connection.node < range->first || connection.node > range->second || connection.halfClosed) {
            ++entry;
            continue;
        }
        finish(connection, action.how, out);
        connection.halfClosed = action.how == Closing::Half;
        entry = connection.halfClosed ? std::next(entry) : m_connections.erase(entry);
    }
    return success();
}

Status SimCluster::refuse(const RefuseNode& action, MonoTime now, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    const std::uint64_t generation = ++m_lastRefusal;
    node(*number).refusals[action.what] = generation;
    syncDoors(out);
    if (!action.length) return success();
    at(now + scaled(*action.length),
       [this, refused = *number, what = action.what, generation](MonoTime, Effects& effects) {
           auto& refusals = node(refused).refusals;
           const auto found = refusals.find(what);
           if (found == refusals.end() || found->second != generation) return;
           refusals.erase(found);
           syncDoors(effects);
       });
    return success();
}

Status SimCluster::accept(const AcceptNode& action, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    node(*number).refusals.clear();
    node(*number).retired = false;
    syncDoors(out);
    return success();
}

} // namespace maintscope::demo
