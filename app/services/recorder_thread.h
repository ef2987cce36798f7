// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/target/outlet.h"
#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "client/types/result.h"
#include "model/base/session_info.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/recording/recorder.h"
#include "model/recording/rotation_snapshot.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <atomic>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace maintscope::app {

/// When a recording continues in a new file (`NAME.part2.maintscope`, ...); never by default. For runs of several
/// days: a closed part can be read, moved and pruned while the recording continues.
struct Rotation {
    std::optional<Duration> length;
    std::optional<std::uint64_t> bytes;
    friend bool operator==(const Rotation&, const Rotation&) = default;
};

/// Writes the batches of a session into its recording. Runs on a thread of its own, so that a slow disk does not
/// affect the client. Commits at least twice a second. Call all functions on the thread of the owner.
class RecorderThread final : public QObject {
    Q_OBJECT
public:
    explicit RecorderThread(io::RecorderMailbox& batches, QObject* parent = nullptr);
    ~RecorderThread() override; ///< like finish()

    /// Creates the recording, waits until the file exists, and records until the mailbox is closed. If the
    /// file is in the folder of recordings, scratch recordings are pruned.
    [[nodiscard]] Status start(const QString& path, const model::SessionInfo& session,
                               const Rotation& rotation = {});
    /// The rules by which start() prunes.
    void setPruneRules(const model::PruneRules& rules) { m_pruneRules = rules; }
    /// Waits until the current content of the mailbox is durable. Call it before reading the file.
    [[nodiscard]] Status flush();
    /// Closes the mailbox, writes what is in it and waits for the end: it needs nobody else to end. The first
    /// error, if there was one.
    [[nodiscard]] Status finish();

    /// The first file.
    [[nodiscard]] QString path() const { return paths().first(); }
    /// All files so far, in order; any thread.
    [[nodiscard]] QStringList paths() const;
    /// Bytes on disk after the last commit; any thread.
    [[nodiscard]] std::uint64_t bytesOnDisk() const { return m_bytesOnDisk; }

Q_SIGNALS:
    /// Recording has stopped early, for example because the disk is full or the folder is missing. Emitted once,
    /// on the thread of the owner; committed data stays.
    void failed(const maintscope::Error& error);
    /// The recording continues in a new file. Emitted on the thread of the owner.
    void partBegun(const QString& path);
    /// The file `from` was deleted, renamed or replaced while it was written; a complete copy is `to`, where the
    /// recording continues. Emitted on the thread of the owner.
    void moved(const QString& from, const QString& to);

private:
    /// Fulfilled once the data is durable; flush() waits for it.
    using FlushRequest = std::shared_ptr<std::promise<Status>>;

    void run(const QString& path, const model::SessionInfo& session,
             const std::shared_ptr<std::promise<Status>>& opened);
    void record(std::unique_ptr<model::Recorder>& recorder, const model::SessionInfo& session);
    [[nodiscard]] bool rotationIsDue(const model::Recorder& recorder) const;
    void rotate(std::unique_ptr<model::Recorder>& recorder, const model::SessionInfo& session);
    void rescue(model::Recorder& recorder);
    void writeAll(model::Recorder& recorder, const std::vector<BatchPtr>& batches);
    void carryOut(model::Recorder& recorder, const FlushRequest& done);
    void note(const Status& status);
    void onBell();

    io::RecorderMailbox& m_batches;
    QString m_path;
    Rotation m_rotation;
    mutable std::mutex m_pathsMutex;
    QStringList m_paths;
    io::Doorbell m_bell;
    io::Mailbox<FlushRequest> m_flushRequests;
    io::Mailbox<Error> m_errors;
    io::Mailbox<QString> m_begunParts;
    io::Mailbox<std::pair<QString, QString>> m_moves;
    std::jthread m_thread;
    model::PruneRules m_pruneRules;
    std::jthread m_pruning;
    // The recorder thread's own.
    model::RotationSnapshot m_snapshot;
    MonoTime m_until{};
    WallTime m_untilWall{};
    MonoTime m_partSince{};
    MonoTime m_nextRotation{}; ///< earliest time of the next attempt to begin a file
    std::atomic<std::uint64_t> m_bytesOnDisk{0};
    std::optional<Error> m_firstError; ///< used by the recorder thread until it is joined
};

/// The event that shows RecorderThread::moved() on the timeline.
[[nodiscard]] Event recordingMovedEvent(const QString& from, const QString& to);

} // namespace maintscope::app
