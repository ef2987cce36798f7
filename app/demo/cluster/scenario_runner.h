// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/agenda.h"
#include "app/demo/cluster/cluster_action.h"
#include "app/demo/cluster/scenario.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace maintscope::demo {

enum class ScenarioStart { OnOptIn, Now };

/// Runs the steps of a scenario, and repeats it if asked to. Pure: the caller passes the time.
class ScenarioRunner {
public:
    /// What a scenario needs from the cluster.
    struct Cluster {
        /// Carries out an action. Adds to `delay` the time by which an announcement was rounded up.
        std::function<Status(const ClusterAction&, MonoTime now, Duration& delay, Effects& out)> apply;
        /// The time at which everything that has begun is over.
        std::function<MonoTime(MonoTime now)> quietAt;
        /// Prepares the next round.
        std::function<void()> beginRound;
    };

    /// `agenda` outlives the runner.
    ScenarioRunner(Agenda& agenda, bool loop, Cluster cluster)
        : m_agenda(agenda)
        , m_loop(loop)
        , m_cluster(std::move(cluster)) {}

    /// Replaces the running scenario. `waits`: it starts with the first opt-in.
    void run(Scenario scenario, const std::string& name, bool waits, MonoTime now);
    /// A connection has opted in.
    void optedIn(MonoTime now) {
        if (m_waits) start(now);
    }

    [[nodiscard]] const std::string& name() const { return m_name; }
    /// The error of the last step that failed; empty: none.
    [[nodiscard]] const std::string& error() const { return m_error; }
    /// "none", "waiting", "running" or "done".
    [[nodiscard]] const char* state() const;

private:
    void start(MonoTime now);
    void scheduleStep(std::size_t index, MonoTime when);
    void startNextRound(MonoTime now);

    Agenda& m_agenda;
    bool m_loop;
    Cluster m_cluster;
    std::shared_ptr<const Scenario> m_scenario;
    std::string m_name;
    std::string m_error;
    bool m_waits = false;
    std::uint64_t m_run = 0; ///< generation: steps of a replaced scenario do nothing
    std::size_t m_stepsLeft = 0;
};

} // namespace maintscope::demo
