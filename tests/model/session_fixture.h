// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "client/types/event_names.h"
#include "model/base/session_info.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// A session as the client would publish it, built by hand: two protected connections and two control ones,
/// one MOVING from .7 to .9 at 10 s. The handoffs take 88 ms; control is cut off for two seconds.
namespace maintscope::test {

using namespace std::chrono_literals;

inline MonoTime at(Duration since) {
    return MonoTime(since);
}

inline const WallTime kStart{Duration(1'795'183'923'118'000'000)}; // 2026-11-20T14:12:03.118Z

inline model::TargetInfo target(int connections = 2, double rate = 20, bool control = true) {
    model::TargetInfo info;
    info.id = TargetId{1};
    info.name = "orders-prod";
    info.environment = Environment::Production;
    info.endpoint = {"10.0.1.7", 12000};
    info.user = "probe";
    info.probe.connections = static_cast<std::uint16_t>(connections);
    info.probe.ratePerSecond = rate;
    info.probe.control = control;
    return info;
}

inline model::SessionInfo session(const model::TargetInfo& info = target()) {
    model::SessionInfo s;
    s.uuid = "6f1a9c1e-3f6b-4f0e-9a41-0d5f2c7b8e10";
    s.startedWall = kStart;
    s.appVersion = "0.1.0";
    s.targets = {info};
    return s;
}

/// Numbers events as the client and its outlet do.
class Script {
public:
    Event& event(EventKind kind, std::string_view name, Duration when, int connection = 0,
                 Severity severity = Severity::Info) {
        Event e;
        e.key = EventKey{(std::uint64_t{1} << 48) | ++m_lastKey};
        e.seqNo = m_lastKey;
        e.at = at(when);
        e.wall = kStart + when;
        e.kind = kind;
        e.name = name;
        e.severity = severity;
        e.target = TargetId{1};
        e.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
        m_events.push_back(std::move(e));
        return m_events.back();
    }

    Sample& sample(Outcome outcome, Duration intended, Duration latency, int connection = 1,
                   ProbeRole role = ProbeRole::Protected) {
        Sample s;
        s.intended = at(intended);
        s.sent = at(intended + 20us);
        s.done = at(intended + 20us + latency);
        s.target = TargetId{1};
        s.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
        s.role = role;
        s.outcome = outcome;
        s.stream = StreamId{static_cast<std::uint32_t>(connection)};
        s.bytesIn = 3;
        s.censored =
            outcome == Outcome::Timeout || outcome == Outcome::Unknown || outcome == Outcome::NotSent;
        if (outcome == Outcome::NotSent) s.sent = s.intended;
        m_samples.push_back(s);
        return m_samples.back();
    }

    /// A reply every 50 ms on one connection, from `from` (included) to `to`.
    void steady(Duration from, Duration to, int connection = 1, ProbeRole role = ProbeRole::Protected,
                Duration latency = 600us) {
        for (Duration t = from; t < to; t += 50ms)
            sample(Outcome::Ok, t, latency, connection, role);
    }

    [[nodiscard]] std::vector<Event>& events() { return m_events; }
    [[nodiscard]] std::vector<Sample>& samples() { return m_samples; }

