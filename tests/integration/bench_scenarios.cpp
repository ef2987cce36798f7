// SPDX-License-Identifier: GPL-3.0-or-later
// The table of scenarios, in Markdown on standard output: every bundled scenario on sockets, one at a time.
// To be run on a machine that does nothing else.
#include "tests/integration/scenario_table.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace maintscope::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kQuietRunMs = 6000;

void print(const QString& line) {
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

/// Prints its rows; false: it could not be measured, or a promise was not kept.
bool measure(const QString& name, const ScenarioPlan& plan, const ScenarioRow* row) {
    ScenarioRun run(plan);
    runAll({&run}, 1);
    if (!run.failure().isEmpty()) {
        print(u"| %1 | not measured: %2 |"_s.arg(name, run.failure()));
        return false;
    }
    print(tableRow(name, run.summary()));
    if (plan.control) print(tableRow(name + u", control"_s, run.summary()["control"_L1].toObject()));
    const QString broken = row == nullptr ? QString() : row->broken(run.summary());
    if (broken.isEmpty()) return true;
    std::fprintf(stderr, "%s: %s\n%s\n", qPrintable(name), qPrintable(broken), run.timeline().constData());
    return false;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({
        {u"speed"_s, u"Divides the scenarios' times (5)."_s, u"FACTOR"_s, u"5"_s},
        {u"rate"_s, u"Commands per second in all, over four connections (200)."_s, u"N"_s, u"200"_s},
        {u"control"_s, u"With control connections, in rows of their own."_s},
        {u"only"_s, u"Scenarios, separated by commas; all when left out."_s, u"NAMES"_s},
        {u"moves"_s,
         u"Instead: increments through this many moves of the endpoint; 100000 of them with --rate 1450 and 50."_s,
         u"N"_s},
    });
    parser.process(application);
    const double speed = parser.value(u"speed"_s).toDouble();
    const int rate = parser.value(u"rate"_s).toInt();
    const QStringList only = parser.value(u"only"_s).split(u',', Qt::SkipEmptyParts);

    print(u"%1/s, %2 times as fast as in the field\n"_s.arg(rate).arg(speed));
    print(tableHead());
    bool kept = true;
    if (parser.isSet(u"moves"_s)) {
        const ScenarioPlan plan = steadyMoves(parser.value(u"moves"_s).toInt(), rate);
        return measure(u"steady-moves"_s, plan, nullptr) ? 0 : 1;
    }
    if (only.isEmpty())
        kept = measure(u"(quiet)"_s,
                       {.speed = speed,
                        .perSecond = rate,
                        .command = u"incr"_s,
                        .control = parser.isSet(u"control"_s),
                        .forMs = kQuietRunMs},
                       nullptr);
    for (const ScenarioRow& row : scenarioTable()) {
        if (!only.isEmpty() && !only.contains(QLatin1String(row.scenario))) continue;
        ScenarioPlan plan = row.plan(speed, rate);
        plan.control = parser.isSet(u"control"_s);
        kept = measure(row.name(), plan, &row) && kept;
    }
    return kept ? 0 : 1;
}
