// SPDX-License-Identifier: GPL-3.0-or-later
// A recorder that is killed at random moments (SIGKILL), again and again: every file opens, and what is
// missing is less than a second. The judgement on the files is made in smoke mode, too: it is no question of
// speed. usage: bench_kill [--smoke] [--kills N]
#include "app/services/recorder_thread.h"
#include "model/recording/recording.h"
#include "tests/bench/bench.h"
#include "tests/model/session_fixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <random>

namespace {

using namespace maintscope;
using namespace std::chrono_literals;

constexpr int kConnections = 4;
/// How often the client's outlet hands over.
constexpr Duration kBatch = 50ms;

/// Records in real time, and tells after each batch how far the client has come, until it is killed.
int recordUntilKilled(const QString& path) {
    io::RecorderMailbox box;
    app::RecorderThread recorder(box);
    if (!recorder.start(path, test::session(test::target(kConnections, 20, false)))) return 1;
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t key = 0;
    for (MonoTime until = kSessionStart + kBatch;; until += kBatch) {
        auto batch = std::make_shared<Batch>();
        Event event;
        event.key = EventKey{++key};
        event.seqNo = key;
        event.at = until - kBatch;
        event.kind = EventKind::Note;
        event.name = "tick";
        event.target = TargetId{1};
        batch->events.push_back(event);
        for (int c = 1; c <= kConnections; ++c) {
            Sample s;
            s.intended = until - kBatch;
            s.sent = s.intended + 20us;
            s.done = s.sent + 600us;
            s.target = TargetId{1};
            s.connection = ConnectionId{static_cast<std::uint16_t>(c)};
            batch->samples.push_back(s);
        }
        batch->until = until;
        box.post(batch);
        std::printf("%lld\n", static_cast<long long>((until - kSessionStart) / 1ms));
        std::fflush(stdout);
        const auto due = start + (until - kSessionStart) - std::chrono::steady_clock::now();
        bench::waitOut(std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(due)));
    }
}

struct Outcome {
    const char* failure = nullptr;
    double lostMs = 0;
};

Outcome killOnce(const QString& path, std::chrono::milliseconds after) {
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--record"), path});
    if (!child.waitForStarted() || !child.waitForReadyRead(20'000)) return {"the recorder does not start"};
    QElapsedTimer clock;
    clock.start();
    long long toldMs = 0;
    const auto listen = [&] {
        while (child.canReadLine())
            toldMs = child.readLine().trimmed().toLongLong();
    };
    while (clock.elapsed() < after.count()) {
        child.waitForReadyRead(static_cast<int>(std::max<qint64>(1, after.count() - clock.elapsed())));
        listen();
    }
    child.kill();
    child.waitForFinished();
    listen();

    const auto recording = model::Recording::open(path);
    if (!recording) return {"a recording of a killed recorder does not open"};
    if ((*recording)->ending() != model::Recovery::Ending::CutOff)
        return {"it does not say that it was cut off"};
    const model::Recovery recovery = (*recording)->examine();
    if (recovery.damaged()) return {"what was committed is damaged"};
    const auto events = (*recording)->allEvents();
    std::size_t samples = 0;
    const Status read = (*recording)->samples({}, [&samples](const Sample&) {
        ++samples;
        return true;
    });
    if (!read || events.damage || samples != events.events.size() * kConnections)
        return {"samples and events of one batch are not both there"};
    return {nullptr,
            static_cast<double>(toldMs) - static_cast<double>(((*recording)->until() - kSessionStart) / 1ms)};
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--record")) return recordUntilKilled(arguments.value(2));
    int kills = bench::smoke() ? 5 : 100;
    if (const auto at = arguments.indexOf(QStringLiteral("--kills")); at > 0)
        kills = arguments.value(at + 1).toInt();

    const QTemporaryDir folder;
    std::mt19937 random(std::random_device{}());
    double largest = 0;
    for (int i = 0; i < kills; ++i) {
        const std::chrono::milliseconds after(200 + random() % 1'800);
        const auto outcome = killOnce(folder.filePath(QStringLiteral("%1.maintscope").arg(i)), after);
        if (outcome.failure) {
            std::fprintf(stderr, "kill %d after %lld ms: %s\n", i, static_cast<long long>(after.count()),
                         outcome.failure);
            return 1;
        }
        largest = std::max(largest, outcome.lostMs);
    }
    return bench::conclude(
        bench::report({"largest_loss_of_" + std::to_string(kills) + "_kills", largest, "ms", 1'000, 0}));
}
