// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/node_table.h"

#include <algorithm>

namespace maintscope::demo {

Error actionError(std::string detail, std::string remedy) {
    return Error{"The action is not possible.", {}, std::move(detail), std::move(remedy)};
}

NodeTable::NodeTable(int count, Agenda& agenda)
    : m_agenda(agenda)
    , m_nodes(static_cast<std::size_t>(std::max(1, count)))
    , m_access(m_nodes.size() + 1, AccessMode::Open)
    , m_trusted(m_nodes.size() + 1, true) {}

void NodeTable::setAddresses(std::vector<Endpoint> addresses, std::vector<Endpoint> names,
                             std::vector<Endpoint> v6) {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (i < addresses.size()) m_nodes[i].address = std::move(addresses[i]);
        if (i < names.size()) m_nodes[i].name = std::move(names[i]);
        if (i < v6.size()) m_nodes[i].v6 = std::move(v6[i]);
    }
}

std::optional<MonoTime> NodeTable::stalledUntil() const {
    std::optional<MonoTime> until;
    for (const Node& each : m_nodes)
        if (each.stalledUntil) until = std::max(until.value_or(*each.stalledUntil), *each.stalledUntil);
    return until;
}

Result<int> NodeTable::resolve(const NodeRef& ref) const {
    switch (ref.kind) {
    case NodeRef::Kind::Bound:
        return m_bound;
    case NodeRef::Kind::Next:
        return m_bound % count() + 1;
    case NodeRef::Kind::All:
        return actionError("the action applies to one node, not to all", "Use a node number.");
    case NodeRef::Kind::Number:
        break;
    }
    if (ref.number < 1 || ref.number > count())
        return actionError("there is no node " + std::to_string(ref.number),
                           "Nodes are numbered from 1 to " + std::to_string(count()) + ".");
    return ref.number;
}

Result<std::pair<int, int>> NodeTable::resolveRange(const NodeRef& ref) const {
    if (ref.kind == NodeRef::Kind::All) return std::pair(1, count());
    const auto number = resolve(ref);
    if (!number) return number.error();
    return std::pair(*number, *number);
}

/// Open if any node that the name resolves to is open.
AccessMode NodeTable::entryAccess() const {
    for (const int number : m_record)
        if ((*this)[number].access() == AccessMode::Open) return AccessMode::Open;
    return (*this)[m_record.front()].access();
}

int NodeTable::takeEntryNode() {
    for (std::size_t tries = 0; tries < m_record.size(); ++tries) {
        const int number = m_record[m_entryTurn++ % m_record.size()];
        if ((*this)[number].access() == AccessMode::Open) return number;
    }
    return m_record.front();
}

void NodeTable::syncAccess(Effects& out) {
    for (int i = 0; i <= count(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const AccessMode access = i == 0 ? entryAccess() : (*this)[i].access();
        if (m_access[index] != access) {
            m_access[index] = access;
            out.emplace_back(SetAccess{i, access});
        }
        const bool trusted = !(*this)[i == 0 ? m_record.front() : i].refuses(Refusal::Trust);
        if (m_trusted[index] != trusted) {
            m_trusted[index] = trusted;
            out.emplace_back(SetCertificate{i, trusted});
        }
    }
}

void NodeTable::admit(int number, Effects& out) {
    (*this)[number].retired = false;
    syncAccess(out);
}

void NodeTable::leave(int from, int to, Effects& out) {
    Node& leaving = (*this)[from];
    ++leaving.incarnation;
    leaving.retired = from != to;
    if (m_bound == from) m_bound = to;
    syncAccess(out);
}

void NodeTable::replaceInRecord(int from, int to, Effects& out) {
    const auto leaving = std::find(m_record.begin(), m_record.end(), from);
    if (leaving == m_record.end() || from == to) return;
    if (std::find(m_record.begin(), m_record.end(), to) != m_record.end())
        m_record.erase(leaving);
    else
        *leaving = to;
    out.emplace_back(SetName{m_record});
    syncAccess(out);
}

Status NodeTable::bindUnannounced(const BindEndpoint& action, MonoTime now, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    const int left = std::exchange(m_bound, *number);
    admit(*number, out);
    if (!action.record.follows) return success();
    if (!action.record.after) {
        replaceInRecord(left, *number, out);
    } else {
        m_agenda.at(
            now + m_agenda.scaled(*action.record.after),
            [this, left, to = *number](MonoTime, Effects& effects) { replaceInRecord(left, to, effects); });
    }
    return success();
}

Status NodeTable::setRecord(const SetRecord& action, Effects& out) {
    std::vector<int> record;
    for (const NodeRef& ref : action.nodes) {
        const auto number = resolve(ref);
        if (!number) return number.error();
        if (std::find(record.begin(), record.end(), *number) == record.end()) record.push_back(*number);
    }
    m_record = std::move(record);
    out.emplace_back(SetName{m_record});
    syncAccess(out);
    return success();
}

template <class Change>
Status NodeTable::changeNodes(const NodeRef& ref, Change change) {
    const auto range = resolveRange(ref);
    if (!range) return range.error();
    for (int i = range->first; i <= range->second; ++i)
        change((*this)[i]);
    return success();
}

Status NodeTable::setLatency(const DelayNode& action) {
    return changeNodes(action.node, [&](Node& each) { each.latency = m_agenda.scaled(action.latency); });
}

Status NodeTable::setPieces(const ChopNode& action) {
    return changeNodes(action.node, [&](Node& each) { each.mostPerSegment = action.most; });
}

Status NodeTable::stall(const StallNode& action, MonoTime now, Agenda::Task wake) {
    const MonoTime until = now + m_agenda.scaled(action.length);
    const Status stalled = changeNodes(action.node, [&](Node& each) {
        each.stalledUntil = std::max(each.stalledUntil.value_or(until), until);
    });
    if (!stalled) return stalled;
    m_agenda.at(until, [this, wake = std::move(wake)](MonoTime later, Effects& out) {
        for (Node& each : m_nodes)
            if (each.stalledUntil && *each.stalledUntil <= later) each.stalledUntil.reset();
        wake(later, out);
    });
    return success();
}

Status NodeTable::refuse(const RefuseNode& action, MonoTime now, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    const std::uint64_t generation = ++m_lastRefusal;
    (*this)[*number].refusals[action.what] = generation;
    syncAccess(out);
    if (!action.length) return success();
    m_agenda.at(now + m_agenda.scaled(*action.length),
                [this, refused = *number, what = action.what, generation](MonoTime, Effects& effects) {
                    auto& refusals = (*this)[refused].refusals;
                    const auto found = refusals.find(what);
                    if (found == refusals.end() || found->second != generation) return;
                    refusals.erase(found);
                    syncAccess(effects);
                });
    return success();
}

Status NodeTable::accept(const AcceptNode& action, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    (*this)[*number].refusals.clear();
    (*this)[*number].retired = false;
    syncAccess(out);
    return success();
}

} // namespace maintscope::demo
