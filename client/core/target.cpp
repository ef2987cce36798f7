// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/target.h"

#include "client/core/connection.h"
#include "client/core/context.h"
#include "client/core/integrity.h"
#include "client/types/event_names.h"

#include <algorithm>
#include <array>

namespace maintscope::core {
namespace {

/// A loop of our own that is later than this is reported: suspect the observer before the server.
constexpr Duration kStall = std::chrono::milliseconds(50);

std::string hex(std::uint64_t value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4)
        text += kDigits[(value >> static_cast<unsigned>(shift)) & 15U];
    return text;
}

} // namespace

struct Target::State {
    State(TargetSettings targetSettings, std::uint64_t seed)
        : settings(std::move(targetSettings))
        , context(settings, seed) {
        const std::string id = hex(context.jitter.next());
        const bool ownKey = settings.probe.key.empty();
        const std::string key = ownKey ? "maintscope:" + id : settings.probe.key;
        const std::uint16_t perRole = settings.probe.connections;
        const int roles = settings.probe.control ? 2 : 1;
        for (int r = 0; r < roles; ++r) {
            const ProbeRole role = r == 0 ? ProbeRole::Protected : ProbeRole::Control;
            for (std::uint16_t i = 0; i < perRole; ++i) {
                const auto number = static_cast<std::uint16_t>(r * perRole + i + 1);
                connections.push_back(std::make_unique<Connection>(
                    context,
                    Connection::Identity{{number},
                                         role,
                                         static_cast<double>(number - 1) / (perRole * roles),
                                         r == 0 ? key : key + ":control",
                                         ownKey,
                                         "maintscope-" + std::to_string(number)},
                    tally[static_cast<std::size_t>(r)]));
            }
            if (settings.probe.command == ProbeCommand::Incr)
                integrity.push_back(
                    std::make_unique<Integrity>(context, role, tally[static_cast<std::size_t>(r)]));
        }
        deadlines.resize(connections.size());
    }

    TargetSettings settings;
    Context context;
    std::array<IncrTally, 2> tally;
    std::vector<std::unique_ptr<Connection>> connections;
    std::vector<std::unique_ptr<Integrity>> integrity;
    std::vector<std::optional<MonoTime>> deadlines; ///< by connection, as of its last step
    std::optional<MonoTime> firstReady;
    std::optional<Event> notMeasured;
    bool started = false;
    bool stopping = false;
    bool finished = false;

    template <class Id>
    Connection* ownerOf(Id id) {
        for (const auto& connection : connections)
            if (connection->owns(id)) return connection.get();
        return nullptr;
    }
    void settle(Connection& connection) {
        connection.settle();
        deadlines[connection.id().value - 1U] = connection.nextDeadline();
        noteNotMeasured(connection.takeNotMeasured());
    }
    void settleAll() {
        for (const auto& connection : connections)
            settle(*connection);
    }
    template <class F>
    void with(Connection* connection, F call) {
        if (connection == nullptr) return;
        call(*connection);
        settle(*connection);
    }

    [[nodiscard]] std::optional<MonoTime> earliest() const {
        std::optional<MonoTime> next;
        const auto consider = [&](std::optional<MonoTime> candidate) {
            if (candidate && (!next || *candidate < *next)) next = candidate;
        };
        for (const auto& deadline : deadlines)
            consider(deadline);
        for (const auto& i : integrity)
            consider(i->nextDeadline());
        // Once that time has come only an answer can start the rest.
        if (firstReady && context.now < *firstReady + settings.timeouts.connect && !allScheduled())
            consider(*firstReady + settings.timeouts.connect);
        return next;
    }
    [[nodiscard]] bool allScheduled() const {
        return std::all_of(connections.begin(), connections.end(),
                           [](const auto& c) { return c->scheduled(); });
    }

    void noteLateness(MonoTime now);
    void noteSleep(Duration missed);
    void noteNotMeasured(const Connection::NotMeasured& slots);
    void startSchedules();
    void conduct();
    void finish(std::string_view why);
};

