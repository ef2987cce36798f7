// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/replay_session.h"

#include <utility>

namespace maintscope::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kPlayStep = 50ms; ///< the interval at which a live session delivers batches

} // namespace

Result<std::unique_ptr<ReplaySession>> ReplaySession::open(const QString& path) {
    auto recording = model::RecordingRun::open(path);
    if (!recording) return recording.error();
    if (recording->session().targets.empty())
        return Error{"The recording has no target.", path.toStdString(), {}, "Choose another recording."};
    return std::unique_ptr<ReplaySession>(new ReplaySession(std::move(recording.value()), path));
}

ReplaySession::ReplaySession(model::RecordingRun recording, const QString& path)
    : m_recording(std::move(recording))
    , m_path(path)
    , m_stores(m_recording.session())
    , m_eventTable(m_stores.events())
    , m_replay(m_recording)
    , m_target(m_recording.session().targets.front().id) {
    m_eventTable.setProtectedConnections(m_recording.session().targets.front().probe.connections);
    connect(&m_timer, &QTimer::timeout, this, &ReplaySession::step);
    seek(end());
}

void ReplaySession::play() {
    if (m_replay.atEnd()) seek(kSessionStart);
    m_replay.play();
    m_sinceStep.restart();
    if (!m_replay.seeking()) m_timer.start(kPlayStep);
    reportPlaying();
}

void ReplaySession::pause() {
    m_replay.pause();
    if (!m_replay.seeking()) m_timer.stop();
    reportPlaying();
}

void ReplaySession::seek(MonoTime to) {
    m_replay.seek(to);
    // A replay that has reached its end stays paused when the user seeks back.
    if (m_replay.atEnd()) m_replay.pause();
    m_reading = {};
    m_timer.start(0ms); // runs whenever the event loop is idle
    reportPlaying();
}

void ReplaySession::reportPlaying() {
    if (m_reported == m_replay.playing()) return;
    m_reported = m_replay.playing();
    Q_EMIT playingChanged(m_reported);
}

void ReplaySession::step() {
    const bool wasSeeking = m_replay.seeking();
    const Duration elapsed = m_sinceStep.isValid() ? Duration(m_sinceStep.nsecsElapsed()) : Duration{};
    m_sinceStep.restart();
    const model::Replay::Step step = m_replay.step(elapsed);
    if (step.clear) m_stores.clear();
    if (const auto* chunk = std::get_if<model::StoredChunk>(&step.content)) {
        m_stores.apply(*chunk);
        m_reading.share = chunk->progress;
        m_reading.metricsTo = std::max(m_reading.metricsTo, chunk->until);
        if (!chunk->samples.empty()) m_reading.gapsTo = chunk->samples.back().done;
    }
    if (const auto* batch = std::get_if<Batch>(&step.content)) m_stores.apply(*batch);
    if (wasSeeking && !m_replay.seeking()) {
        if (m_replay.playing())
            m_timer.start(kPlayStep);
        else
            m_timer.stop();
        Q_EMIT loaded();
    }
    if (m_replay.atEnd() && !m_replay.seeking()) {
        m_replay.pause();
        m_timer.stop();
    }
    reportPlaying();
}

const Event* ReplaySession::event(EventKey key) const {
    const int row = m_stores.events().rowOf(key);
    return row < 0 ? nullptr : &m_stores.events().at(row);
}

Result<model::SpanStatistics> ReplaySession::statistics(MonoTime from, MonoTime to) const {
    return model::spanStatistics(target().info(), from, to, m_stores.events().events(),
                                 [this](const model::TimeRange& range, const model::SampleVisitor& visit) {
                                     return samples(range, visit);
                                 });
}

/// Reads the file, because the stores hold only what was played. Skips samples that end after the position.
Status ReplaySession::samples(const model::TimeRange& range, const model::SampleVisitor& visit) const {
    return m_recording.samples(
        range, [&](const Sample& sample) { return sample.done > m_replay.position() || visit(sample); });
}

} // namespace maintscope::app

#include "moc_replay_session.cpp"
