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

/// When a recording goes on in a new file (`NAME.part2.maintscope`, ...); by default never. For runs of days:
/// a part that is closed can be read, moved and pruned while the recording goes on.
struct Rotation {
    std::optional<Duration> length;
    std::optional<std::uint64_t> bytes;
    friend bool operator==(const Rotation&, const Rotation&) = default;
};

/// Writes a session's batches into its recording, on a thread of its own: the disk may be slow, the client
/// must not notice. Commits at least twice a second. Functions are for the owner's thread.
class RecorderThread final : public QObject {
    Q_OBJECT
public:
    explicit RecorderThread(io::RecorderMailbox& batches, QObject* parent = nullptr);
    ~RecorderThread() override; ///< as finish(); the mailbox must have been closed

    /// Creates the recording and waits until that is done; then records until the mailbox is closed.
    /// Where that is in the folder of recordings, scratch recordings that are too old, or too many, are
    /// pruned.
    [[nodiscard]] Status start(const QString& path, const model::SessionInfo& session,
                               const Rotation& rotation = {});
    /// What start() prunes by.
    void setPruneRules(const model::PruneRules& rules) { m_pruneRules = rules; }
    /// Waits until everything that is in the mailbox now is durable: to be called before the file is read.
    [[nodiscard]] Status flush();
    /// Waits for the end, which comes after the mailbox was closed. The first error, if there was one.
    [[nodiscard]] Status finish();

    /// The first file.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// All files so far, in their order; any thread.
    [[nodiscard]] QStringList paths() const;
    /// Bytes on disk after the last commit; any thread.
    [[nodiscard]] std::uint64_t bytesOnDisk() const { return m_bytesOnDisk; }

Q_SIGNALS:
    /// Once, when recording has stopped before its time: the disk is full, the folder is gone. Emitted on the
    /// owner's thread; what was committed stays.
    void failed(const maintscope::Error& error);
    /// The recording goes on in a new file. Emitted on the owner's thread.
    void partBegun(const QString& path);

private:
    /// What flush() waits for.
    using FlushRequest = std::shared_ptr<std::promise<Status>>;

    void run(const QString& path, const model::SessionInfo& session,
             const std::shared_ptr<std::promise<Status>>& opened);
    void record(std::unique_ptr<model::Recorder>& recorder, const model::SessionInfo& session);
    [[nodiscard]] bool rotationIsDue(const model::Recorder& recorder) const;
    void rotate(std::unique_ptr<model::Recorder>& recorder, const model::SessionInfo& session);
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
    std::thread m_thread;
    model::PruneRules m_pruneRules;
    std::thread m_pruning;
    // The recorder thread's own.
    model::RotationSnapshot m_snapshot;
    MonoTime m_until{};
    WallTime m_untilWall{};
    MonoTime m_partSince{};
    MonoTime m_nextRotation{}; ///< not before: where a file cannot be begun it is not tried twice a second
    std::atomic<std::uint64_t> m_bytesOnDisk{0};
    std::optional<Error> m_firstError; ///< the recorder thread's, until it has been joined
};

} // namespace maintscope::app
