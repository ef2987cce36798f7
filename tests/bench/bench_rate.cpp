// SPDX-License-Identifier: GPL-3.0-or-later
// 50,000 probes a second over 4 connections, recorded: how late they leave, whether all leave, and what that
// costs. Lateness is measured against that of the timer alone, cost against redis-benchmark for as many
// requests.
#include "app/services/recorder_thread.h"
#include "client/io/target/client_thread.h"
#include "client/io/thread/fine_timer.h"
#include "model/base/session_info.h"
#include "tests/bench/bench.h"
#include "tests/bench/redis_benchmark.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace maintscope;
using namespace std::chrono_literals;

namespace {

constexpr double kPerConnection = 12'500;
constexpr std::uint16_t kConnections = 4;
constexpr Duration kWarmUp = 1s;

double milliseconds(Duration::rep nanoseconds) {
    return static_cast<double>(nanoseconds) * 1e-6;
}

/// p99 lateness of our timer at its shortest distance, in an event loop that has nothing else to do.
double bareTimerLateness(Duration length) {
    constexpr Duration kDistance = 200us;
    const io::SteadyClock clock;
    std::vector<Duration::rep> lateness;
    QEventLoop loop;
    MonoTime next = clock.now() + kDistance;
    const MonoTime end = next + length;
    io::FineTimer* armed = nullptr;
    io::FineTimer timer([&] {
        const MonoTime now = clock.now();
        lateness.push_back((now - next).count());
        next = std::max(next + kDistance, now);
        if (now > end)
            loop.quit();
        else
            armed->arm(next - clock.now());
    });
    armed = &timer;
    timer.arm(kDistance);
    loop.exec();
    return milliseconds(bench::quantile(lateness, 0.99));
}

struct Measured {
    std::vector<Duration::rep> lateness;
    std::uint64_t notSent = 0;
    std::uint64_t sent = 0;
    double cores = 0;
};

void take(const Batch& batch, Measured& measured) {
    for (const Sample& sample : batch.samples) {
        if (sample.outcome == Outcome::NotSent) ++measured.notSent;
        if (!countsAsSent(sample.outcome)) continue;
        ++measured.sent;
        if (sample.intended.time_since_epoch() > kWarmUp)
            measured.lateness.push_back((sample.sent - sample.intended).count());
    }
}

std::optional<Measured> measure(const test::RedisProcess& redis, std::chrono::milliseconds length) {
    const QTemporaryDir folder;
    io::ClientThread client({.recorder = true, .view = true});
    app::RecorderThread recorder(client.recorderMailbox());
    TargetSettings settings;
    settings.endpoint = {"127.0.0.1", redis.port()};
    settings.probe.connections = kConnections;
    settings.probe.ratePerSecond = kPerConnection;
    model::SessionInfo session = model::newSession(client.clock().startedAt());
    session.targets.push_back(model::targetInfo(settings));
    if (!recorder.start(folder.filePath(QStringLiteral("rate.maintscope")), session)) return std::nullopt;

    Measured measured;
    measured.lateness.reserve(static_cast<std::size_t>(length.count()) * 60);
    bool ended = false;
    QObject::connect(&client, &io::ClientThread::batchArrived, &client,
                     [&](const BatchPtr& batch) { take(*batch, measured); });
    QObject::connect(&client, &io::ClientThread::targetFinished, &client,
                     [&ended](const io::TargetReport&) { ended = true; });
    client.start();
    client.addTarget(settings);
    bench::waitOut(std::chrono::duration_cast<std::chrono::milliseconds>(kWarmUp));
    QElapsedTimer wall;
    wall.start();
    const double before = bench::cpuSeconds();
    bench::waitOut(length);
    measured.cores = (bench::cpuSeconds() - before) / (static_cast<double>(wall.nsecsElapsed()) * 1e-9);
    client.stopAll();
    if (!bench::waitFor([&ended] { return ended; }, 20s)) return std::nullopt;
    client.shutdown();
    if (!recorder.finish()) return std::nullopt;
    return measured;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (!test::RedisProcess::available()) return bench::skipped("redis-server");
    if (!bench::hasRedisBenchmark()) return bench::skipped("redis-benchmark");
    test::RedisProcess redis;
    if (!redis.start()) return bench::broken("redis-server does not start");

    const double timer = bareTimerLateness(bench::smoke() ? 200ms : 3s);
    const bench::BaselineRun theirs =
        bench::redisBenchmark(redis, kConnections, bench::smoke() ? 2'000 : 300'000);
    auto ours = measure(redis, bench::smoke() ? 1s : 15s);
    if (!ours || ours->lateness.empty()) return bench::broken("nothing was measured");
    bool kept = bench::report({.bench = "rate_50000_lateness_p99",
                               .value = milliseconds(bench::quantile(ours->lateness, 0.99)),
                               .unit = "ms",
                               .budget = 2,
                               .baseline = timer});
    kept = bench::report({.bench = "rate_50000_not_sent",
                          .value = static_cast<double>(ours->notSent),
                          .unit = "probes",
                          .budget = 0,
                          .baseline = 0}) &&
           kept;
    kept = bench::report({.bench = "rate_50000_cpu",
                          .value = ours->cores,
                          .unit = "cores",
                          .budget = 1,
                          .baseline = theirs.cpuSecondsPerRequest * kPerConnection * kConnections}) &&
           kept;
    return bench::conclude(kept);
}
