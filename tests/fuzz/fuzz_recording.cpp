// SPDX-License-Identifier: GPL-3.0-or-later
// A stranger's recording. The first byte says what the rest is: a whole file, changes of a good file (offset,
// byte), a block of samples, or a block of metrics. Whatever it is: an answer, no harm, and nothing endless.
#include "model/metrics/rollup_block.h"
#include "model/metrics/sample_block.h"
#include "model/recording/recording.h"
#include "model/recording/recording_loader.h"
#include "model/session/session_stores.h"
#include "tests/fuzz/fuzz.h"
#include "tests/model/recorded.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <memory>

namespace {

using namespace maintscope;
using namespace std::chrono_literals;

/// What has to be there once: the plug-in of SQLite wants an application.
struct World {
    int argc = 1;
    char name[5] = "fuzz";
    char* argv[2] = {name, nullptr};
    QCoreApplication application{argc, argv};
    QTemporaryDir folder{test::fastFolder()};
    QByteArray good;
    QString path;

    World() {
        path = folder.filePath(QStringLiteral("r.maintscope"));
        test::Script script = test::moveScript();
        if (!test::record(path, {script.batch(20s)})) std::abort();
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) std::abort();
        good = file.readAll();
    }
};

void open(const World& world, const QByteArray& bytes) {
    QFile file(world.path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) return;
    file.write(bytes);
    file.close();
    const auto recording = model::Recording::open(world.path);
    if (!recording) {
        fuzz::require(!recording.error().what.empty(), "an error says what");
        return;
    }
    (void)(*recording)->examine();
    model::SessionStores stores((*recording)->session());
    model::RecordingLoader loader(**recording);
    while (const auto chunk = loader.next())
        stores.apply(*chunk);
    (void)stores.metrics().columns(TargetId{1}, ProbeRole::Protected, MonoTime::min(), MonoTime::max(), 100);
    for (const model::TargetInfo& target : stores.session().targets)
        if (const auto* shown = stores.target(target.id)) (void)shown->connectionGaps(stores.until());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto* const kWorld = new World; // NOLINT: lives as long as the process
    if (size == 0) return 0;
    const std::string_view rest = fuzz::text(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        open(*kWorld, QByteArray(rest.data(), static_cast<qsizetype>(rest.size())));
        break;
    case 1: {
        QByteArray changed = kWorld->good;
        for (std::size_t i = 0; i + 3 < rest.size(); i += 4) {
            const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(rest[i + at]); };
            const auto offset =
                static_cast<qsizetype>(byte(0) << 16 | byte(1) << 8 | byte(2)) % changed.size();
            changed[offset] = static_cast<char>(byte(3));
        }
        open(*kWorld, changed);
        break;
    }
    case 2: {
        const auto samples = model::decodeSamples(rest);
        if (samples && !samples->empty()) {
            const auto again = model::decodeSamples(model::encodeSamples(*samples));
            fuzz::require(again.ok() && again->size() == samples->size(),
                          "what was read can be written and read");
        }
        break;
    }
    default: {
        const auto seconds = model::decodeRollup(rest);
        if (!seconds) break;
        model::MetricStore store;
        for (const model::RollupSecond& second : *seconds)
            store.add(second.key, second.second, second.cell);
        (void)store.columns(TargetId{1}, ProbeRole::Protected, MonoTime::min(), MonoTime::max(), 100);
        break;
    }
    }
    return 0;
}
