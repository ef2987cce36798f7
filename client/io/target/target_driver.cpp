// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/target/target_driver.h"

#include "client/types/notification.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace maintscope::io {

TargetDriver::TargetDriver(std::unique_ptr<Stepper> stepper, const ports::Clock& clock,
                           ports::Transport& transport, ports::Resolver& resolver, Outlet& outlet,
                           std::function<void()> finished)
    : m_stepper(std::move(stepper))
    , m_clock(clock)
    , m_transport(transport)
    , m_resolver(resolver)
    , m_outlet(outlet)
    , m_finished(std::move(finished))
    , m_timer([this] { onTimer(); })
    , m_asleep(clock.asleep()) {}

void TargetDriver::start() {
    feed(core::Start{});
}

void TargetDriver::stop() {
    m_stopAsked = true;
    feed(core::Stop{});
}

void TargetDriver::abort() {
    if (!m_stopAsked) stop();
    feed(core::Stop{});
}

MonoTime TargetDriver::now() {
    m_now = std::max(m_now, m_clock.now());
    return m_now;
}

void TargetDriver::onTimer() {
    m_lastTimer = now();
    noteLateness(m_lastTimer);
    if (std::exchange(m_late, false)) m_transport.drain();
    m_late = false; // what drain() found has been fed, late as it was
    m_armedFor.reset();
    feed(core::Tick{});
}

/// After a stall of ours any input may come first: the timer has to know later on that it was overdue before it.
void TargetDriver::noteLateness(MonoTime at) {
    if (m_armedFor && at - *m_armedFor > kLate) m_late = true;
}

void TargetDriver::feed(const core::Input& input) {
    noteLateness(now());
    if (m_running) {
        Waiting& waiting = m_waiting.emplace_back(Waiting{input, {}});
        if (auto* received = std::get_if<core::Received>(&waiting.input)) {
            waiting.bytes.assign(received->bytes);
            received->bytes = waiting.bytes;
        }
        return;
    }
    m_running = true;
    const Duration asleep = m_clock.asleep();
    if (asleep - m_asleep > kSuspendThreshold) {
        const Duration missed = asleep - m_asleep;
        m_asleep = asleep;
        run(core::Suspended{missed});
    }
    run(input);
    while (!m_waiting.empty()) {
        run(m_waiting.front().input);
        m_waiting.pop_front();
    }
    m_running = false;

    if (!m_stepper->finished()) {
        arm();
        return;
    }
    m_timer.disarm();
    if (!std::exchange(m_finishReported, true)) m_finished();
}

void TargetDriver::run(const core::Input& input) {
    step(input, now());
    while (!m_flushed.empty()) {
        const FlushedAt flushed = m_flushed.front();
        m_flushed.pop_front();
        step(core::Flushed{flushed.stream}, flushed.at);
    }
}

void TargetDriver::step(const core::Input& input, MonoTime at) {
    m_output.clear();
    m_stepper->step(input, at, m_output);
    for (core::Action& action : m_output.actions)
        execute(action);
    for (PendingWrite& write : m_writes) {
        m_transport.write(write.stream, std::move(write.bytes));
        m_flushed.push_back({write.stream, now()});
    }
    m_writes.clear();
    if (!m_output.events.empty() || !m_output.samples.empty())
        m_outlet.publish(m_output.events, m_output.samples);
}

void TargetDriver::execute(core::Action& action) {
    std::visit(Overload{[&](const core::Resolve& resolve) { m_resolver.resolve(resolve.id, resolve.host); },
                        [&](const core::Open& open) {
                            m_transport.open(open.stream, open.address, open.tls, open.serverName);
                        },
                        [&](core::Write& write) {
                            // One system call for all that a step has for a stream.
                            for (PendingWrite& pending : m_writes) {
                                if (pending.stream == write.stream) {
                                    pending.bytes += write.bytes;
                                    return;
                                }
                            }
                            m_writes.push_back({write.stream, std::move(write.bytes)});
                        },
                        [&](const core::Close& close) {
                            for (auto pending = m_writes.begin(); pending != m_writes.end(); ++pending) {
                                if (pending->stream == close.stream) {
                                    m_transport.write(pending->stream, std::move(pending->bytes));
                                    m_writes.erase(pending);
                                    break;
                                }
                            }
                            m_transport.close(close.stream);
                        }},
               action);
}

void TargetDriver::arm() {
    const std::optional<MonoTime> deadline = m_stepper->nextDeadline();
    if (!deadline) {
        m_armedFor.reset();
        m_timer.disarm();
        return;
    }
    const MonoTime at = std::max(*deadline, m_lastTimer + kTimerSpacing);
    if (m_armedFor == at) return;
    m_armedFor = at;
    m_timer.arm(at - now());
}

} // namespace maintscope::io
