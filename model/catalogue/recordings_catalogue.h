// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"
#include "model/base/session_info.h"
#include "model/recording/recovery.h"
#include "model/verdict/summary.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The recordings of a folder, for the page Recordings and `maintscope recordings`. No function keeps a file
/// open. Any thread, one call at a time per folder.
namespace maintscope::model {

struct RecordingEntry {
    QString path;
    QString name;        ///< given by the user, otherwise the name of the file without its extension
    bool kept = false;   ///< named by the user: never pruned
    QStringList targets; ///< names
    WallTime started{};
    Duration length{};       ///< recorded session time
    std::uint64_t bytes = 0; ///< including the auxiliary files of SQLite
    WallTime written{};      ///< time of the last write
    int part = 1;            ///< higher in later files of a recording that was rotated
    std::string uuid;        ///< of the session; the files of a rotated recording share it
    SessionInfo session;     ///< the session information in the file
    int files = 1;           ///< number of files in this entry, see listRuns()
    Recovery::Ending ending = Recovery::Ending::Closed;
    std::optional<Error> problem; ///< why it cannot be opened; then only path, name and bytes are known

    /// Whether it may be pruned when it is old enough or space is needed. Unreadable files are never pruned.
    [[nodiscard]] bool isScratch() const {
        return !kept && !problem && ending != Recovery::Ending::BeingWritten;
    }
};

/// "closed", "being_written", "cut_off", "unreadable"
[[nodiscard]] const char* stateWord(const RecordingEntry& entry);

/// Progress while a folder is read: the number of files read, their total, and their bytes.
using ListProgress = std::function<void(int done, int all, std::uint64_t bytes)>;
/// All .maintscope files of the folder, newest first; none if the folder does not exist.
[[nodiscard]] std::vector<RecordingEntry> listRecordings(const QString& folder,
                                                         const ListProgress& progress = {});
[[nodiscard]] RecordingEntry describeRecording(const QString& path);
/// The same with one entry for all files of a rotated recording, under the path and name of its first: kept
/// if one of them is kept, in use while the last one is being written. Pure.
[[nodiscard]] std::vector<RecordingEntry> joinRuns(const std::vector<RecordingEntry>& entries);

/// The result of reading a whole recording, for its worst target.
struct RecordingVerdict {
    Verdict verdict = Verdict::Inconclusive;
    QString sentence;
    int files = 1; ///< number of files of the rotated recording; the verdict covers all of them
};
/// The same verdict as in the report. Reads all samples, several seconds for a day: not for the GUI thread.
[[nodiscard]] Result<RecordingVerdict> judgeRecording(const QString& path);

/// Names a recording, so that it is never pruned; an empty name removes the name. Works while the file is
/// being written. A file of an older version is upgraded to the current one, and the log left by a crash is
/// merged, so that the recording is a single file again.
Status keepRecording(const QString& path, const QString& name);

/// Deletes a recording permanently. Fails for one that is being written.
Status removeRecording(const QString& path);

struct PruneRules {
    Duration maxAge = std::chrono::hours(7 * 24);
    std::uint64_t maxBytes = 2'000'000'000; ///< for all scratch recordings together
};

/// Selects the entries to prune at the time `now`: scratch recordings last written before maxAge, and the
/// oldest of the others until the rest fits. A rotated recording is pruned or kept as a whole, so a new
/// session never removes the first days of a running one. Returns ascending positions. Pure.
[[nodiscard]] std::vector<std::size_t> planPrune(const std::vector<RecordingEntry>& entries, WallTime now,
                                                 const PruneRules& rules = {});

struct PruneResult {
    std::vector<RecordingEntry> removed;
    std::uint64_t freedBytes = 0;
    std::vector<Error> errors;
};
PruneResult pruneRecordings(const QString& folder, WallTime now, const PruneRules& rules = {});

} // namespace maintscope::model
