// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/session_view.h"

#include <QString>

#include <cstdint>
#include <optional>

class QLabel;
class QStatusBar;

namespace maintscope::ui {

class RecordingChip;

/// Shows figures of one session, or of all running ones, in the status bar and in the chip of the toolbar.
/// GUI thread.
class StatusLabels {
public:
    /// Both arguments outlive this object.
    StatusLabels(QStatusBar* bar, RecordingChip* chip);

    /// `shown`: the session that the figures describe.
    void setStatus(const SessionStatus& status, const SessionView& shown);
    /// Shows the same figures again after the session has ended or resumed.
    void refresh(const SessionView& shown) { setStatus(m_status, shown); }
    /// Another session is shown; its figures are not known yet.
    void reset() { m_status = {}; }
    /// Shows the labels that apply to the session.
    void update(const SessionView& shown);
    /// Free space on the disk of the recordings; nullopt: unknown.
    void setDiskFree(std::optional<std::uint64_t> bytes);
    void setZone(const QString& abbreviation);

private:
    void showMeasurement(const SessionStatus& status, const SessionView& shown);
    void showRecording(const SessionView& shown);

    SessionStatus m_status;
    RecordingChip* m_chip;
    QLabel* m_recording;
    QLabel* m_rate;
    QLabel* m_lag;
    QLabel* m_dropped;
    QLabel* m_disk;
    QLabel* m_zone;
};

} // namespace maintscope::ui
