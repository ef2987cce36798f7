// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/redis_process.h"

#include <QProcess>
#include <QStandardPaths>

#include <sys/resource.h>

namespace maintscope::bench {

/// What redis-benchmark, the tool that comes with the server, makes of GETs of a missing key.
struct BaselineRun {
    double medianMs = 0;
    double cpuSecondsPerRequest = 0;
};

[[nodiscard]] inline bool hasRedisBenchmark() {
    return !QStandardPaths::findExecutable(QStringLiteral("redis-benchmark")).isEmpty();
}

/// Blocks. All zero when it fails.
[[nodiscard]] inline BaselineRun redisBenchmark(const test::RedisProcess& redis, int clients, int requests) {
    const auto childSeconds = [] {
        rusage usage{};
        getrusage(RUSAGE_CHILDREN, &usage);
        return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    };
    const double before = childSeconds();
    QProcess process;
    process.start(QStringLiteral("redis-benchmark"),
                  {QStringLiteral("-p"), QString::number(redis.port()), QStringLiteral("-c"),
                   QString::number(clients), QStringLiteral("-n"), QString::number(requests),
                   QStringLiteral("--csv"), QStringLiteral("--precision"), QStringLiteral("3"),
                   QStringLiteral("GET"), QStringLiteral("maintscope:none")});
    if (!process.waitForFinished(120'000)) return {};
    // "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms",...
    const QList<QByteArray> lines = process.readAllStandardOutput().trimmed().split('\n');
    const QList<QByteArray> fields = lines.last().split(',');
    if (fields.size() < 6) return {};
    return {.medianMs = fields[4].mid(1, fields[4].size() - 2).toDouble(),
            .cpuSecondsPerRequest = (childSeconds() - before) / requests};
}

} // namespace maintscope::bench
