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
/// must be called on the same one. Errors are values; after one, what was committed stays readable.
class Recorder {
public:
    /// Creates `path` (mode 0600) and its folder (0700). Refuses a file that exists. `part`: counts the files
    /// of a recording that is rotated.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> open(const QString& path,
                                                                const SessionInfo& session, int part = 1);
    /// Closes; prefer close(), which can tell what went wrong.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// A target that joined after open().
    Status addTarget(const TargetInfo& target);
    /// Takes a batch into the transaction under way. Events under a known key replace what was there.
    Status write(const Batch& batch);
    /// Makes everything written so far durable; to be called at least twice a second.
    Status commit();
    /// Commits, marks the session as complete and leaves one single file. After an error nothing more is
    /// written: what was committed stays, and the file does not claim to be complete.
    Status close();

    [[nodiscard]] const QString& path() const;
    /// Bytes on disk, the write-ahead log included.
    [[nodiscard]] std::uint64_t size() const;

private:
    struct State;
    explicit Recorder(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::model
