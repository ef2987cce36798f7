// SPDX-License-Identifier: GPL-3.0-or-later
// A recording in the live view: opening it, playing it, closing it. Whatever is measured meanwhile goes on.
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/icons.h"
#include "ui/widgets/commands.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr Duration kReplayStep = 1s;

QList<QKeySequence> oneKey(const QKeySequence& key) {
    return {key};
}

} // namespace

void MainWindow::makeRecordingCommands() {
    m_openRecording =
        m_commands->add(MenuId::File, {"actionOpenRecording", tr("&Open Recording…"),
                                       tr("Look at a recording in the live view, or replay it"), "document",
                                       QKeySequence::keyBindings(QKeySequence::Open)});
    connect(m_openRecording, &QAction::triggered, this, &MainWindow::askRecording);
    makeRecentRecordings();
    m_closeRecording = m_commands->add(MenuId::File, {"actionCloseRecording", tr("C&lose Recording"),
                                                      tr("Back to what was looked at before; the file stays"),
                                                      "close", oneKey(Qt::CTRL | Qt::Key_W)});
    connect(m_closeRecording, &QAction::triggered, this,
            [this] { Q_EMIT closeRecordingRequested(m_session.id); });
    m_replayActions << m_closeRecording;
    m_compareSets =
        m_commands->add(MenuId::Tools, {"actionCompareSets", tr("Compare &Protected with Control"),
                                        tr("Lay both sets of connections of what is shown over each other"),
                                        "table", oneKey(Qt::CTRL | Qt::SHIFT | Qt::Key_D)});
    connect(m_compareSets, &QAction::triggered, this,
            [this] { Q_EMIT compareSetsRequested(m_session.recordingPath); });
    setAcceptDrops(true);
}

void MainWindow::makeReplayCommands() {
    QMenu* menu = m_commands->addMenu(MenuId::View, tr("Repla&y"), u"menuReplay"_s);
    const auto add = [&](const char* name, const QString& text, const QString& help, const char* iconName,
                         const QKeySequence& key, auto slot) {
        QAction* action = m_commands->add(menu, {name, text, help, iconName, oneKey(key), KeyScope::Views});
        connect(action, &QAction::triggered, this, slot);
        m_replayActions << action;
        return action;
    };
    const auto step = [this](Duration by) {
        Q_EMIT seekRequested(std::clamp(m_replay.position + by, kSessionStart, m_replay.end));
    };
    QAction* begin =
        add("actionReplayBegin", tr("To the &Beginning"), tr("Replay from the first second"), "previous",
            Qt::CTRL | Qt::Key_Home, [this] { Q_EMIT seekRequested(kSessionStart); });
    QAction* back = add("actionReplayBack", tr("Step &Back"), tr("A second of the recording back"), "back",
                        Qt::Key_BracketLeft, [step] { step(-kReplayStep); });
    m_play = add("actionPlay", tr("&Play"), tr("Play the recording as it happened, or hold it"), "play",
                 Qt::Key_Space, &MainWindow::togglePlay);
    m_play->setIconText(tr("Replay"));
    QAction* forward = add("actionReplayForward", tr("Step &Forward"), tr("A second of the recording on"),
                           "forward", Qt::Key_BracketRight, [step] { step(kReplayStep); });
    QAction* end = add("actionReplayEnd", tr("To the &End"), tr("Show all of the recording"), "next",
                       Qt::CTRL | Qt::Key_End, [this] { Q_EMIT seekRequested(m_replay.end); });
    add("actionReplayHere", tr("Play from &Here"), tr("Play from the selection, or from what is visible"),
        "play", Qt::SHIFT | Qt::Key_Space, &MainWindow::playFromHere);
    add("actionReplayFaster", tr("Fa&ster"), tr("Replay twice as fast"), nullptr,
        Qt::CTRL | Qt::Key_BracketRight, [this] { changeSpeed(1); });
    add("actionReplaySlower", tr("S&lower"), tr("Replay half as fast"), nullptr,
        Qt::CTRL | Qt::Key_BracketLeft, [this] { changeSpeed(-1); });

    m_transport = new TransportBar(this);
    m_transport->setActions({begin, back, m_play, forward, end});
    m_live->setBar(m_transport);
    connect(m_transport, &TransportBar::seekRequested, this, &MainWindow::seekRequested);
    connect(m_transport, &TransportBar::speedRequested, this, &MainWindow::speedRequested);
    connect(m_time, &TimeViewState::zoneChanged, this, [this] { setReplay(m_replay); });
}

