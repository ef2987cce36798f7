// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/timeline.h"

#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/event_text.h"
#include "model/events/note.h"
#include "model/events/planned_window.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Two connections receive the notification of one operation within a short time.
constexpr Duration kSameOperation = std::chrono::seconds(2);

/// Why a band is torn: "no FAILED_OVER".
QString missingEnd(OperationKind kind) {
    const std::string_view end = endName(kind);
    return u"no "_s + (end.empty() ? u"handoff"_s : toQString(end));
}

QString bandLabel(const Band& band) {
    const auto shown = [](const std::string& text) { return escapeServerText(text, 120); };
    QString label;
    if (band.kind == OperationKind::Moving) {
        label = shown(band.peerOld);
        if (!label.isEmpty()) label += u" → "_s;
        if (!band.peerNew.empty())
            label += shown(band.peerNew);
        else
            label += band.movedTo.empty() ? u"not named"_s : shown(band.movedTo);
    } else if (!band.shards.empty()) {
        label = u"shards "_s + shown(band.shards);
    } else if (!band.slots.empty()) {
        label = u"slots "_s + shown(band.slots);
    }
    if (band.state != PairState::Capped) return label;
    return (label.isEmpty() ? QString() : label + u", "_s) + missingEnd(band.kind) + u", expired"_s;
}

/// Replaces the mark of the same event, or appends it. `places` maps events to positions.
template <class Mark>
void put(std::vector<Mark>& marks, std::unordered_map<std::uint64_t, std::size_t>& places, Mark mark) {
    const auto [place, isNew] = places.try_emplace(mark.key.value, marks.size());
    if (isNew)
        marks.push_back(std::move(mark));
    else
        marks[place->second] = std::move(mark);
}

std::optional<MonoTime> spanEnd(const Event& event) {
    if (event.end) return event.end;
    for (const char* name : {"late_ns", "duration_ns", "stall_ns", "missed_ns"})
        if (const auto value = figure(event, name)) return event.at + Duration(*value);
    return std::nullopt;
}

} // namespace

Timeline::Timeline(TargetInfo target)
    : m_target(std::move(target)) {
    const int count = m_target.probe.connections;
    for (int i = 1; i <= count; ++i)
        lane(ConnectionId{static_cast<std::uint16_t>(i)}, ProbeRole::Protected);
    if (m_target.probe.control)
        for (int i = 1; i <= count; ++i)
            lane(ConnectionId{static_cast<std::uint16_t>(count + i)}, ProbeRole::Control);
}

ConnectionLane& Timeline::lane(ConnectionId connection, ProbeRole role) {
    const auto before = [](const ConnectionLane& l, const std::pair<ProbeRole, ConnectionId>& wanted) {
        return l.role != wanted.first ? l.role < wanted.first : l.connection < wanted.second;
    };
    const auto place = std::lower_bound(m_lanes.begin(), m_lanes.end(), std::pair(role, connection), before);
    if (place != m_lanes.end() && place->connection == connection && place->role == role) return *place;
    ConnectionLane fresh;
    fresh.target = m_target.id;
    fresh.connection = connection;
    fresh.role = role;
    fresh.label = connectionLabel(connection, role, m_target.probe.connections);
    return *m_lanes.insert(place, std::move(fresh));
}

void Timeline::extend(const Event& event) {
    const MonoTime last = event.end.value_or(event.at);
    m_begin = std::min(m_begin.value_or(event.at), event.at);
    m_end = std::max(m_end.value_or(last), last);
}

