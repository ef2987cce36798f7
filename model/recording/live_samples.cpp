// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/live_samples.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {

void LiveSamples::setRecording(const QString& path) {
    m_recording.reset();
    m_path = path;
}

std::optional<MonoTime> LiveSamples::forgottenUntil() const {
    return m_path.isEmpty() ? m_latest.forgottenUntil() : std::nullopt;
}

Status LiveSamples::samples(const TimeRange& range, const SampleVisitor& visit) const {
    const auto forgotten = m_latest.forgottenUntil();
    if (!forgotten || m_path.isEmpty() || (range.from && *range.from > *forgotten))
        return m_latest.samples(range, visit);
    if (!m_recording) {
        auto opened = Recording::open(m_path);
        if (!opened) return opened.error();
        m_recording = std::move(*opened);
    }
    // Some from before this time may be in memory as well: each sample is read from one place only.
    const MonoTime parting = *forgotten + Duration(1);
    TimeRange older = range;
    older.to = std::min(range.to.value_or(parting), parting);
    bool wanted = true;
    const Status read =
        m_recording->samples(older, [&](const Sample& sample) { return wanted = visit(sample); });
    if (!read || !wanted || (range.to && *range.to <= parting)) return read;
    TimeRange newer = range;
    newer.from = parting;
    return m_latest.samples(newer, visit);
}

} // namespace maintscope::model