bool MainWindow::isMeasuring() const {
    return m_session.source && !showsRecording() && m_session.source->running();
}

void MainWindow::askRecording() {
    auto* dialog = new QFileDialog(this, tr("Open Recording"), m_recordingFolder,
                                   tr("Recordings (*.maintscope);;All files (*)"));
    dialog->setObjectName(u"openRecording"_s);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openRecordingRequested);
    dialog->open(); // capture and picture go on behind it
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); }))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) Q_EMIT openRecordingRequested(url.toLocalFile());
    event->acceptProposedAction();
}

void MainWindow::setOpenRecordings(const std::vector<OpenRecording>& recordings) {
    m_targetsPanel->setRecordings(recordings);
}

void MainWindow::setRecordingFacts(const RecordingFacts& facts) {
    if (!showsRecording()) return;
    m_session.recording = facts;
    m_live->setRecording(facts);
    m_live->refresh();
}

void MainWindow::setReplay(const ReplayState& state) {
    m_replay = state;
    if (!showsRecording()) return;
    m_transport->setState(state, m_session.source->start(), ZoneClock(m_time->zone()));
    if (m_play->data().toBool() != state.playing) {
        m_play->setData(state.playing);
        m_play->setIcon(icon(QLatin1String(state.playing ? "pause" : "play")));
        m_play->setText(state.playing ? tr("&Pause") : tr("&Play"));
        m_play->setIconText(state.playing ? tr("Hold") : tr("Replay"));
    }
}

void MainWindow::togglePlay() {
    if (!showsRecording()) return;
    if (m_replay.playing) {
        Q_EMIT playRequested(false);
        return;
    }
    // What is at its end is played again: from what is looked at.
    if (m_replay.position >= m_replay.end) {
        const MonoTime from = std::max(kSessionStart, m_time->visible().from);
        Q_EMIT seekRequested(from < m_replay.end ? from : kSessionStart);
    }
    m_time->followLive();
    Q_EMIT playRequested(true);
}

void MainWindow::playFromHere() {
    if (!showsRecording()) return;
    const auto& selection = m_time->selection();
    const MonoTime from = selection ? selection->extent.from : m_time->visible().from;
    Q_EMIT seekRequested(std::clamp(from, kSessionStart, m_replay.end));
    m_time->followLive();
    Q_EMIT playRequested(true);
}

void MainWindow::changeSpeed(int by) {
    const QList<double>& speeds = replaySpeeds();
    const auto known = speeds.indexOf(m_replay.speed);
    const auto next =
        std::clamp<qsizetype>((known < 0 ? speeds.indexOf(1.0) : known) + by, 0, speeds.size() - 1);
    Q_EMIT speedRequested(speeds[next]);
}

/// Nothing is measured: the file, and how it was measured then.
void MainWindow::showRecordingStatus() {
    const QFileInfo file(m_session.recordingPath);
    m_statusRecording->setText(
        tr("%1, %2, read only")
            .arg(file.fileName(), model::formatSize(static_cast<std::uint64_t>(file.size()))));
    m_statusRecording->setToolTip(m_session.recordingPath);
    const ProbePlan& probe = m_session.source->timeline().target().probe;
    m_statusRate->setText(
        tr("%1/s × %2").arg(probe.ratePerSecond, 0, 'g', 6).arg(probe.connections * (probe.control ? 2 : 1)));
}

} // namespace maintscope::ui
