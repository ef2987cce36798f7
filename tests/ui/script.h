// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event_names.h"
#include "model/base/session_info.h"
#include "model/metrics/sample_log.h"
#include "model/session/session_stores.h"
#include "ui/paint/live_frame.h"

#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace maintscope::test {

using namespace std::chrono_literals;

inline MonoTime at(double seconds) {
    return kSessionStart + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

/// A session told event by event, as the client would publish it, behind the interface that the live view
/// reads.
class Script : public ui::LiveSource {
public:
    explicit Script(model::TargetInfo target)
        : m_target(std::move(target))
        , m_stores(sessionOf(m_target)) {}

    static model::TargetInfo target(int connections, bool control) {
        model::TargetInfo info;
        info.name = "orders-prod";
        info.environment = Environment::Production;
        info.endpoint = {"db.orders.example", 12000};
        info.probe.connections = static_cast<std::uint16_t>(connections);
        info.probe.control = control;
        return info;
    }

    Event& add(Event event) {
        if (event.key.value == 0) event.key.value = ++m_lastKey;
        event.target = m_target.id;
        event.seqNo = event.key.value;
        event.wall = kStart + (event.at - kSessionStart);
        m_stores.add(event);
        events.push_back(event);
        return events.back();
    }

    Event make(EventKind kind, const char* name, double seconds, int connection = 0) const {
        Event event;
        event.kind = kind;
        event.name = name;
        event.at = at(seconds);
        event.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
        if (connection > m_target.probe.connections) event.role = ProbeRole::Control;
        event.stream = StreamId{static_cast<std::uint32_t>(connection)};
        return event;
    }

    void start() {
        Event support = make(EventKind::Recording, names::kSupport.data(), 0.02);
        support.support = Support::Supported;
        add(make(EventKind::Recording, names::kTargetStarted.data(), 0));
        add(support);
        add(make(EventKind::Recording, "endpoint_type:external-ip", 0.02));
    }

    void connect(int connection, double seconds, const char* name, const std::string& to,
                 const std::string& from = {}) {
        Event event = make(EventKind::Connected, name, seconds, connection);
        event.peerOld = from;
        event.peerNew = to;
        event.support = event.role == ProbeRole::Protected ? Support::Supported : Support::Unknown;
        event.figures = {{"opted_in", event.role == ProbeRole::Protected ? 1 : 0}, {"resp", 3}};
        add(event);
    }

    Event window(int connection, const char* name, double from, std::optional<double> to, PairState state) {
        Event event = make(EventKind::Window, name, from, connection);
        event.pairState = state;
        if (to) event.end = at(*to);
        return event;
    }

    /// Probes of one connection at `rate` per second between two times, answered after about `ms`.
    void probe(int connection, double from, double to, double rate, double ms,
               Outcome outcome = Outcome::Ok) {
        std::mt19937 random(static_cast<unsigned>(connection * 1000 + static_cast<int>(from)));
        std::lognormal_distribution<double> noise(0, 0.35);
        for (double seconds = from + 0.003 * connection; seconds < to; seconds += 1 / rate) {
            Sample sample;
            sample.intended = sample.sent = at(seconds);
            sample.done = at(seconds + ms * noise(random) / 1000);
            sample.target = m_target.id;
            sample.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
            sample.role = connection > m_target.probe.connections ? ProbeRole::Control : ProbeRole::Protected;
            sample.outcome = outcome;
            m_stores.add(sample);
            m_samples.add(sample);
        }
    }

    /// As if it were read from a file and had come so far.
    void setReading(std::optional<ui::LoadProgress> reading) { m_reading = reading; }
    /// Bytes of single probes that are kept; before the first probe.
    void setRoomForProbes(std::size_t bytes) { m_samples = model::SampleLog(bytes); }
    void setNow(double seconds) { m_now = at(seconds); }
    void setRunning(bool running) { m_running = running; }

    [[nodiscard]] const model::Timeline& timeline() const override { return stores().timeline(); }
    [[nodiscard]] const model::MetricStore& metrics() const override { return m_stores.metrics(); }
    [[nodiscard]] model::TargetStatus status(MonoTime now) const override { return stores().status(now); }
    [[nodiscard]] std::vector<model::Gap> connectionGaps(MonoTime now) const override {
        return stores().connectionGaps(now);
    }
    [[nodiscard]] const Event* event(EventKey key) const override {
        for (const Event& known : events)
            if (known.key == key) return &known;
        return nullptr;
    }
    [[nodiscard]] Result<model::SpanStatistics> statistics(MonoTime from, MonoTime to) const override {
        return model::spanStatistics(
            m_target, from, to, events,
            [this](const model::TimeRange& range, const model::SampleVisitor& visit) {
                return samples(range, visit);
            });
    }
    [[nodiscard]] Status samples(const model::TimeRange& range,
                                 const model::SampleVisitor& visit) const override {
        return m_samples.samples(range, visit);
    }
    [[nodiscard]] std::optional<MonoTime> forgottenUntil() const override {
        return m_samples.forgottenUntil();
    }
    [[nodiscard]] WallTime start() const override { return kStart; }
    [[nodiscard]] MonoTime now() const override { return m_now; }
    [[nodiscard]] bool running() const override { return m_running; }
    [[nodiscard]] std::optional<ui::LoadProgress> reading() const override { return m_reading; }

    std::vector<Event> events;

    /// 20 Nov 2026 14:11:00 UTC
    static constexpr WallTime kStart{std::chrono::seconds(1795183860)};

private:
    static model::SessionInfo sessionOf(const model::TargetInfo& target) {
        model::SessionInfo session;
        session.startedWall = kStart;
        session.targets.push_back(target);
        return session;
    }
    [[nodiscard]] const model::TargetStores& stores() const { return *m_stores.targets().front(); }

    model::TargetInfo m_target;
    model::SessionStores m_stores;
    model::SampleLog m_samples;
    MonoTime m_now{};
    bool m_running = true;
    std::optional<ui::LoadProgress> m_reading;
    std::uint64_t m_lastKey = 0;
};

/// Two moves, a migration, a failover and an unclosed migration, as an hour of maintenance would bring them;
/// told in 57 seconds. The control connections lose their node 4 s after the first move's grace.
inline std::unique_ptr<Script> maintenance(bool control) {
    const int count = 4;
    auto script = std::make_unique<Script>(Script::target(count, control));
    Script& s = *script;
    const std::string a = "10.0.1.5:12000";
    const std::string b = "10.0.1.7:12000";
    const std::string c = "10.0.1.9:12000";
    s.start();
    for (int i = 1; i <= count; ++i)
        s.connect(i, 0.05, "connected", a);
    for (int i = count + 1; control && i <= 2 * count; ++i)
        s.connect(i, 0.05, "connected", a);

    const auto move = [&](double from, double grace, const std::string& old, const std::string& next,
                          int sequence, int moved, bool over) {
        for (int i = 1; i <= count; ++i) {
            Event window = s.window(i, "MOVING", from + 0.001 * i, {}, PairState::Open);
            if (over) {
                window.end = at(from + 0.4);
                window.pairState = PairState::Closed;
            }
            window.sequence = SequenceId{sequence};
            window.announced = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(grace));
            window.peerOld = old;
            window.peerNew = next;
            const EventKey pair = s.add(window).key;
            Event handoff = s.make(EventKind::Handoff, "MOVING", from + 0.001 * i, i);
            handoff.pair = pair;
            handoff.sequence = SequenceId{sequence};
            handoff.peerOld = old;
            handoff.peerNew = next;
            handoff.phases.notified = 0ms;
            handoff.phases.connecting = 3ms;
            const bool done = i <= moved;
            handoff.result = done ? ResultWord::Ok : ResultWord::Running;
            if (done) {
                handoff.phases.optedIn = 61ms;
                handoff.phases.firstOk = 88ms;
                handoff.phases.oldDrained = 240ms;
                handoff.phases.oldClosed = 400ms;
                handoff.end = at(from + 0.4);
            }
            s.add(handoff);
            if (done) s.connect(i, from + 0.088, names::kSwitched.data(), next, old);
        }
    };
    const auto relaxed = [&](double from, double to, double tailTo) {
        for (int i = 1; i <= count; ++i) {
            Event span = s.make(EventKind::Relaxed, names::kRelaxed.data(), from, i);
            span.end = at(to);
            span.timeoutBefore = 1s;
            span.timeoutEffective = 10s;
            s.add(span);
            if (tailTo <= to) continue;
            Event tail = s.make(EventKind::Relaxed, names::kTail.data(), to, i);
            tail.end = at(tailTo);
            tail.timeoutBefore = 1s;
            tail.timeoutEffective = 10s;
            s.add(tail);
        }
    };

    move(6, 12, a, b, 16, count, true);
    relaxed(6, 6.4, 12);
    // Failover of a shard: late, but saved.
    for (int i = 1; i <= count; ++i) {
        Event window = s.window(i, "FAILING_OVER", 21, 25, PairState::Closed);
        window.sequence = SequenceId{18};
        window.shards = "[\"21\"]";
        s.add(window);
        Event migrating = s.window(i, "MIGRATING", 33, 46, PairState::Capped);
        migrating.sequence = SequenceId{20};
        migrating.shards = "[\"2\",\"4\"]";
        s.add(migrating);
    }
    relaxed(21, 25, 30);
    relaxed(33, 46, 46);
    for (int i = 1; i <= count; ++i) {
        s.probe(i, 0.1, 22, 20, 0.62);
        s.probe(i, 22, 23.4, 20, 1900, Outcome::Late);
        s.probe(i, 23.4, 49, 20, 0.62);
    }
    // Nothing was announced, and connection 2 is dropped.
    Event drop = s.make(EventKind::Disconnect, names::kUnannounced.data(), 49, 2);
    drop.peerOld = b;
    drop.severity = Severity::Error;
    drop.errorText = "closed by peer";
    s.add(drop);
    for (int i = 0; i < 4; ++i) {
        Event attempt = s.make(EventKind::ConnectAttempt, names::kDial.data(), 49.1 + 0.4 * i, 2);
        attempt.end = at(49.2 + 0.4 * i);
        attempt.peerNew = b;
        attempt.result = i < 3 ? ResultWord::Failed : ResultWord::Ok;
        attempt.errorType = "connection_refused";
        attempt.attempt = i + 1;
        s.add(attempt);
    }
    Event timeouts = s.make(EventKind::Timeout, names::kTimeouts.data(), 49, 2);
    timeouts.end = at(50.3);
    timeouts.figures = {{"count", 26}};
    s.add(timeouts);
    s.probe(2, 49, 50.3, 20, 1000, Outcome::Timeout);
    s.connect(2, 50.4, names::kReconnected.data(), b, b);
    for (int i = 1; i <= count; ++i)
        s.probe(i, i == 2 ? 50.45 : 49, 57, 20, 0.62);
    if (control) {
        for (int i = count + 1; i <= 2 * count; ++i) {
            s.probe(i, 0.1, 19, 20, 0.63);
            Event lost = s.make(EventKind::Disconnect, names::kUnannounced.data(), 19, i);
            lost.peerOld = a;
            s.add(lost);
            for (int k = 0; k < 5; ++k) {
                Event attempt = s.make(EventKind::ConnectAttempt, names::kDial.data(), 19.2 + k, i);
                attempt.end = at(19.3 + k);
                attempt.peerNew = a;
                attempt.result = ResultWord::Failed;
                attempt.errorType = "connection_refused";
                s.add(attempt);
            }
            Event failed = s.make(EventKind::Timeout, names::kTimeouts.data(), 19, i);
            failed.end = at(24.8);
            failed.figures = {{"count", 110}};
            s.add(failed);
            s.probe(i, 19.05, 24.8, 20, 1000, Outcome::Timeout);
            s.connect(i, 25, names::kReconnected.data(), b, a);
            s.probe(i, 25.05, 57, 20, 0.63);
        }
    }
    move(54, 15, b, c, 21, 3, false);
    Event relaxing = s.make(EventKind::Relaxed, names::kRelaxed.data(), 54, 1);
    relaxing.timeoutBefore = 1s;
    relaxing.timeoutEffective = 10s;
    s.add(relaxing);
    s.setNow(57);
    return script;
}

} // namespace maintscope::test
