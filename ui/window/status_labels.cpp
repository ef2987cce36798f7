// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_labels.h"

#include "model/base/format.h"
#include "ui/paint/live_frame.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/theme/translate.h"
#include "ui/window/recording_chip.h"

#include <QFileInfo>
#include <QLabel>
#include <QStatusBar>

#include <chrono>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

QString hoursMinutesSeconds(Duration duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return u"%1:%2:%3"_s.arg(seconds / 3600, 2, 10, QLatin1Char('0'))
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

StatusLabels::StatusLabels(QStatusBar* bar, RecordingChip* chip)
    : m_chip(chip) {
    bar->setSizeGripEnabled(false);
    const auto add = [&](const QString& name, bool permanent) {
        auto* label = new QLabel(bar);
        label->setObjectName(name);
        label->setFont(monoFont(11));
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(6, 0, 10, 0);
        permanent ? bar->addPermanentWidget(label) : bar->addWidget(label);
        return label;
    };
    m_recording = add(u"statusRecording"_s, false);
    m_rate = add(u"statusRate"_s, false);
    m_lag = add(u"statusLag"_s, false);
    m_dropped = add(u"statusDropped"_s, false);
    m_dropped->setToolTip(tr("Dropped: samples and events that could not be recorded.\nNot shown: recorded, "
                             "but this window was too far behind to show them."));
    m_lag->setToolTip(tr("Longest delay of this program's own event loop"));
    m_disk = add(u"statusDisk"_s, false);
    m_disk->setToolTip(tr("Free space on the disk of the recordings"));
    m_zone = add(u"statusZone"_s, true);
    m_zone->setText(u"UTC"_s);
    m_zone->setToolTip(tr("Time zone of the displayed times"));
    m_recording->setText(tr("not recording"));
}

void StatusLabels::setStatus(const SessionStatus& status, const SessionView& shown) {
    m_status = status;
    if (shown.isRecording())
        showRecording(shown);
    else
        showMeasurement(status, shown);
}

void StatusLabels::showMeasurement(const SessionStatus& status, const SessionView& shown) {
    const bool failed = status.error.has_value();
    const bool running = shown.isMeasured();
    m_chip->setState(failed    ? tr("Not recording")
                     : running ? tr("Recording")
                               : tr("Recorded"),
                     hoursMinutesSeconds(status.recorded), running && !failed);
    m_chip->setToolTip(shown.recordingPath);
    const QString length = model::formatDuration(std::chrono::floor<std::chrono::seconds>(status.recorded));
    const QString size = model::formatSize(status.bytes);
    m_recording->setText(status.targets > 1
                             ? tr("recording %1 targets, %2, %3").arg(status.targets).arg(length, size)
                             : (failed    ? tr("recording failed, %1, %2")
                                : running ? tr("recording %1, %2")
                                          : tr("recorded %1, %2"))
                                   .arg(length, size));
    m_recording->setToolTip(failed ? QString::fromStdString(toString(*status.error)) : shown.recordingPath);
    m_rate->setText(
        tr("%1/s × %2")
            .arg(status.connections > 0 ? status.ratePerSecond / status.connections : 0, 0, 'g', 6)
            .arg(status.connections));
    m_lag->setText(tr("loop lag %1").arg(model::formatDuration(status.loopLag)));
    const auto number = [](std::uint64_t value) {
        return model::formatCount(static_cast<std::int64_t>(value));
    };
    m_dropped->setText(
        status.omitted > 0
            ? tr("dropped %1, not shown %2").arg(number(status.dropped), number(status.omitted))
            : tr("dropped %1").arg(number(status.dropped)));
}

/// Shows the file and its probe settings instead of a measurement.
void StatusLabels::showRecording(const SessionView& shown) {
    const QFileInfo file(shown.recordingPath);
    m_recording->setText(
        tr("%1, %2, read only")
            .arg(file.fileName(), model::formatSize(static_cast<std::uint64_t>(file.size()))));
    m_recording->setToolTip(shown.recordingPath);
    const ProbePlan& probe = shown.source->timeline().target().probe;
    m_rate->setText(
        tr("%1/s × %2").arg(probe.ratePerSecond, 0, 'g', 6).arg(probe.connections * (probe.control ? 2 : 1)));
}

void StatusLabels::update(const SessionView& shown) {
    const bool any = shown.source != nullptr;
    m_rate->setVisible(any);
    for (QLabel* label : {m_lag, m_dropped})
        label->setVisible(any && !shown.isRecording());
}

void StatusLabels::setDiskFree(std::optional<std::uint64_t> bytes) {
    m_disk->setText(bytes ? tr("disk %1 free").arg(model::formatSize(*bytes)) : QString());
}

void StatusLabels::setZone(const QString& abbreviation) {
    m_zone->setText(abbreviation);
}

} // namespace maintscope::ui
