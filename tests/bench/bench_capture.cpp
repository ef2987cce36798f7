// SPDX-License-Identifier: GPL-3.0-or-later
// `maintscope record` at its default rate: the share of a core that it takes, start and end left out. The
// baseline is the same program with next to nothing to measure.
#include "tests/bench/bench.h"
#include "tests/support/redis_process.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

using namespace maintscope;
using namespace std::chrono_literals;

namespace {

/// User and system time of a process, in seconds (proc(5), fields 14 and 15).
double cpuSecondsOf(qint64 process) {
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return fields.size() < 13 ? 0
                              : (fields[11].toDouble() + fields[12].toDouble()) /
                                    static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// Per cent of a core; negative when the program did not run.
double share(const test::RedisProcess& redis, const QStringList& options, std::chrono::milliseconds length) {
    const QTemporaryDir folder;
    QProcess program;
    program.setStandardOutputFile(QProcess::nullDevice());
    program.start(QStringLiteral(MAINTSCOPE_PROGRAM),
                  QStringList{QStringLiteral("record"), redis.url(), QStringLiteral("--out"),
                              folder.filePath(QStringLiteral("capture.maintscope"))} +
                      options);
    if (!program.waitForStarted()) return -1;
    bench::waitOut(bench::smoke() ? 500ms : 3s);
    QElapsedTimer wall;
    wall.start();
    const double before = cpuSecondsOf(program.processId());
    bench::waitOut(length);
    const double spent = cpuSecondsOf(program.processId()) - before;
    const double seconds = static_cast<double>(wall.nsecsElapsed()) * 1e-9;
    if (program.state() != QProcess::Running) return -1;
    program.terminate();
    program.waitForFinished(20'000);
    return 100 * spent / seconds;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (!test::RedisProcess::available()) return bench::skipped("redis-server");
    test::RedisProcess redis;
    if (!redis.start()) return bench::broken("redis-server does not start");
    const std::chrono::milliseconds length = bench::smoke() ? 1s : 30s;
    const double idle = share(redis, {QStringLiteral("--rate"), QStringLiteral("0.1")}, length);
    const double ours = share(redis, {}, length);
    if (idle < 0 || ours < 0) return bench::broken("maintscope record did not run");
    return bench::conclude(bench::report({.bench = "capture_cpu_default_rate",
                                          .value = ours,
                                          .unit = "% of a core",
                                          .budget = 2,
                                          .baseline = idle}));
}
