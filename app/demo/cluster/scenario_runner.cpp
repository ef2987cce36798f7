// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario_runner.h"

#include <utility>

namespace maintscope::demo {

namespace {

using namespace std::chrono_literals;

/// Pause between two rounds of a scenario under --loop.
constexpr Duration kBetweenRounds = 5s;

} // namespace

void ScenarioRunner::run(Scenario scenario, const std::string& name, bool waits, MonoTime now) {
    m_scenario = std::make_shared<const Scenario>(std::move(scenario));
    m_name = name;
    m_error.clear();
    ++m_run;
    m_stepsLeft = m_scenario->steps.size();
    m_waits = waits;
    if (!m_waits) start(now);
}

void ScenarioRunner::start(MonoTime now) {
    m_waits = false;
    ++m_run;
    m_stepsLeft = m_scenario->steps.size();
    scheduleStep(0, now + m_agenda.scaled(m_scenario->steps.front().at));
}

/// Schedules one step after the other: an announcement that is rounded up to whole seconds delays all later
/// steps by the same time, so that nothing happens before its announced time.
void ScenarioRunner::scheduleStep(std::size_t index, MonoTime when) {
    m_agenda.at(when, [this, index, when, round = m_run, scenario = m_scenario](MonoTime now, Effects& out) {
        if (round != m_run) return;
        Duration delay{};
        const Status done = m_cluster.apply(scenario->steps[index].action, now, delay, out);
        if (!done) m_error = toString(done.error());
        --m_stepsLeft;
        if (m_stepsLeft > 0) {
            const Duration gap = scenario->steps[index + 1].at - scenario->steps[index].at;
            scheduleStep(index + 1, when + m_agenda.scaled(gap) + delay);
        } else if (m_loop) {
            startNextRound(now);
        }
    });
}

void ScenarioRunner::startNextRound(MonoTime now) {
    const MonoTime when = m_cluster.quietAt(now) + m_agenda.scaled(kBetweenRounds);
    m_agenda.at(when, [this, round = m_run](MonoTime due, Effects&) {
        if (round != m_run) return;
        m_cluster.beginRound();
        start(due);
    });
}

const char* ScenarioRunner::state() const {
    if (!m_scenario) return "none";
    if (m_waits) return "waiting";
    return m_stepsLeft > 0 ? "running" : "done";
}

} // namespace maintscope::demo
