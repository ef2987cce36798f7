// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "client/types/result.h"
#include "model/base/session_info.h"
#include "model/recording/recording_files.h"

#include <QString>

#include <memory>

namespace maintscope::model {

/// Writes one session into one SQLite file. Usable from any one thread: open(), write(), commit() and close()
/// must be called on the same one. Errors are values; after one, committed data stays readable.
class Recorder {
public:
    /// Creates `path` (mode 0600) and its folder (0700). Fails if the file exists. `part`: the number of the
    /// file in a rotated recording.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> open(const QString& path,
                                                                const SessionInfo& session, int part = 1);
    /// Closes; prefer close(), which reports errors.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Adds a batch to the current transaction. Events with a known key replace the earlier version.
    Status write(const Batch& batch);
    /// Makes everything written so far durable; must be called at least twice per second.
    Status commit();
    /// Commits, marks the session as complete and leaves a single file. After an error, nothing more is
    /// written: committed data stays, and the file is not marked as complete.
    Status close();

    /// Whether the file that is written is still the one at path(): it may have been deleted, renamed or replaced.
    [[nodiscard]] bool isAtItsPath() const;
    /// Copies all that was written to a new file at `path`, committed, and continues there. After an error the old
    /// file is written on, even if no path leads to it any more.
    Status moveTo(const QString& path);

    [[nodiscard]] const QString& path() const;
    /// Bytes on disk, the write-ahead log included.
    [[nodiscard]] std::uint64_t size() const;

private:
    struct State;
    explicit Recorder(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::model
