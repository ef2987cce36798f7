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

/// State of a replay.
struct ReplayState {
    bool playing = false;
    bool loading = false; ///< the recording is still being read
    double speed = 1;
    MonoTime position{};
    MonoTime end{};
};

/// The speeds on offer, ascending; 0.25 is a quarter of real time.
[[nodiscard]] const QList<double>& replaySpeeds();
/// "1/4×", "16×".
[[nodiscard]] QString replaySpeedText(double speed);

/// Controls a replay: buttons of its commands, speed and position. Shows the set state and emits the user's
/// requests.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    explicit TransportBar(QWidget* parent = nullptr);

    /// Sets the buttons, left to right. Does not take ownership of the actions.
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
