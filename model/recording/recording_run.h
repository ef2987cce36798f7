// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/base/session_info.h"
#include "model/base/time_range.h"
#include "model/recording/recording.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::model {

/// A run as one recording, whether it is one file or was rotated into several. A file of the run that is
/// missing is time that was not measured: nothing is made up for it. Cheap to copy. Confined to the thread
/// that opened it.
class RecordingRun {
public:
    /// A run of one file, which outlives this.
    RecordingRun(const Recording& recording); // NOLINT(google-explicit-constructor): each one is a run
    /// Everything beside `path` that belongs to its run, whichever of the files it is.
    [[nodiscard]] static Result<RecordingRun> open(const QString& path);
    /// These files, whatever lies beside them. Refuses files of different sessions.
    [[nodiscard]] static Result<RecordingRun> open(const QStringList& paths);

    [[nodiscard]] const SessionInfo& session() const { return m_session; }
    [[nodiscard]] bool complete() const;
    [[nodiscard]] MonoTime until() const { return m_files.back()->until(); }
    /// How it ended; a file of it that was cut off counts.
    [[nodiscard]] Recovery::Ending ending() const;
    /// Name that the user gave it; empty: a scratch recording.
    [[nodiscard]] const std::string& keptName() const;
    /// Numbers of the files, ascending: {1} for a recording that was not rotated.
    [[nodiscard]] std::vector<int> parts() const;

    /// As Recording::events(). A span that lasts over several files is one event, reported where it began.
    /// Files that are missing and blocks of probes that are damaged are events, too, without a seqNo: time
    /// that was not measured. Reads everything.
    Status events(const EventVisitor& visit, EventOrder order = EventOrder::Published) const;
    [[nodiscard]] Recording::Events allEvents() const;
    /// The same, without looking for damage among the samples, which takes a second for a day: files that are
    /// missing are reported, blocks that are damaged are not.
    [[nodiscard]] Recording::Events storedEvents() const;
    /// When a file begins, counted from 0.
    [[nodiscard]] MonoTime beginOf(std::size_t file) const;
    /// The files themselves, ascending, at least one; for whoever loads the whole of it (RecordingLoader).
    [[nodiscard]] const std::vector<std::shared_ptr<const Recording>>& files() const { return m_files; }
    /// As Recording::samples().
    Status samples(const TimeRange& range, const SampleVisitor& visit) const;

private:
    /// What is found once, before the events are reported.
    struct Seams;

    explicit RecordingRun(std::vector<std::shared_ptr<const Recording>> files);
    [[nodiscard]] const Seams& seams() const;
    [[nodiscard]] std::optional<Event> missingBefore(std::size_t file) const;
    [[nodiscard]] std::vector<Event> notMeasured(std::size_t file) const;

    std::vector<std::shared_ptr<const Recording>> m_files; ///< ascending by part, at least one
    SessionInfo m_session;
    mutable std::shared_ptr<const Seams> m_seams;
};

} // namespace maintscope::model