/// Before deadlines are judged, what arrived while we did not run has to be read: until the Tick that ends
/// the wake-up, replies are taken as in time.
void Target::State::noteLateness(MonoTime now) {
    if (context.waking || finished) return;
    const auto due = earliest();
    if (!due || now - *due <= kStall) return;
    context.waking = true;
    context.stall = now - *due;
    for (const auto& connection : connections)
        connection->onStall(context.stall);
    Event e = context.event(EventKind::LocalStall, names::kLocalStall, Severity::Warning);
    e.at = *due;
    e.end = now;
    e.figures = {{"stall_ns", (now - *due).count()}};
    context.publish(std::move(e));
}

/// The machine slept: time that the session's clock did not count, so that no slot of a schedule is missing.
void Target::State::noteSleep(Duration missed) {
    if (!firstReady) return;
    context.waking = true;
    Event e = context.event(EventKind::NotMeasured, names::kNotMeasured, Severity::Warning);
    e.end = context.now;
    e.figures = {{"slots", 0}, {"asleep_ns", missed.count()}};
    context.publish(std::move(e));
}

void Target::State::noteNotMeasured(const Connection::NotMeasured& slots) {
    if (slots.slots == 0) return;
    if (notMeasured && notMeasured->end == context.now) { // the same stall, another connection
        notMeasured->at = std::min(notMeasured->at, slots.from);
        notMeasured->figures.front().value += static_cast<std::int64_t>(slots.slots);
    } else {
        notMeasured = context.event(EventKind::NotMeasured, names::kNotMeasured, Severity::Warning);
        notMeasured->at = slots.from;
        notMeasured->end = context.now;
        notMeasured->figures = {{"slots", static_cast<std::int64_t>(slots.slots)}};
    }
    context.publish(*notMeasured);
}

/// A connection's schedule starts when it is first ready, or shortly after the first of all was: one that
/// cannot connect while others can is a failure to be counted.
void Target::State::startSchedules() {
    if (stopping) return;
    for (const auto& connection : connections) {
        if (connection->scheduled()) continue;
        if (connection->ready() && !firstReady) firstReady = context.now;
        const bool patienceOver = firstReady && context.now >= *firstReady + settings.timeouts.connect;
        if (!connection->ready() && !patienceOver) continue;
        if (!integrity.empty() &&
            !integrity[connection->role() == ProbeRole::Control ? 1 : 0]->baselineKnown())
            continue;
        connection->startSchedule();
        settle(*connection);
    }
}

void Target::State::conduct() {
    if (!started || finished) return;
    const bool ended = stopping && std::all_of(connections.begin(), connections.end(),
                                               [](const auto& c) { return c->idle(); });
    for (const auto& i : integrity)
        if (Connection* asked = i->drive(connections, ended)) settle(*asked); // it waits for a reply now
    startSchedules();
    if (ended && std::all_of(integrity.begin(), integrity.end(), [](const auto& i) { return i->done(); })) {
        finish({});
        return;
    }
    // Wrong password, untrusted certificate, refused by policy: trying on would change nothing and could lock
    // an account.
    const bool anyReady =
        std::any_of(connections.begin(), connections.end(), [](const auto& c) { return c->wasReady(); });
    if (anyReady) return;
    const auto final = [](NotReadyCause cause) {
        return cause != NotReadyCause::None && cause != NotReadyCause::Unreachable;
    };
    if (std::all_of(connections.begin(), connections.end(), [&](const auto& c) {
            return c->role() == ProbeRole::Control || final(c->lastFailure());
        }))
        finish("never_ready");
}

void Target::State::finish(std::string_view why) {
    std::uint64_t dropped = 0;
    for (const auto& connection : connections)
        dropped += connection->close();
    for (auto& deadline : deadlines)
        deadline.reset();
    Event e = context.event(EventKind::Recording, names::kTargetStopped, Severity::Info);
    e.peerNew = toString(settings.endpoint);
    e.errorType = why;
    if (dropped > 0) e.figures = {{"dropped_probes", static_cast<std::int64_t>(dropped)}};
    context.publish(std::move(e));
    finished = true;
}

Target::Target(TargetSettings settings, std::uint64_t seed)
    : m_state(std::make_unique<State>(std::move(settings), seed)) {}
