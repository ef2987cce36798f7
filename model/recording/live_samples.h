// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/sample_log.h"
#include "model/recording/recording.h"

#include <QString>

#include <memory>
#include <optional>

namespace maintscope::model {

/// All samples of a session that is being recorded: the latest ones from memory, because they may not be
/// written yet, the earlier ones from the recording. Memory does not grow with the session. Confined to one
/// thread, which is not the recorder's.
class LiveSamples {
public:
    /// `bytes`: the memory limit, about ten bytes per sample. It must exceed the backlog of the recorder.
    explicit LiveSamples(std::size_t bytes)
        : m_latest(bytes) {}

    void add(const Sample& sample) { m_latest.add(sample); }
    /// The file of the recording; empty: no longer recorded, then only the latest samples are known.
    void setRecording(const QString& path);
    /// Closes the file, so that the recorder can complete it; it is reopened on demand.
    void closeRecording() { m_recording.reset(); }

    /// The samples whose intended time is in the range; those from memory in the order in which they were
    /// added.
    Status samples(const TimeRange& range, const SampleVisitor& visit) const;
    /// Samples before this time may be missing; nullopt: none are missing.
    [[nodiscard]] std::optional<MonoTime> forgottenUntil() const;

private:
    SampleLog m_latest;
    QString m_path;
    mutable std::unique_ptr<Recording> m_recording;
};

} // namespace maintscope::model