    /// Samples in the order in which they were done, as the client publishes them.
    [[nodiscard]] Batch batch(Duration until) const {
        Batch b;
        b.events = m_events;
        b.samples = m_samples;
        std::stable_sort(b.samples.begin(), b.samples.end(),
                         [](const Sample& x, const Sample& y) { return x.done < y.done; });
        b.until = at(until);
        b.untilWall = kStart + until;
        return b;
    }

private:
    std::uint64_t m_lastKey = 0;
    std::vector<Event> m_events;
    std::vector<Sample> m_samples;
};

inline Script moveScript() {
    Script s;
    const std::string oldPeer = "10.0.1.7:12000";
    const std::string newPeer = "10.0.1.9:12000";
    {
        Event& e = s.event(EventKind::Recording, names::kTargetStarted, 0ms);
        e.policy = Policy::Auto;
        e.support = Support::Unknown;
        e.peerNew = oldPeer;
        e.figures = {{"connections", 2}, {"control", 2}};
    }
    for (int c = 1; c <= 4; ++c) {
        const bool isControl = c > 2;
        Event& dial = s.event(EventKind::ConnectAttempt, names::kDial, 1ms, c);
        dial.end = at(4ms);
        dial.stream = StreamId{static_cast<std::uint32_t>(c)};
        dial.peerNew = oldPeer;
        dial.attempt = 1;
        dial.result = ResultWord::Ok;
        dial.figures = {
            {"tcp_ns", 400'000}, {"hello_ns", 900'000}, {"opt_in_ns", 500'000}, {"ping_ns", 400'000}};
        if (isControl) dial.role = ProbeRole::Control;
        Event& ready = s.event(EventKind::Connected, names::kConnected, 4ms, c);
        ready.stream = StreamId{static_cast<std::uint32_t>(c)};
        ready.peerNew = oldPeer;
        ready.policy = Policy::Auto;
        ready.figures = {{"opted_in", isControl ? 0 : 1}, {"resp", 3}};
        if (isControl) ready.role = ProbeRole::Control;
        if (!isControl) ready.support = Support::Supported;
    }
    s.event(EventKind::Recording, names::kSupport, 4ms).support = Support::Supported;
    s.event(EventKind::Recording, std::string(names::kEndpointTypePrefix) + "external-ip", 4ms);

    for (int c = 1; c <= 2; ++c) {
        const Duration told = 10s + c * 1ms;
        const EventKey window = s.event(EventKind::Window, "MOVING", told, c, Severity::Notice).key;
        {
            Event& e = s.events().back();
            e.sequence = SequenceId{0};
            e.announced = 15s;
            e.peerNew = newPeer;
            e.pairState = PairState::Closed;
            e.end = at(told + 412ms);
        }
        Event& told1 = s.event(EventKind::Notification, "MOVING", told, c, Severity::Notice);
        told1.sequence = SequenceId{0};
        told1.announced = 15s;
        told1.peerOld = oldPeer;
        told1.peerNew = newPeer;
        told1.pair = window;
        told1.pairState = PairState::Open;
        told1.raw = ">4\r\n+MOVING\r\n:0\r\n:15\r\n$14\r\n10.0.1.9:12000\r\n";
        Event& relaxed = s.event(EventKind::Relaxed, names::kRelaxed, told, c);
        relaxed.end = at(told + 412ms);
        relaxed.timeoutBefore = 1s;
        relaxed.timeoutEffective = 10s;
        Event& tail = s.event(EventKind::Relaxed, names::kTail, told + 412ms, c);
        tail.end = at(told + 412ms + 5s);
        tail.timeoutBefore = 1s;
        tail.timeoutEffective = 10s;
        Event& handoff = s.event(EventKind::Handoff, "MOVING", told, c, Severity::Notice);
        handoff.sequence = SequenceId{0};
        handoff.announced = 15s;
        handoff.peerOld = oldPeer;
        handoff.peerNew = newPeer;
        handoff.pair = window;
        handoff.result = ResultWord::Ok;
        handoff.phases = {0ns, 3ms, 61ms, 88ms, 240ms, 412ms};
        handoff.end = at(told + 412ms);
        Event& switched = s.event(EventKind::Connected, names::kSwitched, told + 61ms, c);
        switched.stream = StreamId{static_cast<std::uint32_t>(10 + c)};
        switched.peerOld = oldPeer;
        switched.peerNew = newPeer;
        switched.support = Support::Supported;
        switched.figures = {{"opted_in", 1}, {"resp", 3}};
    }
    for (int c = 3; c <= 4; ++c) {
        Event& lost =
            s.event(EventKind::Disconnect, names::kDuringMaintenance, 10s + 300ms, c, Severity::Warning);
        lost.role = ProbeRole::Control;
        lost.stream = StreamId{static_cast<std::uint32_t>(c)};
        lost.peerOld = oldPeer;
        lost.errorType = "connection_reset";
        lost.errorText = "Connection reset by peer";
        Event& back = s.event(EventKind::Connected, names::kReconnected, 12s + 300ms, c);
        back.role = ProbeRole::Control;
        back.stream = StreamId{static_cast<std::uint32_t>(20 + c)};
        back.peerOld = oldPeer;
        back.peerNew = newPeer;
        back.figures = {{"opted_in", 0}, {"resp", 3}};
    }
    Event& stopped = s.event(EventKind::Recording, names::kTargetStopped, 20s);
    stopped.peerNew = oldPeer;

    for (int c = 1; c <= 2; ++c)
        s.steady(10ms + (c - 1) * 25ms, 20s, c);
    for (int c = 3; c <= 4; ++c) {
        s.steady(20ms + (c - 3) * 25ms, 10s + 300ms, c, ProbeRole::Control);
        for (Duration t = 10s + 300ms; t < 11s + 300ms; t += 50ms)
            s.sample(Outcome::NotSent, t, 1s, c, ProbeRole::Control);
        s.steady(12s + 320ms + (c - 3) * 25ms, 20s, c, ProbeRole::Control);
    }
    return s;
}

} // namespace maintscope::test