Target::~Target() = default;
Target::Target(Target&&) noexcept = default;
Target& Target::operator=(Target&&) noexcept = default;

void Target::step(const Input& input, MonoTime now, Output& out) {
    State& s = *m_state;
    s.context.now = std::max(s.context.now, now);
    s.context.out = &out;
    if (s.finished) return;
    s.noteLateness(now);
    std::visit(
        Overload{
            [&](const Start&) {
                if (std::exchange(s.started, true)) return;
                Event e = s.context.event(EventKind::Recording, names::kTargetStarted, Severity::Info);
                e.peerNew = toString(s.settings.endpoint);
                e.policy = s.settings.policy;
                e.support = s.settings.policy == Policy::Never ? std::optional<Support>() : Support::Unknown;
                e.figures = {{"connections", s.settings.probe.connections},
                             {"control", s.settings.probe.control ? s.settings.probe.connections : 0}};
                s.context.publish(std::move(e));
                for (const auto& connection : s.connections) {
                    connection->start();
                    connection->onTick();
                }
                s.settleAll();
            },
            [&](const Stop&) {
                if (std::exchange(s.stopping, true)) {
                    s.finish("aborted");
                    return;
                }
                for (const auto& connection : s.connections)
                    connection->stopSchedule();
                s.settleAll();
            },
            [&](const Resolved& i) {
                s.with(s.ownerOf(i.id), [&](Connection& c) { c.onResolved(i.id, i.addresses); });
            },
            [&](const ResolveFailed& i) {
                s.with(s.ownerOf(i.id), [&](Connection& c) { c.onResolveFailed(i.id, i.text); });
            },
            [&](const Opened& i) { s.with(s.ownerOf(i.stream), [&](Connection& c) { c.onOpened(i); }); },
            [&](const OpenFailed& i) {
                s.with(s.ownerOf(i.stream), [&](Connection& c) { c.onOpenFailed(i); });
            },
            [&](const Received& i) {
                s.with(s.ownerOf(i.stream), [&](Connection& c) { c.onReceived(i.stream, i.bytes); });
            },
            [&](const Flushed& i) {
                if (Connection* owner = s.ownerOf(i.stream)) owner->onFlushed(i.stream);
            },
            [&](const Closed& i) { s.with(s.ownerOf(i.stream), [&](Connection& c) { c.onClosed(i); }); },
            [&](const Tick&) {
                s.context.waking = false;
                s.context.stall = {};
                for (const auto& connection : s.connections) {
                    const auto due = s.deadlines[connection->id().value - 1U];
                    if (!due || *due > s.context.now) continue;
                    connection->onTick();
                    s.settle(*connection);
                }
            },
            [&](const OptInAgain&) {
                Event e = s.context.event(EventKind::Recording, names::kOptInAsked, Severity::Info);
                std::int64_t asked = 0;
                for (const auto& connection : s.connections)
                    if (connection->optInAgain()) ++asked;
                e.figures = {{"connections", asked}};
                s.context.publish(std::move(e));
                s.settleAll();
            },
            [&](const Suspended& i) {
                for (const auto& connection : s.connections)
                    connection->onSuspended(i.missed);
                s.noteSleep(i.missed);
            },
        },
        input);
    s.conduct();
}

std::optional<MonoTime> Target::nextDeadline() const {
    if (m_state->finished) return std::nullopt;
    if (m_state->context.waking) return m_state->context.now; // the Tick that ends the wake-up
    return m_state->earliest();
}

bool Target::finished() const {
    return m_state->finished;
}

bool Target::wasReady() const {
    return std::any_of(m_state->connections.begin(), m_state->connections.end(),
                       [](const auto& c) { return c->role() == ProbeRole::Protected && c->wasReady(); });
}

NotReadyCause Target::notReadyCause() const {
    if (wasReady()) return NotReadyCause::None;
    for (const auto& connection : m_state->connections)
        if (connection->role() == ProbeRole::Protected && connection->lastFailure() != NotReadyCause::None)
            return connection->lastFailure();
    return NotReadyCause::Unreachable;
}

} // namespace maintscope::core
