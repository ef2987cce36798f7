// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace maintscope::bench {

/// With --smoke a benchmark only shows that it runs: short, on a machine that does other things as well, and
/// without a judgement.
[[nodiscard]] inline bool smoke() {
    return QCoreApplication::arguments().contains(QStringLiteral("--smoke"));
}

/// What a benchmark found, printed as its one line of JSON.
struct Finding {
    std::string bench;
    double value = 0;
    std::string unit;
    double budget = 0;   ///< the most that `value` may be
    double baseline = 0; ///< what the same run measured without us, in the same unit
};

/// True when the budget is kept.
inline bool report(const Finding& finding) {
    const bool pass = finding.value <= finding.budget;
    std::printf(R"({"bench":"%s","value":%.6g,"unit":"%s","budget":%.6g,"baseline":%.6g,"pass":%s})"
                "\n",
                finding.bench.c_str(), finding.value, finding.unit.c_str(), finding.budget, finding.baseline,
                pass ? "true" : "false");
    std::fflush(stdout);
    return pass;
}

/// A run that could not measure anything says so instead of printing a line.
inline int broken(const char* why) {
    std::fprintf(stderr, "the benchmark could not run: %s\n", why);
    return 1;
}
/// The same when something is not installed that it needs; ctest takes that as skipped.
inline int skipped(const char* missing) {
    std::fprintf(stderr, "skipped: %s is not installed\n", missing);
    return 77;
}
/// The exit code of a benchmark that has run: a missed budget is 2, except in smoke mode.
[[nodiscard]] inline int conclude(bool allKept) {
    return allKept || smoke() ? 0 : 2;
}

/// Runs the event loop until `holds`, at most `limit`.
template <class F>
bool waitFor(F holds, std::chrono::milliseconds limit) {
    const QDeadlineTimer deadline(limit);
    while (!holds()) {
        if (deadline.hasExpired()) return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 10);
    }
    return true;
}
inline void waitOut(std::chrono::milliseconds time) {
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The value below which `part` of the values lie; sorts them. 0 for none.
template <class T>
[[nodiscard]] T quantile(std::vector<T>& values, double part) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size())));
    return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

/// CPU time of all threads of this process, in seconds.
[[nodiscard]] inline double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace maintscope::bench
