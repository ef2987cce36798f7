// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"
#include "ui/paint/time_scale.h"

#include <QList>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QSlider;

namespace maintscope::ui {

/// How a recording is being replayed.
struct ReplayState {
    bool playing = false;
    bool loading = false; ///< what was asked for is still being read
    double speed = 1;
    MonoTime position{};
    MonoTime end{};
};

/// What is offered, ascending; 0.25 is 1/4 of the time as it was.
[[nodiscard]] const QList<double>& replaySpeeds();
/// "1/4×", "16×".
[[nodiscard]] QString replaySpeedText(double speed);

/// Plays a recording: buttons of the replay's commands, its speed, and where it stands. Shows what it
/// is given and emits what the user wants.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    explicit TransportBar(QWidget* parent = nullptr);

    /// The buttons, left to right; the actions stay their owner's.
    void setActions(const QList<QAction*>& actions);
    /// `start`: wall clock of session time zero.
    void setState(const ReplayState& state, WallTime start, const ZoneClock& clock);

Q_SIGNALS:
    void seekRequested(maintscope::MonoTime to);
    void speedRequested(double speed);

private:
    QWidget* m_buttons;
    QSlider* m_slider;
    QLabel* m_position;
    QComboBox* m_speed;
};

} // namespace maintscope::ui