void Timeline::add(const Event& event) {
    if (event.kind == EventKind::Recording && (event.target.value == 0 || event.target == m_target.id))
        addPlanned(event);
    const bool concernsAll = event.kind == EventKind::Note || event.kind == EventKind::LocalStall ||
                             event.kind == EventKind::NotMeasured;
    if (event.target != m_target.id && !(concernsAll && event.target.value == 0)) return;
    extend(event);
    ++m_revision;
    switch (event.kind) {
    case EventKind::Window:
        addWindow(event);
        break;
    case EventKind::Handoff:
        addHandoff(event);
        break;
    case EventKind::Disconnect:
        addDisconnect(event);
        break;
    case EventKind::ConnectAttempt:
        addAttempt(event);
        break;
    case EventKind::Connected:
        addConnected(event);
        break;
    case EventKind::Timeout:
    case EventKind::Error:
        addFailures(event);
        break;
    case EventKind::Relaxed:
        addRelaxed(event);
        break;
    case EventKind::DnsChange:
        put(m_dns, m_places,
            DnsMark{event.key, event.at, event.name != names::kDnsStale, event.peerOld, event.peerNew,
                    eventText(event)});
        break;
    case EventKind::Note:
        addNote(event);
        break;
    case EventKind::LocalStall:
        put(m_observer, m_places,
            ObserverSpan{event.key, event.at, spanEnd(event), ObserverMark::LocalStall});
        break;
    case EventKind::NotMeasured:
        put(m_observer, m_places,
            ObserverSpan{event.key, event.at, spanEnd(event), ObserverMark::NotMeasured});
        break;
    case EventKind::Alert:
        addAlert(event);
        break;
    case EventKind::State:
        if (event.connection.value != 0) lane(event.connection, event.role).state = event.name;
        break;
    case EventKind::Notification:
    case EventKind::Gap:
    case EventKind::RestChange:
    case EventKind::Recording:
        break;
    }
}

/// A planned window does not describe what happened, so it does not extend the timeline.
void Timeline::addPlanned(const Event& event) {
    const auto window = plannedWindow(event, WallTime{});
    const bool withdrawnNow = isWithdrawn(event);
    if (!window && !withdrawnNow) return;
    ++m_revision;
    std::erase_if(m_planned, [&event](const PlannedMark& mark) { return mark.key == event.key; });
    if (window) m_planned.push_back({event.key, event.at, *event.end, window->label});
}

void Timeline::addNote(const Event& event) {
    if (!isWithdrawn(event)) {
        put(m_notes, m_places, NoteMark{event.key, event.at, event.end, eventText(event)});
        return;
    }
    const auto known = m_places.find(event.key.value);
    if (known == m_places.end()) return;
    const std::size_t place = known->second;
    m_notes.erase(m_notes.begin() + static_cast<std::ptrdiff_t>(place));
    m_places.erase(known);
    for (std::size_t i = place; i < m_notes.size(); ++i)
        m_places[m_notes[i].key.value] = i;
}

std::optional<std::size_t> Timeline::bandFor(const Event& window) const {
    // Only a recent band can be the same operation; ids repeat after hours.
    const std::size_t recent = 64;
    for (std::size_t back = 0; back < std::min(recent, m_bands.size()); ++back) {
        const std::size_t position = m_bands.size() - 1 - back;
        const Band& band = m_bands[position];
        if (operationOf(window.name) != band.kind || window.sequence != band.sequence) continue;
        if (band.kind == OperationKind::Moving && window.peerNew != band.peerNew) continue;
        if (!window.sequence && (window.shards != band.shards || window.slots != band.slots)) continue;
        if (window.at > band.to.value_or(window.at) || window.at + kSameOperation < band.from) continue;
        // The same connection announces an operation twice only if the first announcement has expired.
        if (std::find(band.connections.begin(), band.connections.end(), window.connection) !=
            band.connections.end())
            continue;
        return position;
    }
    return std::nullopt;
}

