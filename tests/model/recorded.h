// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/recording/recorder.h"
#include "model/recording/recording.h"
#include "tests/model/session_fixture.h"

#include <QDir>
#include <QFileInfo>
#include <QString>

#include <algorithm>
#include <memory>
#include <vector>

/// Recordings for tests, written as the recorder thread writes them: in batches, with a commit each half
/// second.
namespace maintscope::test {

/// Where a folder in memory may be made, if there is such a place: hundreds of commits take a slow disk
/// minutes.
inline QString fastFolder() {
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) +
           QStringLiteral("/maintscope-test-XXXXXX");
}

/// A batch cut into the half seconds in which the client would have handed it over.
inline std::vector<Batch> halfSeconds(const Batch& whole) {
    std::vector<Batch> batches;
    std::size_t sample = 0;
    std::size_t event = 0;
    for (MonoTime until = kSessionStart + 500ms;; until += 500ms) {
        Batch part;
        const bool last = until >= whole.until;
        part.until = last ? whole.until : until;
        for (; event < whole.events.size() && (last || whole.events[event].at < until); ++event)
            part.events.push_back(whole.events[event]);
        for (; sample < whole.samples.size() && (last || whole.samples[sample].done < until); ++sample)
            part.samples.push_back(whole.samples[sample]);
        batches.push_back(std::move(part));
        if (last) return batches;
    }
}

/// Writes the batches; without `close` the recorder is returned, its file as after the last commit.
inline std::unique_ptr<model::Recorder> record(const QString& path, const std::vector<Batch>& batches,
                                               bool close = true) {
    auto recorder = model::Recorder::open(path, session());
    if (!recorder) return {};
    for (const Batch& batch : batches)
        if (!(*recorder)->write(batch) || !(*recorder)->commit()) return {};
    if (close && !(*recorder)->close()) return {};
    return std::move(*recorder);
}

} // namespace maintscope::test
