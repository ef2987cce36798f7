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

/// The recordings of a folder: what the Recordings screen and `maintscope recordings` show and do. Nothing
/// here keeps a file open. Any thread, one call at a time per folder.
namespace maintscope::model {

struct RecordingEntry {
    QString path;
    QString name;        ///< given by the user, else that of the file without its ending
    bool kept = false;   ///< has a name of the user's: never pruned
    QStringList targets; ///< names
    WallTime started{};
    Duration length{};       ///< session time that was recorded
    std::uint64_t bytes = 0; ///< with what SQLite keeps beside it
    WallTime written{};      ///< when it was written to last
    int part = 1;            ///< higher in later files of a recording that was rotated
    std::string uuid;        ///< of the session; the files of a rotated recording share it
    SessionInfo session;     ///< what it says of itself
    int files = 1;           ///< that this entry stands for, see listRuns()
    Recovery::Ending ending = Recovery::Ending::Closed;
    std::optional<Error> problem; ///< it cannot be opened; of the rest only path, name, bytes are known

    /// May be pruned, once it is old enough or room is needed. What cannot be read is left to its owner.
    [[nodiscard]] bool isScratch() const {
        return !kept && !problem && ending != Recovery::Ending::BeingWritten;
    }
};

/// "closed", "being_written", "cut_off", "unreadable"
[[nodiscard]] const char* stateWord(const RecordingEntry& entry);

/// Told while a folder is read: files read, of so many, and their bytes.
using ListProgress = std::function<void(int done, int all, std::uint64_t bytes)>;
/// All files of the folder that end in .maintscope, the newest first; none where there is no such folder.
[[nodiscard]] std::vector<RecordingEntry> listRecordings(const QString& folder,
                                                         const ListProgress& progress = {});
[[nodiscard]] RecordingEntry describeRecording(const QString& path);
/// The same with one entry for all files of a rotated recording, under the path and name of its first: kept
/// when one of them is, being written while its last one is. Pure.
[[nodiscard]] std::vector<RecordingEntry> joinRuns(const std::vector<RecordingEntry>& entries);

/// What can be said of a recording once all of it is read: of its worst target.
struct RecordingVerdict {
    Verdict verdict = Verdict::Inconclusive;
    QString sentence;
    int files = 1; ///< that it was rotated into; the verdict is of all of them
};
/// The same verdict as the report's. Reads all samples, some seconds for a day: not for the GUI thread.
[[nodiscard]] Result<RecordingVerdict> judgeRecording(const QString& path);

/// Gives a recording a name, so that it is never pruned; an empty name takes it back. Works while it is being
/// written. A file of an older version is brought to the present one; what a crash left beside it is taken
/// in, so that it is one file again.
Status keepRecording(const QString& path, const QString& name);

/// Removes a recording for good. Refuses one that is being written.
Status removeRecording(const QString& path);

struct PruneRules {
    Duration maxAge = std::chrono::hours(7 * 24);
    std::uint64_t maxBytes = 2'000'000'000; ///< of all scratch recordings together
};

/// Which of the entries go at the time `now`: scratch recordings that were written to last before maxAge, and
/// of the others the oldest until the rest fits. A rotated recording goes or stays as a whole: no session
/// that begins takes away the first days of one that still runs. Positions, ascending. Pure.
[[nodiscard]] std::vector<std::size_t> planPrune(const std::vector<RecordingEntry>& entries, WallTime now,
                                                 const PruneRules& rules = {});

struct PruneResult {
    std::vector<RecordingEntry> removed;
    std::uint64_t freedBytes = 0;
    std::vector<Error> errors;
};
PruneResult pruneRecordings(const QString& folder, WallTime now, const PruneRules& rules = {});

} // namespace maintscope::model
