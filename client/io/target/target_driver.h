// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/target.h"
#include "client/io/target/outlet.h"
#include "client/io/target/stepper.h"
#include "client/io/thread/fine_timer.h"
#include "client/ports/clock.h"
#include "client/ports/resolver.h"
#include "client/ports/transport.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::io {

/// Connects one target's decisions with the world: feeds inputs, executes the actions in order, keeps one
/// timer for the next deadline, hands events and samples to the outlet. Confined to the client thread.
class TargetDriver {
public:
    /// All references must outlive the driver. `finished` is called once, when the target is finished; the
    /// driver must not be destroyed from inside it.
    TargetDriver(std::unique_ptr<Stepper> stepper, const ports::Clock& clock, ports::Transport& transport,
                 ports::Resolver& resolver, Outlet& outlet, std::function<void()> finished);

    void start();
    /// Ends the schedule and waits for the replies.
    void stop();
    /// Ends without waiting for replies.
    void abort();
    /// The open connections ask for notifications once more.
    void optInAgain() { feed(core::OptInAgain{}); }
    /// What transport and resolver report. May be called while another input is processed; this one is then
    /// processed afterwards.
    void feed(const core::Input& input);

private:
    /// The least time between two wake-ups by the timer: slots that are closer are sent together, so that
    /// 50,000 probes a second cost less than a core.
    static constexpr Duration kTimerSpacing = std::chrono::microseconds(200);
    /// A timer that is this late may have replies waiting behind it: they are read before deadlines are
    /// judged.
    static constexpr Duration kLate = std::chrono::milliseconds(20);
    /// A growth of the boot clock below this is the two clocks being read one after the other.
    static constexpr Duration kSuspendThreshold = std::chrono::milliseconds(50);

    struct Waiting {
        core::Input input;
        std::string bytes; ///< owned copy of what a Received refers to
    };
    struct PendingWrite {
        StreamId stream;
        std::string bytes;
    };
    struct FlushedAt {
        StreamId stream;
        MonoTime at;
    };

    void onTimer();
    void noteLateness(MonoTime at);
    [[nodiscard]] MonoTime now();
    void run(const core::Input& input);
    void step(const core::Input& input, MonoTime at);
    void execute(core::Action& action);
    void arm();

    std::unique_ptr<Stepper> m_stepper;
    const ports::Clock& m_clock;
    ports::Transport& m_transport;
    ports::Resolver& m_resolver;
    Outlet& m_outlet;
    std::function<void()> m_finished;
    FineTimer m_timer;

    core::Output m_output;
    std::vector<PendingWrite> m_writes;
    std::deque<FlushedAt> m_flushed;
    std::deque<Waiting> m_waiting;
    MonoTime m_now{};
    MonoTime m_lastTimer{};
    std::optional<MonoTime> m_armedFor;
    Duration m_asleep{};
    bool m_late = false;
    bool m_running = false;
    bool m_stopAsked = false;
    bool m_finishReported = false;
};

} // namespace maintscope::io
