// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/watched_targets.h"

#include "app/demo/simulator.h"
#include "app/window/watch_session.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace maintscope::app {

struct WatchedTargets::Watched {
    SessionId id;
    TargetSettings settings;
    bool simulated = false;
    bool listed = true;                         ///< false: removed, but its measurement is still ending
    std::unique_ptr<demo::Simulator> simulator; ///< outlives the session that measures it
    std::unique_ptr<WatchSession> session;
};

WatchedTargets::WatchedTargets(QString recordingFolder, QObject* parent)
    : QObject(parent)
    , m_recordingFolder(std::move(recordingFolder)) {}

WatchedTargets::~WatchedTargets() = default;

SessionId WatchedTargets::add(const TargetSettings& settings, std::unique_ptr<demo::Simulator> simulator) {
    auto watched = std::make_unique<Watched>();
    const SessionId id{++m_lastId};
    watched->id = id;
    watched->settings = settings;
    watched->simulated = simulator != nullptr;
    watched->simulator = std::move(simulator);
    watched->session = std::make_unique<WatchSession>(settings, m_recordingFolder);
    watched->session->setPruneRules(m_pruneRules);
    WatchSession* session = watched->session.get();
    m_watched.push_back(std::move(watched));
    // Queued: a handler may delete the session, which must have returned from its signal by then.
    connect(
        session, &WatchSession::finished, this, [this, id] { onFinished(id); }, Qt::QueuedConnection);
    connect(session, &WatchSession::optInEvent, this,
            [this, id](const Event& event) { Q_EMIT optInEvent(id, event); });
    connect(session, &WatchSession::recordingFailed, this,
            [this, id](const Error& error) { Q_EMIT recordingFailed(id, error); });
    if (const Status recording = session->start(); !recording)
        QMetaObject::invokeMethod(
            this, [this, id, error = recording.error()] { Q_EMIT recordingFailed(id, error); },
            Qt::QueuedConnection);
    refresh();
    for (const model::PlannedWindow& window : m_planned)
        session->publish(model::plannedEvent(window, session->info().startedWall));
    return id;
}

void WatchedTargets::publish(SessionId id, const Event& event) {
    WatchSession* session = this->session(id);
    if (session && session->running()) session->publish(event);
}

Status WatchedTargets::flush(const QString& recordingPath) {
    const auto id = sessionOf(recordingPath);
    return id ? session(*id)->flush() : success();
}

void WatchedTargets::setEnvironment(SessionId id, Environment environment) {
    Watched* watched = find(id);
    if (!watched) return;
    watched->settings.environment = environment;
    watched->session->setEnvironment(environment);
    refresh();
}

WatchedTargets::Watched* WatchedTargets::find(SessionId id) const {
    const auto found =
        std::find_if(m_watched.begin(), m_watched.end(), [id](const auto& one) { return one->id == id; });
    return found == m_watched.end() ? nullptr : found->get();
}

void WatchedTargets::stop(SessionId id) {
    if (Watched* watched = find(id)) watched->session->stop();
}

void WatchedTargets::stopAll() {
    for (const auto& watched : m_watched)
        watched->session->stop();
}

void WatchedTargets::abandonAll() {
    for (const auto& watched : m_watched) {
        watched->session->abandon();
        watched->simulator.reset(); // removes its temporary folder, too
    }
}

int WatchedTargets::optInAgain() {
    int targets = 0;
    for (const auto& watched : m_watched) {
        if (!watched->session->running()) continue;
        watched->session->optInAgain();
        ++targets;
    }
    return targets;
}

void WatchedTargets::remove(SessionId id) {
    Watched* watched = find(id);
    if (!watched) return;
    watched->listed = false;
    refresh();
    if (watched->session->running())
        watched->session->stop();
    else
        std::erase_if(m_watched, [id](const auto& one) { return one->id == id; });
}

void WatchedTargets::onFinished(SessionId id) {
    Watched* watched = find(id);
    if (!watched) return;
    watched->simulator.reset();
    if (!watched->listed) std::erase_if(m_watched, [id](const auto& one) { return one->id == id; });
    refresh();
    Q_EMIT ended(id);
}

WatchSession* WatchedTargets::session(SessionId id) const {
    const Watched* watched = find(id);
    return watched ? watched->session.get() : nullptr;
}

const TargetSettings* WatchedTargets::settings(SessionId id) const {
    const Watched* watched = find(id);
    return watched ? &watched->settings : nullptr;
}

std::optional<SessionId> WatchedTargets::sessionOf(const QString& recordingPath) const {
    for (const auto& watched : m_watched)
        if (watched->listed && watched->session->running() &&
            QFileInfo(watched->session->recordingPath()) == QFileInfo(recordingPath))
            return watched->id;
    return std::nullopt;
}

bool WatchedTargets::isSimulator(SessionId id) const {
    const Watched* watched = find(id);
    return watched && watched->simulated;
}

ui::SessionView WatchedTargets::view(SessionId id) const {
    WatchSession* session = this->session(id);
    if (!session) return {};
    return {id, session, &session->eventTable(), &session->info(), session->recordingPath()};
}

int WatchedTargets::running() const {
    return static_cast<int>(std::count_if(m_watched.begin(), m_watched.end(),
                                          [](const auto& one) { return one->session->running(); }));
}

ui::SessionStatus WatchedTargets::status(SessionId id) const {
    const WatchSession* session = this->session(id);
    ui::SessionStatus status = session ? session->status() : ui::SessionStatus{};
    if (running() < 2) return status;
    status.targets = running();
    status.bytes = 0;
    status.connections = 0;
    status.ratePerSecond = 0;
    status.dropped = 0;
    status.omitted = 0;
    for (const auto& watched : m_watched) {
        if (!watched->session->running()) continue;
        const ui::SessionStatus one = watched->session->status();
        status.bytes += one.bytes;
        status.connections += one.connections;
        status.ratePerSecond += one.ratePerSecond;
        status.dropped += one.dropped;
        status.omitted += one.omitted;
        status.loopLag = std::max(status.loopLag, one.loopLag);
    }
    return status;
}

std::vector<model::AlertFacts> WatchedTargets::alertFacts() const {
    std::vector<model::AlertFacts> all;
    for (const auto& watched : m_watched) {
        if (!watched->listed || !watched->session->running()) continue;
        all.push_back(watched->session->alertFacts(watched->id));
        const int row = m_targets.rowOf(watched->id);
        if (row >= 0) all.back().p99 = m_targets.row(row).p99;
    }
    return all;
}

std::vector<model::DiagnosticTarget> WatchedTargets::diagnostics() const {
    std::vector<model::DiagnosticTarget> all;
    for (const auto& watched : m_watched) {
        if (!watched->listed) continue;
        WatchSession& session = *watched->session;
        const ui::SessionStatus status = session.status();
        const ui::LiveSource& seen = session;
        all.push_back({seen.timeline().target(), seen.status(seen.now()), seen.running(), status.recorded,
                       status.bytes, status.dropped, status.loopLag, session.eventTable().rowCount()});
    }
    return all;
}

void WatchedTargets::refresh() {
    std::vector<model::TargetRow> rows;
    for (const auto& watched : m_watched)
        if (watched->listed) rows.push_back(watched->session->row(watched->id));
    m_targets.setRows(std::move(rows));
}

} // namespace maintscope::app

#include "moc_watched_targets.cpp"
