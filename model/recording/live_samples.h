// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/sample_log.h"
#include "model/recording/recording.h"

#include <QString>

#include <memory>
#include <optional>

namespace maintscope::model {

/// All samples of a session that is being recorded: the latest from memory, since they may not be written
/// yet, those before from the recording. So memory does not grow with the session. Confined to one thread,
/// which is not the recorder's.
class LiveSamples {
public:
    /// `bytes`: what is kept in memory, about ten bytes each. More than what the recorder has still to write.
    explicit LiveSamples(std::size_t bytes)
        : m_latest(bytes) {}

    void add(const Sample& sample) { m_latest.add(sample); }
    /// Where the session is recorded, once it is; empty: nowhere any more, then only the latest are known.
    void setRecording(const QString& path);
    /// Lets go of the file, so that the recorder can complete it; it is opened again when it is asked for.
    void closeRecording() { m_recording.reset(); }

    /// Those whose intended time is in the range, from memory in the order in which they were added.
    Status samples(const TimeRange& range, const SampleVisitor& visit) const;
    /// Samples before this time may be missing here; nullopt: none is.
    [[nodiscard]] std::optional<MonoTime> forgottenUntil() const;

private:
    SampleLog m_latest;
    QString m_path;
    mutable std::unique_ptr<Recording> m_recording;
};

} // namespace maintscope::model