void Timeline::addWindow(const Event& event) {
    const auto kind = operationOf(event.name);
    if (!kind || event.role != ProbeRole::Protected) return;
    std::size_t position = m_bands.size();
    if (const auto known = m_bandOf.find(event.key.value); known != m_bandOf.end()) {
        position = known->second;
    } else if (const auto same = bandFor(event)) {
        position = *same;
    } else {
        Band band;
        band.key = event.key;
        band.kind = *kind;
        m_bands.push_back(std::move(band));
        m_parts.emplace_back();
    }
    m_bandOf[event.key.value] = position;
    m_parts[position].windows[event.key.value] = event;
    rebuildBand(position);
    if (event.pairState == PairState::Capped) addFinding(event, FindingKind::Unclosed, u"expired"_s);
}

void Timeline::rebuildBand(std::size_t position) {
    Band& band = m_bands[position];
    const BandParts& parts = m_parts[position];
    const Event& first = parts.windows.begin()->second;
    band.from = first.at;
    band.to = first.end;
    band.deadline.reset();
    band.sequence = first.sequence;
    band.connections.clear();
    bool open = false;
    bool capped = false;
    for (const auto& [key, window] : parts.windows) {
        band.from = std::min(band.from, window.at);
        if (window.end && band.to) band.to = std::max(*band.to, *window.end);
        open = open || !window.end;
        capped = capped || window.pairState == PairState::Capped;
        if (window.announced) {
            const MonoTime due = window.at + *window.announced;
            band.deadline = std::max(band.deadline.value_or(due), due);
        }
        const auto take = [](std::string& into, const std::string& from) {
            if (into.empty()) into = from;
        };
        take(band.peerOld, window.peerOld);
        take(band.peerNew, window.peerNew);
        take(band.shards, window.shards);
        take(band.slots, window.slots);
        if (std::find(band.connections.begin(), band.connections.end(), window.connection) ==
            band.connections.end())
            band.connections.push_back(window.connection);
    }
    if (open) band.to.reset();
    band.state = open ? PairState::Open : capped ? PairState::Capped : PairState::Closed;
    std::sort(band.connections.begin(), band.connections.end());
    band.moved.reset();
    int moved = 0;
    MonoTime lastMoved{};
    for (const auto& [connection, handoff] : parts.handoffs) {
        if (band.peerOld.empty()) band.peerOld = handoff.peerOld;
        if (!handoff.phases.optedIn) continue;
        // A target that was not named is known now.
        if (band.peerNew.empty()) band.movedTo = handoff.peerNew;
        ++moved;
        lastMoved = std::max(lastMoved, handoff.at + *handoff.phases.optedIn);
    }
    band.movedCount = moved;
    if (moved > 0 && moved >= static_cast<int>(band.connections.size())) band.moved = lastMoved;
    band.label = bandLabel(band);
}

void Timeline::addConnected(const Event& event) {
    ConnectionLane& l = lane(event.connection, event.role);
    if (!m_places.try_emplace(event.key.value, l.changes.size()).second) return; // an instant does not change
    EndpointChange change{event.key, event.at, ChangeCause::Connected, event.peerOld, event.peerNew};
    if (event.name == names::kReconnected) change.cause = ChangeCause::Reconnected;
    if (event.name == names::kSwitched) change.cause = ChangeCause::Handoff;
    Segment segment{event.at, std::nullopt, event.peerNew, event.stream, 0};
    if (!l.segments.empty()) {
        Segment& last = l.segments.back();
        // A handoff may lead to another node behind the same address.
        const bool changed = last.peer != segment.peer || change.cause == ChangeCause::Handoff;
        segment.ordinal = last.ordinal + (changed ? 1 : 0);
        if (!last.to) last.to = event.at;
    }
    l.segments.push_back(std::move(segment));
    l.changes.push_back(std::move(change));
}

void Timeline::addHandoff(const Event& event) {
    put(lane(event.connection, event.role).handoffs, m_places,
        HandoffSpan{event.key, event.connection, event.at, event.end, event.result, event.phases,
                    event.peerOld, event.peerNew, event.sequence});
    if (!event.pair) return;
    const auto known = m_bandOf.find(event.pair->value);
    if (known == m_bandOf.end()) return;
    BandParts& parts = m_parts[known->second];
    parts.handoffs[event.connection] = event;
    rebuildBand(known->second);
}

