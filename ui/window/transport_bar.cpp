// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/transport_bar.h"

#include "model/base/format.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kHeightOfBar = 34;

/// The slider's unit is the millisecond.
int toSlider(MonoTime at) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at - kSessionStart).count();
    return static_cast<int>(std::clamp<std::int64_t>(ms, 0, std::numeric_limits<int>::max()));
}

} // namespace

const QList<double>& replaySpeeds() {
    static const QList<double> kSpeeds{0.25, 0.5, 1, 2, 4, 8, 16, 32, 64};
    return kSpeeds;
}

QString replaySpeedText(double speed) {
    return speed < 1 ? u"1/%1×"_s.arg(1 / speed) : u"%1×"_s.arg(speed);
}

TransportBar::TransportBar(QWidget* parent)
    : QWidget(parent)
    , m_buttons(new QWidget(this))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_position(new QLabel(this))
    , m_speed(new QComboBox(this)) {
    setObjectName(u"transport"_s);
    setAccessibleName(tr("Replay"));
    setFixedHeight(kHeightOfBar);
    auto* buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(2);
    m_slider->setObjectName(u"replayPosition"_s);
    m_slider->setAccessibleName(tr("Position"));
    m_slider->setToolTip(tr("Position of the replay; later events are not shown"));
    m_slider->setTracking(false); // each seek reads the recording, so seek only on release
    m_position->setObjectName(u"replayTime"_s);
    m_position->setFont(monoFont(12));
    m_position->setTextFormat(Qt::PlainText);
    m_speed->setObjectName(u"replaySpeed"_s);
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("Replay speed"));
    for (const double speed : replaySpeeds())
        m_speed->addItem(replaySpeedText(speed), speed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 12, 4);
    layout->setSpacing(10);
    layout->addWidget(m_buttons);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_position);
    layout->addWidget(m_speed);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int ms) { Q_EMIT seekRequested(kSessionStart + std::chrono::milliseconds(ms)); });
    connect(m_speed, &QComboBox::activated, this,
            [this](int row) { Q_EMIT speedRequested(m_speed->itemData(row).toDouble()); });
}

void TransportBar::setActions(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = new QToolButton(m_buttons);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAutoRaise(true);
        button->setFixedSize(28, 26);
        button->setFocusPolicy(Qt::TabFocus);
        m_buttons->layout()->addWidget(button);
    }
}

void TransportBar::setState(const ReplayState& state, WallTime start, const ZoneClock& clock) {
    const QSignalBlocker quiet(m_slider); // set by the replay, not by the user
    if (!m_slider->isSliderDown()) {
        m_slider->setMaximum(std::max(1, toSlider(state.end)));
        // A page is a tenth of the recording, an arrow key is one second.
        m_slider->setPageStep(std::max(1000, m_slider->maximum() / 10));
        m_slider->setSingleStep(1000);
        m_slider->setValue(toSlider(state.position));
    }
    m_speed->setCurrentIndex(m_speed->findData(state.speed));
    const WallTime at = start + state.position.time_since_epoch();
    const auto passed = [](MonoTime time) {
        return model::formatCountdown(std::chrono::floor<std::chrono::seconds>(time - kSessionStart));
    };
    m_position->setText(state.loading ? tr("reading…")
                                      : tr("%1 %2, %3 of %4")
                                            .arg(clock.timeS(at), clock.zoneName(at), passed(state.position),
                                                 passed(state.end)));
}

} // namespace maintscope::ui

#include "moc_transport_bar.cpp"
