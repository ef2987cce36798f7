// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "client/types/result.h"
#include "model/session_info.h"

#include <QString>

#include <memory>

namespace maintscope::model {

/// Writes one session into one SQLite file. Usable from any one thread: open(), write(), commit() and close()
/// must be called on the same one. Errors are values; after one, what was committed stays readable.
class Recorder {
public:
    /// Creates `path` (mode 0600) and its folder (0700). Refuses a file that exists.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> open(const QString& path,
                                                                const SessionInfo& session);
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
    /// Commits, marks the session as complete and leaves one single file.
    Status close();

    [[nodiscard]] const QString& path() const;
    /// Bytes on disk, the write-ahead log included.
    [[nodiscard]] std::uint64_t size() const;

private:
    struct State;
    explicit Recorder(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// `$XDG_DATA_HOME/maintscope/recordings`, else `~/.local/share/maintscope/recordings`.
[[nodiscard]] QString defaultRecordingFolder();
/// A new name in `folder`: "2026-11-20T14-12-03Z-orders-prod.maintscope".
[[nodiscard]] QString recordingPath(const QString& folder, WallTime started, const QString& targetName);
/// Whether a recording could be created at `path`: says why not, changes nothing but the folder.
[[nodiscard]] Status checkRecordable(const QString& path);

} // namespace maintscope::model