void Timeline::addDisconnect(const Event& event) {
    ConnectionLane& l = lane(event.connection, event.role);
    const bool ours = event.name == names::kStopped;
    const bool announced = event.name == names::kDuringMaintenance;
    put(l.drops, m_places, Drop{event.key, event.at, announced, ours, event.peerOld, eventText(event)});
    if (!l.segments.empty()) {
        Segment& last = l.segments.back();
        // A segment that has begun since then belongs to another socket.
        if (!last.to && last.stream == event.stream) last.to = std::max(event.at, last.from);
    }
    if (!ours && !announced && event.role == ProbeRole::Protected)
        addFinding(event, FindingKind::Unannounced, u"unannounced"_s);
}

void Timeline::addAttempt(const Event& event) {
    put(lane(event.connection, event.role).attempts, m_places,
        Attempt{event.key, event.at, event.end, event.result, event.name == names::kCandidate,
                event.peerNew.empty() ? event.peerOld : event.peerNew, eventText(event)});
}

void Timeline::addRelaxed(const Event& event) {
    put(lane(event.connection, event.role).relaxed, m_places,
        RelaxedSpan{event.key, event.at, event.end, event.name == names::kTail, event.timeoutBefore,
                    event.timeoutEffective});
}

void Timeline::addFailures(const Event& event) {
    put(lane(event.connection, event.role).failures, m_places,
        Failures{event.key, event.at, event.end, event.kind == EventKind::Timeout,
                 figure(event, "count").value_or(1), eventText(event)});
}

void Timeline::addAlert(const Event& event) {
    if (event.role != ProbeRole::Protected) return;
    if (event.name == names::kOptInRefused)
        addFinding(event, FindingKind::OptInRefused, u"opt-in refused"_s);
    else if (event.name == names::kNotResp3)
        addFinding(event, FindingKind::NotResp3, u"not RESP3"_s);
    else if (event.name == names::kOrderGivenUp)
        addFinding(event, FindingKind::OrderGivenUp, u"order given up"_s);
    else if (event.severity >= Severity::Warning)
        addFinding(event, FindingKind::Other, escapeServerText(event.name, 40).replace(u'_', u' '));
}

void Timeline::addFinding(const Event& event, FindingKind kind, const QString& label) {
    const MonoTime at = kind == FindingKind::Unclosed ? event.end.value_or(event.at) : event.at;
    put(m_findings, m_findingPlaces, Finding{event.key, kind, at, event.connection, label, eventText(event)});
}

std::vector<RelaxedSpan> Timeline::relaxedUnion() const {
    std::vector<RelaxedSpan> spans;
    for (const ConnectionLane& l : m_lanes)
        if (l.role == ProbeRole::Protected) spans.insert(spans.end(), l.relaxed.begin(), l.relaxed.end());
    std::sort(spans.begin(), spans.end(), [](const RelaxedSpan& a, const RelaxedSpan& b) {
        return a.tail != b.tail ? a.tail < b.tail : a.from < b.from;
    });
    std::vector<RelaxedSpan> merged;
    for (const RelaxedSpan& span : spans) {
        if (!merged.empty() && merged.back().tail == span.tail &&
            (!merged.back().to || *merged.back().to >= span.from)) {
            auto& last = merged.back();
            if (last.to) last.to = span.to ? std::optional(std::max(*last.to, *span.to)) : std::nullopt;
            if (span.effective)
                last.effective = std::max(last.effective.value_or(*span.effective), *span.effective);
        } else {
            merged.push_back(span);
        }
    }
    std::sort(merged.begin(), merged.end(),
              [](const RelaxedSpan& a, const RelaxedSpan& b) { return a.from < b.from; });
    return merged;
}

} // namespace maintscope::model
