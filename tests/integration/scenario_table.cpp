// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/scenario_table.h"

namespace maintscope::test {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A round takes 1.4 s then: a second of grace, which is the least that can be announced, the time until the
/// close, and the pause between rounds.
constexpr double kMovesSpeed = 20;

} // namespace

const std::vector<ScenarioRow>& scenarioTable() {
    using enum Promise;
    static const std::vector<ScenarioRow> kRows{
        {.scenario = "announced-again", .promise = Seamless, .handoffs = 1},
        {.scenario = "black-hole-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "chopped-move", .promise = Seamless, .handoffs = 1},
        {.scenario = "clean-move", .promise = Seamless, .handoffs = 1},
        {.scenario = "early-close", .promise = Covered, .command = "get"},
        {.scenario = "early-dns", .promise = Seamless, .handoffs = 1},
        {.scenario = "early-dns", .promise = Seamless, .handoffs = 1, .byName = true},
        {.scenario = "early-reset", .promise = Covered, .command = "get"},
        {.scenario = "failover", .promise = Covered},
        {.scenario = "frozen-dns", .promise = Covered, .command = "get"},
        {.scenario = "half-close", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "hanging-cluster", .promise = Covered},
        {.scenario = "in-place", .promise = Covered, .command = "get"},
        {.scenario = "ipv6-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "join-in-window", .promise = Covered, .command = "get"},
        {.scenario = "late-close", .promise = Seamless, .handoffs = 1},
        {.scenario = "late-frame", .promise = Covered, .handoffs = 1},
        {.scenario = "login-refused-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "lost-closer", .promise = Seamless},
        {.scenario = "migrate", .promise = Covered},
        {.scenario = "migrate-move", .promise = Covered, .handoffs = 1},
        {.scenario = "move-in-failover", .promise = Covered, .handoffs = 1},
        {.scenario = "move-in-migration", .promise = Seamless, .handoffs = 1},
        {.scenario = "move-redirected", .promise = Seamless, .handoffs = 1},
        {.scenario = "move-repeated", .promise = Seamless, .handoffs = 1},
        {.scenario = "move-to-itself", .promise = Seamless, .handoffs = 1},
        {.scenario = "move-twice", .promise = Seamless, .handoffs = 2},
        {.scenario = "name-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "null-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "null-target", .promise = Seamless, .handoffs = 1, .byName = true},
        {.scenario = "odd-frames", .promise = Seamless},
        {.scenario = "opt-in-refused-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "orphan-closer", .promise = Seamless},
        {.scenario = "out-of-order", .promise = Seamless, .handoffs = 1},
        {.scenario = "policy-widening", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "proxy-restart", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "refused-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "retained-completion", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "several-addresses", .promise = Seamless, .handoffs = 1},
        {.scenario = "several-addresses", .promise = Seamless, .handoffs = 1, .byName = true},
        {.scenario = "silent-maintenance", .promise = Reported, .command = "get"},
        {.scenario = "silent-maintenance", .promise = Seamless, .byName = true},
        {.scenario = "silent-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "slots-move", .promise = Seamless},
        {.scenario = "slow-network", .promise = Seamless, .handoffs = 1},
        {.scenario = "stale-dns", .promise = Covered, .command = "get"},
        {.scenario = "stale-dns", .promise = Covered, .command = "get", .byName = true},
        {.scenario = "stalled-node", .promise = Reported, .command = "get"},
        {.scenario = "steady-moves", .promise = Seamless, .handoffs = 1},
        {.scenario = "switched-off", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "unannounced-drop", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "unannounced-reset", .promise = Reported, .command = "get", .unannounced = 1},
        {.scenario = "unresolvable-target", .promise = Seamless, .handoffs = 1},
        {.scenario = "untrusted-target", .promise = Seamless, .handoffs = 1, .tls = true},
    };
    return kRows;
}

ScenarioPlan steadyMoves(int moves, int perSecond) {
    return {.scenario = u"steady-moves"_s,
            .speed = kMovesSpeed,
            .perSecond = perSecond,
            .command = u"incr"_s,
            .simulate = {u"--loop"_s},
            .forMoves = moves};
}

QString ScenarioRow::name() const {
    return QLatin1String(scenario) + (byName ? u", by name"_s : QString());
}

ScenarioPlan ScenarioRow::plan(double speed, int perSecond) const {
    return {.scenario = QLatin1String(scenario),
            .speed = speed,
            .perSecond = perSecond,
            .command = QLatin1String(command),
            .byName = byName,
            .tls = tls};
}

QString ScenarioRow::broken(const QJsonObject& summary) const {
    QStringList words;
    const auto atMost = [&words](const QString& what, const QJsonValue& value, qint64 most) {
        if (value.toInteger() > most) words << u"%1 %2"_s.arg(value.toInteger()).arg(what);
    };
    const auto atLeast = [&words](const QString& what, const QJsonValue& value, qint64 least) {
        if (value.toInteger() < least)
            words << u"%1 %2 instead of %3"_s.arg(value.toInteger()).arg(what).arg(least);
    };
    atLeast(u"sent"_s, summary["sent"_L1], 1);
    const QJsonObject integrity = summary["integrity"_L1].toObject();
    atMost(u"lost"_s, integrity["lost"_L1], 0);
    atMost(u"duplicated"_s, integrity["duplicated"_L1], 0);
    atMost(u"errors"_s, summary["errors"_L1], 0);
    if (promise != Promise::Reported) {
        for (const QString& what : {u"timeouts"_s, u"unknown"_s, u"not_sent"_s})
            atMost(what, summary[what], 0);
    }
    if (promise == Promise::Seamless) atMost(u"late"_s, summary["late"_L1], 0);
    atLeast(u"handoffs completed"_s, summary["handoffs"_L1].toObject()["completed"_L1],
            kConnections * handoffs);
    atLeast(u"unannounced disruptions"_s, summary["unannounced"_L1], unannounced);
    return words.join(u", "_s);
}

} // namespace maintscope::test
