// SPDX-License-Identifier: GPL-3.0-or-later
// A day of 4 connections x 20/s, written in accelerated time: what it takes on disk and in memory, how soon
// it is on the screen, and what a picture of it costs at every zoom. usage: bench_recording [--smoke]
// [--hours H] [--write FILE] [--read FILE]      --write keeps the recording and ends there; --read only opens
// one that was kept
#include "model/metrics/column_cache.h"
#include "model/metrics/sample_log.h"
#include "model/metrics/span_statistics.h"
#include "model/recording/recording.h"
#include "model/recording/recording_loader.h"
#include "model/session/session_stores.h"
#include "tests/bench/bench.h"
#include "tests/bench/day.h"
#include "tests/model/recorded.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

namespace {

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

constexpr int kWidth = 1'200;
constexpr double kMegabyte = 1e6;

double residentMegabytes() {
    ::malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return static_cast<double>(file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE)) /
           kMegabyte;
}

double milliseconds(const QElapsedTimer& clock) {
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// Fills `stores` as the window does when it opens a recording.
bool timeLoading(const Recording& recording, SessionStores& stores) {
    const double before = residentMegabytes();
    QElapsedTimer clock;
    clock.start();
    RecordingLoader loader(recording);
    double picture = 0;
    double longestChunk = 0;
    while (auto chunk = loader.next()) {
        QElapsedTimer applying;
        applying.start();
        stores.apply(*chunk);
        longestChunk = std::max(longestChunk, milliseconds(applying));
        if (picture == 0 && chunk->pictureComplete) picture = milliseconds(clock);
    }
    bool kept = bench::report({"open_to_first_picture", picture, "ms", 2'000, 0});
    kept = bench::report({"open_to_all_gaps", milliseconds(clock), "ms", 10'000, 0}) && kept;
    kept = bench::report({"open_longest_step_of_the_view", longestChunk, "ms", 100, 0}) && kept;
    return bench::report({"loaded_memory", residentMegabytes() - before, "MB", 300, before}) && kept;
}

bool timeQueries(const MetricStore& store, MonoTime end, const char* name, Duration span, double& baseline) {
    const MetricKey key{TargetId{1}, ProbeRole::Protected, {}};
    std::vector<double> cold;
    std::vector<double> drag;
    for (int round = 0; round < 9; ++round) {
        ColumnCache cache(store);
        QElapsedTimer clock;
        clock.start();
        const MonoTime to = end - round * 7s;
        if (cache.columns(key, to - span, to, kWidth).empty()) return false;
        cold.push_back(milliseconds(clock));
        for (int step = 1; step <= 20; ++step) {
            clock.restart();
            const MonoTime moved = to - step * (span / kWidth) * 12; // 12 pixels in a frame
            (void)cache.columns(key, moved - span, moved, kWidth);
            drag.push_back(milliseconds(clock));
        }
    }
    const double median = bench::quantile(cold, 0.5);
    if (baseline == 0) baseline = median;
    bool kept = bench::report({std::string("query_1200_columns_") + name, median, "ms", 150, baseline});
    kept = bench::report(
               {std::string("drag_1200_columns_p95_") + name, bench::quantile(drag, 0.95), "ms", 16, 0}) &&
           kept;
    return kept;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto valueOf = [&](const QString& option) {
        const auto at = arguments.indexOf(option);
        return at < 0 ? QString() : arguments.value(at + 1);
    };
    double hours = bench::smoke() ? 0.1 : 24;
    if (const double asked = valueOf(QStringLiteral("--hours")).toDouble(); asked > 0) hours = asked;
    const auto length =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::ratio<3600>>(hours));
    if (const QString file = valueOf(QStringLiteral("--write")); !file.isEmpty())
        return bench::writeDay(file, length, [](const Batch&) {})
                   ? 0
                   : bench::broken("the file cannot be written");
    if (const QString file = valueOf(QStringLiteral("--read")); !file.isEmpty()) {
        const auto recording = Recording::open(file);
        if (!recording) return bench::broken("the recording cannot be opened");
        SessionStores stores((*recording)->session());
        return bench::conclude(timeLoading(**recording, stores));
    }

    // In memory where there is such a place: a disk would be asked to sync a day's commits within a minute.
    const QTemporaryDir folder(test::fastFolder());
    const QString path = folder.filePath(QStringLiteral("day.maintscope"));
    const SessionInfo session = bench::daySession();
    bool kept = true;

    {
        const double before = residentMegabytes();
        SessionStores live(session);
        SampleLog samples;
        const auto take = [&](const Batch& batch) {
            live.apply(batch);
            for (const Sample& sample : batch.samples)
                samples.add(sample);
        };
        if (!bench::writeDay(path, length, take)) return bench::broken("the recording cannot be written");
        kept = bench::report({"recording_size_per_hour",
                              static_cast<double>(QFileInfo(path).size()) / kMegabyte / hours, "MB", 10, 0});
        kept = bench::report({"live_memory", residentMegabytes() - before, "MB", 300, before}) && kept;

        const SampleSource source = [&samples](const TimeRange& range, const SampleVisitor& visit) {
            return samples.samples(range, visit);
        };
        for (const auto& [name, span] :
             {std::pair{"span_statistics_10min", Duration(10min)},
              std::pair{"span_statistics_1h", Duration(1h)}, std::pair{"span_statistics_all", length}}) {
            QElapsedTimer clock;
            clock.start();
            const auto statistics =
                spanStatistics(session.targets.front(), live.until() - std::min(span, length), live.until(),
                               live.events().events(), source);
            if (!statistics) return bench::broken("no statistics");
            kept = bench::report({name, milliseconds(clock), "ms", span > 1h ? 3'000.0 : 150.0, 0}) && kept;
        }
    }

    const auto recording = Recording::open(path);
    if (!recording) return bench::broken("the recording cannot be opened");
    SessionStores loaded(session);
    kept = timeLoading(**recording, loaded) && kept;

    double baseline = 0;
    const MonoTime end = loaded.until();
    kept = timeQueries(loaded.metrics(), end, "10min", std::min<Duration>(10min, length), baseline) && kept;
    kept = timeQueries(loaded.metrics(), end, "24h", std::min<Duration>(24h, length), baseline) && kept;

    // A week: the day seven times over.
    MetricStore week;
    const auto lastSecond = static_cast<std::int64_t>(length / 1s);
    std::int64_t after = 0;
    std::vector<RollupSecond> day;
    for (bool more = true; more;) {
        auto read = (*recording)->rollups(after, 64);
        more = !read.atEnd;
        for (auto& row : read.rows) {
            after = row.id;
            std::move(row.seconds.begin(), row.seconds.end(), std::back_inserter(day));
        }
    }
    for (int repeat = 0; repeat < 7; ++repeat)
        for (const RollupSecond& second : day)
            week.add(second.key, second.second + repeat * lastSecond, second.cell);
    day.clear();
    kept = timeQueries(week, MonoTime(7 * length), "7d", 7 * length, baseline) && kept;
    kept =
        bench::report({"metrics_memory_7d", static_cast<double>(week.bytes()) / kMegabyte, "MB", 300, 0}) &&
        kept;
    return bench::conclude(kept);
}
