// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/watch_session.h"

#include "client/types/event_names.h"
#include "model/recording/recorder.h"

#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <utility>

namespace maintscope::app {

using namespace std::chrono_literals;

namespace {

/// Added to the time that a reply may take; later replies are not expected.
constexpr auto kStopSlack = 250ms;
/// Limit for the wait when the user closes the window, even if the relaxed timeout is longer.
constexpr Duration kLongestStop = 1s;

/// Bytes for the samples of the last ten minutes, ten bytes each; the recorder is at most seconds behind.
std::size_t samplesInMemory(const ProbePlan& probe) {
    const double perSecond = probe.ratePerSecond * probe.connections * (probe.control ? 2 : 1);
    return std::clamp(static_cast<std::size_t>(perSecond * 600 * 10), std::size_t{1} << 19,
                      model::SampleLog::kDefaultLimit);
}

model::SessionInfo sessionOf(const TargetSettings& settings, WallTime start) {
    model::SessionInfo session = model::newSession(start);
    session.targets.push_back(model::targetInfo(settings));
    return session;
}

} // namespace

WatchSession::WatchSession(const TargetSettings& settings, const QString& recordingFolder, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_client(io::ClientThread::Consumers{.recorder = true, .view = true})
    , m_recorder(m_client.recorderMailbox())
    , m_stores(sessionOf(settings, m_client.clock().startedAt()))
    , m_eventTable(m_stores.events())
    , m_samples(samplesInMemory(settings.probe)) {
    m_recordingPath = model::recordingPath(recordingFolder, info().startedWall,
                                           QString::fromStdString(info().targets.front().name));
    m_eventTable.setProtectedConnections(settings.probe.connections);
    m_stopDeadline.setSingleShot(true);
    connect(&m_client, &io::ClientThread::batchArrived, this,
            [this](const BatchPtr& batch) { take(*batch); });
    connect(&m_client, &io::ClientThread::targetFinished, this, [this] { finish(); });
    connect(&m_stopDeadline, &QTimer::timeout, this, [this] { finish(); });
    connect(&m_recorder, &RecorderThread::failed, this, [this](const Error& error) {
        m_recordingError = error;
        m_samples.setRecording({});
        Q_EMIT recordingFailed(error);
    });
    connect(&m_recorder, &RecorderThread::moved, this, [this](const QString& from, const QString& to) {
        m_recordingPath = to;
        m_samples.setRecording(to);
        m_client.publish(recordingMovedEvent(from, to));
    });
}

WatchSession::~WatchSession() {
    abandon();
}

void WatchSession::abandon() {
    if (!std::exchange(m_running, false)) return;
    m_client.shutdown();
    m_samples.closeRecording();
    (void)m_recorder.finish();
}

Status WatchSession::start() {
    const Status recording = m_recorder.start(m_recordingPath, info());
    if (recording)
        m_samples.setRecording(m_recordingPath);
    else
        m_recordingError = recording.error();
    m_running = true;
    m_client.start();
    m_client.addTarget(m_settings);
    return recording;
}

void WatchSession::stop() {
    if (!m_running || m_stopDeadline.isActive()) return;
    m_client.stopAll();
    const Duration patience = std::min(m_settings.timeouts.normal, kLongestStop) + kStopSlack;
    m_stopDeadline.start(std::chrono::duration_cast<std::chrono::milliseconds>(patience));
}

void WatchSession::finish() {
    if (!m_running) return;
    m_stopDeadline.stop();
    m_client.shutdown(); // hands over the last batch and closes the recorder's mailbox
    m_end = m_client.clock().now();
    m_running = false;
    m_samples.closeRecording();
    if (const Status status = m_recorder.finish(); !status && !m_recordingError)
        m_recordingError = status.error();
    Q_EMIT finished();
}

Status WatchSession::flush() {
    if (m_recordingError) return *m_recordingError;
    return m_running ? m_recorder.flush() : success();
}

void WatchSession::take(const Batch& batch) {
    m_stores.apply(batch);
    for (const Event& event : batch.events) {
        if (event.role == ProbeRole::Protected &&
            (event.name == names::kUnannounced || event.name == names::kSilent))
            ++m_unannounced;
        if (event.kind == EventKind::LocalStall)
            m_loopLag = std::max(m_loopLag, event.end.value_or(event.at) - event.at);
        if (event.name == names::kOptInAsked || event.name == names::kOptInAgain ||
            event.kind == EventKind::Disconnect)
            Q_EMIT optInEvent(event);
        if (event.name == names::kNotRecorded)
            m_dropped += static_cast<std::uint64_t>(figure(event, "samples").value_or(0) +
                                                    figure(event, "events").value_or(0));
    }
    for (const Sample& sample : batch.samples) {
        if (sample.role == ProbeRole::Protected && isFailure(sample.outcome)) ++m_failed;
        m_samples.add(sample);
    }
    m_omitted += batch.omittedSamples + batch.omittedEvents;
}

std::vector<model::Gap> WatchSession::protectedGaps(MonoTime now) const {
    std::vector<model::Gap> gaps = stores().gaps(ProbeRole::Protected, now).listed;
    std::erase_if(gaps, [](const model::Gap& gap) { return gap.connection.value != 0; });
    return gaps;
}

const Event* WatchSession::event(EventKey key) const {
    const int row = m_stores.events().rowOf(key);
    return row < 0 ? nullptr : &m_stores.events().at(row);
}

Result<model::SpanStatistics> WatchSession::statistics(MonoTime from, MonoTime to) const {
    return model::spanStatistics(stores().info(), from, to, m_stores.events().events(),
                                 [this](const model::TimeRange& range, const model::SampleVisitor& visit) {
                                     return samples(range, visit);
                                 });
}

MonoTime WatchSession::now() const {
    return m_running ? m_client.clock().now() : std::max(m_stores.until(), m_end);
}

ui::SessionStatus WatchSession::status() const {
    ui::SessionStatus status;
    status.recorded = now() - kSessionStart;
    status.bytes =
        m_running ? m_recorder.bytesOnDisk() : static_cast<std::uint64_t>(QFileInfo(m_recordingPath).size());
    status.connections = m_settings.probe.connections * (m_settings.probe.control ? 2 : 1);
    status.ratePerSecond = m_settings.probe.ratePerSecond * status.connections;
    status.loopLag = m_loopLag;
    status.dropped = m_dropped;
    status.omitted = m_omitted;
    status.error = m_recordingError;
    return status;
}

model::AlertFacts WatchSession::alertFacts(SessionId id) const {
    constexpr std::ptrdiff_t kLatest = 4;
    model::AlertFacts facts;
    facts.id = id;
    facts.name = QString::fromStdString(stores().info().name);
    facts.now = now();
    facts.gaps = protectedGaps(facts.now);
    if (std::ssize(facts.gaps) > kLatest) facts.gaps.erase(facts.gaps.begin(), facts.gaps.end() - kLatest);
    facts.failed = m_failed;
    facts.unannounced = m_unannounced;
    const model::TargetStatus now = status(facts.now);
    facts.serving = now.serving;
    facts.optedIn = now.optedIn;
    facts.wantsOptIn = m_settings.policy != Policy::Never;
    return facts;
}

model::TargetRow WatchSession::row(SessionId id) {
    model::FleetInput input;
    input.timeline = &timeline();
    input.metrics = &metrics();
    input.now = now();
    input.status = status(input.now);
    input.gaps = protectedGaps(input.now);
    input.start = info().startedWall;
    input.running = m_running;
    return model::targetRow(id, input, m_minutes);
}

} // namespace maintscope::app

#include "moc_watch_session.cpp"
