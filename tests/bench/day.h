// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/recording/recorder.h"
#include "tests/model/recorded.h"

#include <array>
#include <random>
#include <string>

/// A day of 4 connections x 20/s, written in accelerated time.
namespace maintscope::bench {

using namespace std::chrono_literals;

constexpr int kConnections = 4;
constexpr Duration kInterval = 50ms;
constexpr Duration kCommit = 400ms;

inline model::SessionInfo daySession() {
    return test::session(test::target(kConnections, 20, false));
}

/// What the client would have published: replies of about 0.6 ms with a tail, and a handoff every hour.
class DayGenerator {
public:
    /// `attempts`: in each batch, by connections whose server is gone.
    explicit DayGenerator(int attempts = 0)
        : m_attempts(attempts) {}

    Batch next(MonoTime until) {
        Batch batch;
        if (m_lastKey == 0) addStart(batch);
        for (; m_slot < until; m_slot += kInterval)
            for (int c = 1; c <= kConnections; ++c) {
                Sample s;
                s.intended = m_slot + (c - 1) * (kInterval / kConnections);
                s.sent = s.intended + Duration(static_cast<std::int64_t>(20'000 + m_random() % 40'000));
                s.done = s.sent + Duration(static_cast<std::int64_t>(m_latency(m_random)));
                s.target = TargetId{1};
                s.connection = ConnectionId{static_cast<std::uint16_t>(c)};
                s.stream = StreamId{static_cast<std::uint32_t>(c)};
                s.bytesIn = 3;
                if (m_random() % 50'000 == 0) s.outcome = Outcome::Late;
                batch.samples.push_back(s);
            }
        for (; m_nextMove < until; m_nextMove += 1h) {
            for (int c = 1; c <= kConnections; ++c)
                addMove(batch, c);
            ++m_moves;
        }
        for (int i = 0; i < m_attempts; ++i)
            addAttempt(batch, until - 10ms);
        batch.until = until;
        batch.untilWall = test::kStart + (until - kSessionStart);
        return batch;
    }

private:
    /// Valid until the next one.
    Event& add(Batch& batch, EventKind kind, std::string_view name, MonoTime at, int connection) {
        Event e;
        e.key = EventKey{(std::uint64_t{1} << 48) | ++m_lastKey};
        e.seqNo = m_lastKey;
        e.at = at;
        e.wall = test::kStart + (at - kSessionStart);
        e.kind = kind;
        e.name = name;
        e.target = TargetId{1};
        e.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
        batch.events.push_back(e);
        return batch.events.back();
    }

    void addAttempt(Batch& batch, MonoTime at) {
        Event& e = add(batch, EventKind::ConnectAttempt, names::kDial, at, 1 + m_attempt++ % kConnections);
        e.end = at + 2ms;
        e.attempt = m_attempt;
        e.peerNew = "10.0.1.7:12000";
        e.result = ResultWord::Failed;
        e.errorType = "refused";
        e.errorText = "Connection refused";
    }

    void addStart(Batch& batch) {
        add(batch, EventKind::Recording, names::kTargetStarted, kSessionStart, 0);
        add(batch, EventKind::Recording, names::kSupport, kSessionStart + 2ms, 0).support =
            Support::Supported;
        add(batch, EventKind::Recording, std::string(names::kEndpointTypePrefix) + "internal-ip",
            kSessionStart + 2ms, 0);
        for (int c = 1; c <= kConnections; ++c)
            addConnected(batch, names::kConnected, kSessionStart + c * 2ms, c).peerNew = kNodes[0];
    }

    Event& addConnected(Batch& batch, std::string_view name, MonoTime at, int connection) {
        Event& e = add(batch, EventKind::Connected, name, at, connection);
        e.support = Support::Supported;
        e.figures = {{"opted_in", 1}, {"resp", 3}};
        return e;
    }

    void addMove(Batch& batch, int connection) {
        const std::string from = kNodes[m_moves % 2];
        const std::string to = kNodes[(m_moves + 1) % 2];
        const auto event = [&](EventKind kind) -> Event& {
            Event& e = add(batch, kind, "MOVING", m_nextMove + connection * 1ms, connection);
            e.sequence = SequenceId{m_moves + 1};
            e.announced = 15s;
            e.peerNew = to;
            if (kind == EventKind::Notification) return e;
            e.peerOld = from;
            e.end = e.at + 412ms;
            return e;
        };
        const EventKey told = event(EventKind::Notification).key;
        Event& window = event(EventKind::Window);
        window.pairState = PairState::Closed;
        window.pair = told;
        Event& handoff = event(EventKind::Handoff);
        handoff.result = ResultWord::Ok;
        handoff.phases = {0ns, 3ms, 61ms, 88ms, 240ms, 412ms};
        const MonoTime firstOk = handoff.at + 88ms;
        Event& switched = addConnected(batch, names::kSwitched, firstOk, connection);
        switched.peerOld = from;
        switched.peerNew = to;
    }

    static constexpr std::array<const char*, 2> kNodes{"10.0.1.7:12000", "10.0.1.9:12000"};

    std::mt19937_64 m_random{7};
    std::lognormal_distribution<double> m_latency{13.3, 0.35};
    MonoTime m_slot{};
    MonoTime m_nextMove = kSessionStart + 30min;
    std::uint64_t m_lastKey = 0;
    int m_moves = 0;
    int m_attempts = 0;
    int m_attempt = 0;
};

/// Calls `see` with every batch; false when it could not be written.
template <class See>
bool writeDay(const QString& path, Duration length, See see, int attempts = 0) {
    auto recorder = model::Recorder::open(path, daySession());
    if (!recorder) return false;
    DayGenerator generator(attempts);
    for (MonoTime until = kSessionStart + kCommit; until <= kSessionStart + length; until += kCommit) {
        const Batch batch = generator.next(until);
        if (!(*recorder)->write(batch) || !(*recorder)->commit()) return false;
        see(batch);
    }
    return (*recorder)->close().ok();
}

} // namespace maintscope::bench
