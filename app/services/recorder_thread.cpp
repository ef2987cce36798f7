// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/recorder_thread.h"

#include "client/types/event_names.h"
#include "model/catalogue/recordings_catalogue.h"

#include <QFileInfo>
#include <QLoggingCategory>

#include <algorithm>
#include <chrono>
#include <utility>

namespace maintscope::app {

using Qt::Literals::StringLiterals::operator""_s;

namespace {

Q_LOGGING_CATEGORY(lcRecorder, "model.recorder")

// The guaranteed interval is half a second; the margin is for a slow disk.
constexpr std::chrono::milliseconds kCommitInterval{400};
constexpr std::chrono::milliseconds kCommandLatency{50};
/// Time until the next attempt after a file could not be begun.
constexpr std::chrono::minutes kRotationPause{1};

} // namespace

RecorderThread::RecorderThread(io::RecorderMailbox& batches, QObject* parent)
    : QObject(parent)
    , m_batches(batches)
    , m_bell([this] { onBell(); })
    , m_errors([this] { m_bell.ring(); })
    , m_begunParts([this] { m_bell.ring(); })
    , m_moves([this] { m_bell.ring(); }) {}

RecorderThread::~RecorderThread() {
    (void)finish();
}

QStringList RecorderThread::paths() const {
    const std::scoped_lock lock(m_pathsMutex);
    return m_paths;
}

Status RecorderThread::start(const QString& path, const model::SessionInfo& session,
                             const Rotation& rotation) {
    m_path = path;
    m_paths = {path};
    m_rotation = rotation;
    const auto opened = std::make_shared<std::promise<Status>>();
    std::future<Status> result = opened->get_future();
    m_thread = std::jthread([this, path, session, opened] { run(path, session, opened); });
    Status status = result.get();
    if (!status) m_thread.join();
    // On a thread of its own, because reading hundreds of files takes time and nothing depends on the result.
    const QString folder = QFileInfo(path).absolutePath();
    if (status && folder == QFileInfo(model::defaultRecordingFolder()).absoluteFilePath())
        m_pruning = std::jthread([folder, rules = m_pruneRules] {
            const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
            for (const Error& error : model::pruneRecordings(folder, now, rules).errors)
                qCWarning(lcRecorder, "%s", toString(error).c_str());
        });
    return status;
}

Status RecorderThread::flush() {
    if (!m_thread.joinable()) return success();
    const auto done = std::make_shared<std::promise<Status>>();
    std::future<Status> result = done->get_future();
    m_flushRequests.post(done);
    // The thread may end before it sees the request; then everything is durable, or the error is known.
    while (result.wait_for(kCommandLatency) != std::future_status::ready) {
        if (m_flushRequests.closed()) return finish();
    }
    return result.get();
}

Status RecorderThread::finish() {
    m_batches.close(); // a thread that waits for batches could not be joined
    if (m_thread.joinable()) m_thread.join();
    if (m_pruning.joinable()) m_pruning.join();
    onBell();
    if (m_firstError) return *m_firstError;
    return success();
}

void RecorderThread::run(const QString& path, const model::SessionInfo& session,
                         const std::shared_ptr<std::promise<Status>>& opened) {
    auto recorder = model::Recorder::open(path, session);
    if (!recorder) {
        opened->set_value(recorder.error());
        return;
    }
    opened->set_value(success());
    record(*recorder, session);
    note((*recorder)->close());
    m_flushRequests.close();
}

void RecorderThread::record(std::unique_ptr<model::Recorder>& recorder, const model::SessionInfo& session) {
    auto lastCommit = std::chrono::steady_clock::now();
    bool dirty = false;
    for (;;) {
        const bool closed = m_batches.closed(); // read first, so that no batch before the close is missed
        const std::vector<BatchPtr> batches = m_batches.waitAndTake(kCommandLatency);
        writeAll(*recorder, batches);
        dirty = dirty || !batches.empty();
        for (const FlushRequest& done : m_flushRequests.takeAll())
            carryOut(*recorder, done);
        const auto now = std::chrono::steady_clock::now();
        if (dirty && now - lastCommit >= kCommitInterval) {
            if (!m_firstError) note(recorder->commit());
            if (!m_firstError && !recorder->isAtItsPath()) rescue(*recorder);
            m_bytesOnDisk = recorder->size();
            lastCommit = now;
            dirty = false;
            if (!m_firstError && rotationIsDue(*recorder)) rotate(recorder, session);
        }
        if (closed && batches.empty()) return;
    }
}

void RecorderThread::writeAll(model::Recorder& recorder, const std::vector<BatchPtr>& batches) {
    for (const BatchPtr& batch : batches) {
        if (m_firstError) return; // only the first error is reported
        note(recorder.write(*batch));
        for (const Event& event : batch->events)
            m_snapshot.add(event);
        m_until = std::max(m_until, batch->until);
        m_untilWall = std::max(m_untilWall, batch->untilWall);
    }
}

bool RecorderThread::rotationIsDue(const model::Recorder& recorder) const {
    if (m_until < m_nextRotation) return false;
    return (m_rotation.length && m_until - m_partSince >= *m_rotation.length) ||
           (m_rotation.bytes && recorder.size() >= *m_rotation.bytes);
}

/// A deleted or renamed file takes writes without an error until the program ends, and then nobody finds them.
void RecorderThread::rescue(model::Recorder& recorder) {
    const QString from = recorder.path();
    const QString to = model::savedPath(from);
    if (const Status moved = recorder.moveTo(to); !moved) {
        note(moved);
        return;
    }
    {
        const std::scoped_lock lock(m_pathsMutex);
        m_paths.last() = to;
    }
    m_moves.post({from, to});
}

/// Begins the next file before it closes the current one; if that fails, the current one continues.
void RecorderThread::rotate(std::unique_ptr<model::Recorder>& recorder, const model::SessionInfo& session) {
    const int part = static_cast<int>(paths().size()) + 1;
    m_nextRotation = m_until + kRotationPause;
    auto next = model::Recorder::open(model::partPath(m_path, part), session, part);
    if (!next) {
        qCWarning(lcRecorder, "%s", toString(next.error()).c_str());
        return;
    }
    Batch carried;
    carried.events = m_snapshot.eventsAt(m_until, m_untilWall);
    carried.until = m_until;
    Status status = (*next)->write(carried);
    if (status) status = (*next)->commit();
    if (!status) {
        qCWarning(lcRecorder, "%s", toString(status.error()).c_str());
        return;
    }
    note(recorder->close());
    recorder = std::move(*next);
    m_partSince = m_until;
    m_nextRotation = m_until;
    m_begunParts.post(recorder->path());
    const std::scoped_lock lock(m_pathsMutex);
    m_paths += recorder->path();
}

void RecorderThread::carryOut(model::Recorder& recorder, const FlushRequest& done) {
    writeAll(recorder, m_batches.takeAll());
    const Status committed = recorder.commit();
    note(committed);
    done->set_value(m_firstError ? Status(*m_firstError) : committed);
}

void RecorderThread::note(const Status& status) {
    if (status || m_firstError) return;
    m_firstError = status.error();
    m_errors.post(status.error());
}

void RecorderThread::onBell() {
    for (const Error& error : m_errors.takeAll())
        Q_EMIT failed(error);
    for (const QString& path : m_begunParts.takeAll())
        Q_EMIT partBegun(path);
    for (const auto& [from, to] : m_moves.takeAll())
        Q_EMIT moved(from, to);
}

Event recordingMovedEvent(const QString& from, const QString& to) {
    Event event;
    event.kind = EventKind::Recording;
    event.severity = Severity::Warning;
    event.name = names::kRecordingMoved;
    event.text = (u"the file "_s + QFileInfo(from).fileName() +
                  u" was deleted, renamed or replaced while it was written; all of the recording is in "_s +
                  QFileInfo(to).fileName())
                     .toStdString();
    return event;
}

} // namespace maintscope::app

#include "moc_recorder_thread.cpp"
