// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/scenario_run.h"

#include <QString>

#include <vector>

namespace maintscope::test {

/// What a protected client owes its user in a scenario.
enum class Promise {
    Seamless, ///< announced, and with a way out: not one command fails
    Covered,  ///< announced, and somebody has to wait: late at most
    Reported, ///< unannounced, or without a way out: whatever failed is told, and nothing is counted wrong
};

struct ScenarioRow {
    const char* scenario;
    Promise promise;
    const char* command =
        "incr";          ///< "get" where commands are lost in flight: only what may be repeated can survive
    int handoffs = 0;    ///< of each connection, at least
    int unannounced = 0; ///< disruptions, at least
    bool byName = false;
    bool tls = false;

    [[nodiscard]] QString name() const;
    [[nodiscard]] ScenarioPlan plan(double speed, int perSecond) const;
    /// What was promised and not kept, in words; empty: nothing.
    [[nodiscard]] QString broken(const QJsonObject& summary) const;
};

/// Every bundled scenario, some of them also by the endpoint's name.
[[nodiscard]] const std::vector<ScenarioRow>& scenarioTable();

/// The endpoint goes round the nodes this many times, with increments all the while.
[[nodiscard]] ScenarioPlan steadyMoves(int moves, int perSecond);

} // namespace maintscope::test
