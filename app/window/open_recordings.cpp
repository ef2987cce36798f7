// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/open_recordings.h"

#include "app/window/replay_session.h"
#include "model/base/format.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/recording/recording_files.h"
#include "ui/targets/targets_panel.h"
#include "ui/widgets/verdict_badge.h"
#include "ui/window/transport_bar.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace maintscope::app {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Higher than any id of WatchedTargets, so that ids are unique in the window.
constexpr std::uint32_t kFirstRecording = 1U << 31U;

QString noticeOf(const ReplaySession& session) {
    if (session.recording().ending() == model::Recovery::Ending::BeingWritten)
        return OpenRecordings::tr("Another program is still writing this recording. The window shows it up "
                                  "to the moment it was opened.");
    return session.recovery() ? model::recoveryText(*session.recovery()) : QString();
}

} // namespace

struct OpenRecordings::Opened {
    SessionId id;
    std::unique_ptr<ReplaySession> session;
    ui::RecordingFacts facts;
};

OpenRecordings::OpenRecordings(QObject* parent)
    : QObject(parent)
    , m_lastId(kFirstRecording) {}

OpenRecordings::~OpenRecordings() = default;

Result<SessionId> OpenRecordings::open(const QString& path) {
    for (const auto& opened : m_opened)
        if (QFileInfo(opened->session->recordingPath()) == QFileInfo(path)) return opened->id;
    auto session = ReplaySession::open(path);
    if (!session) return session.error();
    // Another part of a recording that is already open.
    const QStringList beside = model::partsBeside(path);
    for (const auto& opened : m_opened)
        if (beside.contains(opened->session->recordingPath()) &&
            opened->session->recording().session().uuid == (*session)->recording().session().uuid)
            return opened->id;
    const SessionId id{++m_lastId};
    auto opened = std::make_unique<Opened>();
    opened->id = id;
    opened->session = std::move(*session);
    const model::RecordingRun& recording = opened->session->recording();
    opened->facts.name = recording.keptName().empty() ? QFileInfo(path).completeBaseName()
                                                      : model::escapeServerText(recording.keptName());
    opened->facts.length = opened->session->end() - kSessionStart;
    opened->facts.notice = noticeOf(*opened->session);
    ReplaySession* raw = opened->session.get();
    connect(raw, &ReplaySession::loaded, this, [this, id] {
        Opened& one = *find(id);
        if (const QString notice = noticeOf(*one.session); notice != one.facts.notice) {
            one.facts.notice = notice;
            Q_EMIT known(id);
        }
        Q_EMIT loaded(id);
    });
    connect(raw, &ReplaySession::playingChanged, this, [this, id] { Q_EMIT playingChanged(id); });
    m_opened.push_back(std::move(opened));
    judge(id, path);
    return id;
}

/// Reads the whole file a second time, so that the view need not wait for the verdict.
void OpenRecordings::judge(SessionId id, const QString& path) {
    m_work.run([path] { return model::judgeRecording(path); },
               [this, id](const Result<model::RecordingVerdict>& verdict) {
                   Opened* opened = find(id);
                   if (!opened) return;
                   if (verdict) {
                       opened->facts.verdict = verdict->verdict;
                       opened->facts.sentence = verdict->sentence;
                   } else {
                       opened->facts.sentence =
                           tr("No verdict: %1").arg(model::escapeServerText(toString(verdict.error())));
                   }
                   Q_EMIT known(id);
               });
}

void OpenRecordings::close(SessionId id) {
    std::erase_if(m_opened, [id](const auto& one) { return one->id == id; });
}

OpenRecordings::Opened* OpenRecordings::find(SessionId id) const {
    const auto found =
        std::find_if(m_opened.begin(), m_opened.end(), [id](const auto& one) { return one->id == id; });
    return found == m_opened.end() ? nullptr : found->get();
}

ReplaySession* OpenRecordings::session(SessionId id) const {
    const Opened* opened = find(id);
    return opened ? opened->session.get() : nullptr;
}

ui::SessionView OpenRecordings::view(SessionId id) const {
    const Opened* opened = find(id);
    if (!opened) return {};
    ReplaySession& session = *opened->session;
    return {id,
            &session,
            &session.eventTable(),
            &session.recording().session(),
            session.recordingPath(),
            opened->facts};
}

ui::RecordingFacts OpenRecordings::facts(SessionId id) const {
    const Opened* opened = find(id);
    return opened ? opened->facts : ui::RecordingFacts{};
}

ui::ReplayState OpenRecordings::replay(SessionId id) const {
    const ReplaySession* session = this->session(id);
    if (!session) return {};
    return {session->playing(), session->loading(), session->speed(), session->now(), session->end()};
}

std::vector<ui::OpenRecording> OpenRecordings::all() const {
    std::vector<ui::OpenRecording> all;
    for (const auto& opened : m_opened)
        all.push_back({opened->id, opened->facts.name,
                       opened->facts.verdict ? ui::verdictWord(*opened->facts.verdict) : QString()});
    return all;
}

bool OpenRecordings::isOpen(const QString& path) const {
    return std::any_of(m_opened.begin(), m_opened.end(), [&path](const auto& opened) {
        return QFileInfo(opened->session->recordingPath()) == QFileInfo(path);
    });
}

} // namespace maintscope::app

#include "moc_open_recordings.cpp"
