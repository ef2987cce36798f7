// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recorder_thread.h"

#include <chrono>
#include <utility>

namespace maintscope::app {

namespace {

// Twice a second is promised; the rest is for a slow disk.
constexpr std::chrono::milliseconds kCommitInterval{400};
constexpr std::chrono::milliseconds kCommandLatency{50};

} // namespace

RecorderThread::RecorderThread(io::RecorderMailbox& batches, QObject* parent)
    : QObject(parent)
    , m_batches(batches)
    , m_bell([this] { onBell(); })
    , m_errors([this] { m_bell.ring(); }) {}

RecorderThread::~RecorderThread() {
    (void)finish();
}

Status RecorderThread::start(const QString& path, const model::SessionInfo& session) {
    m_path = path;
    const auto opened = std::make_shared<std::promise<Status>>();
    std::future<Status> result = opened->get_future();
    m_thread = std::thread([this, path, session, opened] { run(path, session, opened); });
    Status status = result.get();
    if (!status) m_thread.join();
    return status;
}

void RecorderThread::addTarget(const model::TargetInfo& target) {
    m_commands.post(AddTarget{target});
}

Status RecorderThread::flush() {
    if (!m_thread.joinable()) return success();
    const auto done = std::make_shared<std::promise<Status>>();
    std::future<Status> result = done->get_future();
    m_commands.post(Flush{done});
    // The thread may end before it sees the request; then all is durable, or the error is known.
    while (result.wait_for(kCommandLatency) != std::future_status::ready) {
        if (m_commands.closed()) return finish();
    }
    return result.get();
}

Status RecorderThread::finish() {
    if (m_thread.joinable()) m_thread.join();
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
    record(**recorder);
    note((*recorder)->close());
    m_commands.close();
}

void RecorderThread::record(model::Recorder& recorder) {
    auto lastCommit = std::chrono::steady_clock::now();
    bool dirty = false;
    for (;;) {
        const bool closed = m_batches.closed(); // asked first: what comes before the close is not missed
        const std::vector<BatchPtr> batches = m_batches.waitAndTake(kCommandLatency);
        writeAll(recorder, batches);
        dirty = dirty || !batches.empty();
        for (Command& command : m_commands.takeAll())
            carryOut(recorder, command);
        const auto now = std::chrono::steady_clock::now();
        if (dirty && now - lastCommit >= kCommitInterval) {
            note(recorder.commit());
            m_bytesOnDisk = recorder.size();
            lastCommit = now;
            dirty = false;
        }
        if (closed && batches.empty()) return;
    }
}

void RecorderThread::writeAll(model::Recorder& recorder, const std::vector<BatchPtr>& batches) {
    for (const BatchPtr& batch : batches) {
        if (m_firstError) return; // one error is told; the disk does not get better by a thousand more
        note(recorder.write(*batch));
    }
}

void RecorderThread::carryOut(model::Recorder& recorder, Command& command) {
    if (auto* add = std::get_if<AddTarget>(&command)) {
        note(recorder.addTarget(add->target));
        return;
    }
    writeAll(recorder, m_batches.takeAll());
    const Status committed = recorder.commit();
    note(committed);
    std::get<Flush>(command).done->set_value(m_firstError ? Status(*m_firstError) : committed);
}

void RecorderThread::note(const Status& status) {
    if (status || m_firstError) return;
    m_firstError = status.error();
    m_errors.post(status.error());
}

void RecorderThread::onBell() {
    for (const Error& error : m_errors.takeAll())
        Q_EMIT failed(error);
}

} // namespace maintscope::app
