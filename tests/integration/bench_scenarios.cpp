// SPDX-License-Identifier: GPL-3.0-or-later
// The table of scenarios, in Markdown on standard output: every bundled scenario on sockets, one at a time.
// To be run on a machine that does nothing else.
#include "tests/integration/scenario_table.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

using namespace maintscope::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kQuietRunMs = 6000;

void print(const QString& line) {
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

struct Measurement {
    QString name;
    ScenarioPlan plan;
    const ScenarioRow* row = nullptr;
};

/// Prints its rows; false: it could not be measured, or a promise was not kept.
bool report(const Measurement& asked, const ScenarioRun& run) {
    if (!run.failure().isEmpty()) {
        print(u"| %1 | not measured: %2 |"_s.arg(asked.name, run.failure()));
        return false;
    }
    print(tableRow(asked.name, run.summary()));
    if (asked.plan.control)
        print(tableRow(asked.name + u", control"_s, run.summary()["control"_L1].toObject()));
    const QString broken = asked.row == nullptr ? QString() : asked.row->broken(run.summary());
    if (broken.isEmpty()) return true;
    std::fprintf(stderr, "%s: %s\n%s\n", qPrintable(asked.name), qPrintable(broken),
                 run.timeline().constData());
    return false;
}

bool measure(const std::vector<Measurement>& all, std::size_t atOnce) {
    print(tableHead());
    bool kept = true;
    for (std::size_t first = 0; first < all.size(); first += atOnce) {
        std::vector<std::unique_ptr<ScenarioRun>> runs;
        std::vector<ScenarioRun*> started;
        for (std::size_t i = first; i < std::min(first + atOnce, all.size()); ++i) {
            runs.push_back(std::make_unique<ScenarioRun>(all[i].plan));
            started.push_back(runs.back().get());
        }
        runAll(started, static_cast<int>(atOnce));
        for (std::size_t i = 0; i < runs.size(); ++i)
            kept = report(all[first + i], *runs[i]) && kept;
    }
    return kept;
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
        {u"at-once"_s, u"Scenarios that run side by side (1)."_s, u"N"_s, u"1"_s},
        {u"only"_s, u"Scenarios, separated by commas; all when left out."_s, u"NAMES"_s},
        {u"moves"_s,
         u"Instead: increments through this many moves of the endpoint; 50 with --rate 1450: 100000 of them."_s,
         u"N"_s},
    });
    parser.process(application);
    const double speed = parser.value(u"speed"_s).toDouble();
    const int rate = parser.value(u"rate"_s).toInt();
    const auto atOnce = static_cast<std::size_t>(std::max(1, parser.value(u"at-once"_s).toInt()));
    const bool control = parser.isSet(u"control"_s);
    const QStringList only = parser.value(u"only"_s).split(u',', Qt::SkipEmptyParts);
    if (!(speed > 0) || rate <= 0) {
        std::fputs("bench_scenarios: --speed and --rate need numbers above 0\n", stderr);
        return 64;
    }

    std::vector<Measurement> all;
    if (parser.isSet(u"moves"_s)) {
        all.push_back({u"steady-moves"_s, steadyMoves(parser.value(u"moves"_s).toInt(), rate)});
        print(u"%1/s, %2 moves of the endpoint\n"_s.arg(rate).arg(parser.value(u"moves"_s)));
        return measure(all, 1) ? 0 : 1;
    }
    if (only.isEmpty())
        all.push_back({u"(quiet)"_s,
                       {.speed = speed,
                        .perSecond = rate,
                        .command = u"incr"_s,
                        .control = control,
                        .forMs = kQuietRunMs}});
    for (const ScenarioRow& row : scenarioTable()) {
        if (!only.isEmpty() && !only.contains(QLatin1String(row.scenario))) continue;
        all.push_back({row.name(), row.plan(speed, rate), &row});
        all.back().plan.control = control;
    }
    print(u"%1/s, %2 times as fast as in the field\n"_s.arg(rate).arg(speed));
    return measure(all, atOnce) ? 0 : 1;
}
