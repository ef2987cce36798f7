// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recording_actions.h"

#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/theme/icons.h"
#include "ui/widgets/commands.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenu>

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

RecordingActions::RecordingActions(WindowContext& context)
    : m_context(context) {}

void RecordingActions::addOpen() {
    QAction* action =
        m_context.commands->add(MenuId::File, {"actionOpenRecording", tr("&Open Recording…"),
                                               tr("Open a recording in the live view, or replay it"),
                                               "document", QKeySequence::keyBindings(QKeySequence::Open)});
    connect(action, &QAction::triggered, this, &RecordingActions::askRecording);
}

void RecordingActions::addClose() {
    QAction* close = m_context.commands->add(
        MenuId::File, {"actionCloseRecording", tr("C&lose Recording"),
                       tr("Close the recording and return to the previous view; the file is kept"), "close",
                       oneKey(Qt::CTRL | Qt::Key_W)});
    connect(close, &QAction::triggered, this, [this] { Q_EMIT closeRequested(m_context.session.id); });
    m_context.needs.recording << close;
    m_compareSets = m_context.commands->add(MenuId::Tools,
                                            {"actionCompareSets", tr("Compare &Protected with Control"),
                                             tr("Compare protected and control connections of this session"),
                                             "table", oneKey(Qt::CTRL | Qt::SHIFT | Qt::Key_D)});
    connect(m_compareSets, &QAction::triggered, this,
            [this] { Q_EMIT compareSetsRequested(m_context.session.recordingPath); });
}

void RecordingActions::addReplay() {
    QMenu* menu = m_context.commands->addMenu(MenuId::View, tr("Repla&y"), u"menuReplay"_s);
    const auto add = [&](const char* name, const QString& text, const QString& help, const char* iconName,
                         const QKeySequence& key, auto slot) {
        QAction* action =
            m_context.commands->add(menu, {name, text, help, iconName, oneKey(key), KeyScope::Views});
        connect(action, &QAction::triggered, this, slot);
        m_context.needs.recording << action;
        return action;
    };
    const auto step = [this](Duration by) {
        Q_EMIT seekRequested(std::clamp(m_replay.position + by, kSessionStart, m_replay.end));
    };
    QAction* begin =
        add("actionReplayBegin", tr("To the &Beginning"), tr("Replay from the start"), "previous",
            Qt::CTRL | Qt::Key_Home, [this] { Q_EMIT seekRequested(kSessionStart); });
    QAction* back = add("actionReplayBack", tr("Step &Back"), tr("Go back one second in the recording"),
                        "back", Qt::Key_BracketLeft, [step] { step(-kReplayStep); });
    m_play = add("actionPlay", tr("&Play"), tr("Play or pause the recording"), "play", Qt::Key_Space,
                 &RecordingActions::togglePlay);
    m_play->setIconText(tr("Replay"));
    QAction* forward =
        add("actionReplayForward", tr("Step &Forward"), tr("Go forward one second in the recording"),
            "forward", Qt::Key_BracketRight, [step] { step(kReplayStep); });
    QAction* end = add("actionReplayEnd", tr("To the &End"), tr("Show the whole recording"), "next",
                       Qt::CTRL | Qt::Key_End, [this] { Q_EMIT seekRequested(m_replay.end); });
    add("actionReplayHere", tr("Play from &Here"), tr("Play from the selection or the visible range"), "play",
        Qt::SHIFT | Qt::Key_Space, &RecordingActions::playFromHere);
    add("actionReplayFaster", tr("Fa&ster"), tr("Double the replay speed"), nullptr,
        Qt::CTRL | Qt::Key_BracketRight, [this] { changeSpeed(1); });
    add("actionReplaySlower", tr("S&lower"), tr("Halve the replay speed"), nullptr,
        Qt::CTRL | Qt::Key_BracketLeft, [this] { changeSpeed(-1); });

    m_transport = new TransportBar(m_context.window);
    m_transport->setActions({begin, back, m_play, forward, end});
    m_context.live->setBar(m_transport);
    connect(m_transport, &TransportBar::seekRequested, this, &RecordingActions::seekRequested);
    connect(m_transport, &TransportBar::speedRequested, this, &RecordingActions::speedRequested);
    connect(m_context.time, &TimeViewState::zoneChanged, this, [this] { setReplay(m_replay); });
}

void RecordingActions::askRecording() {
    auto* dialog = new QFileDialog(m_context.window, tr("Open Recording"), m_context.recordingFolder,
                                   tr("Recordings (*.maintscope);;All files (*)"));
    dialog->setObjectName(u"openRecording"_s);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &RecordingActions::openRequested);
    dialog->open(); // capture and view continue behind it
}

void RecordingActions::setReplay(const ReplayState& state) {
    m_replay = state;
    if (!m_context.session.isRecording()) return;
    m_transport->setState(state, m_context.session.source->start(), ZoneClock(m_context.time->zone()));
    if (m_play->data().toBool() != state.playing) {
        m_play->setData(state.playing);
        m_play->setIcon(icon(QLatin1String(state.playing ? "pause" : "play")));
        m_play->setText(state.playing ? tr("&Pause") : tr("&Play"));
        m_play->setIconText(state.playing ? tr("Hold") : tr("Replay"));
    }
}

void RecordingActions::togglePlay() {
    if (!m_context.session.isRecording()) return;
    if (m_replay.playing) {
        Q_EMIT playRequested(false);
        return;
    }
    // A replay at its end starts again at the visible range.
    if (m_replay.position >= m_replay.end) {
        const MonoTime from = std::max(kSessionStart, m_context.time->visible().from);
        Q_EMIT seekRequested(from < m_replay.end ? from : kSessionStart);
    }
    m_context.time->followLive();
    Q_EMIT playRequested(true);
}

void RecordingActions::playFromHere() {
    if (!m_context.session.isRecording()) return;
    const auto& selection = m_context.time->selection();
    const MonoTime from = selection ? selection->extent.from : m_context.time->visible().from;
    Q_EMIT seekRequested(std::clamp(from, kSessionStart, m_replay.end));
    m_context.time->followLive();
    Q_EMIT playRequested(true);
}

void RecordingActions::changeSpeed(int by) {
    const QList<double>& speeds = replaySpeeds();
    const auto known = speeds.indexOf(m_replay.speed);
    const auto next =
        std::clamp<qsizetype>((known < 0 ? speeds.indexOf(1.0) : known) + by, 0, speeds.size() - 1);
    Q_EMIT speedRequested(speeds[next]);
}

void RecordingActions::update() {
    m_compareSets->setEnabled(m_context.session.source &&
                              m_context.session.source->timeline().target().probe.control);
    m_play->setVisible(m_context.session.isRecording());
}

} // namespace maintscope::ui

#include "moc_recording_actions.cpp"
