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

/// What the status bar, and the chip in the toolbar, show of the session or of all that run. GUI thread.
class StatusLabels {
public:
    /// Both outlive this object.
    StatusLabels(QStatusBar* bar, RecordingChip* chip);

    /// `shown`: the session that the figures belong to.
    void setStatus(const SessionStatus& status, const SessionView& shown);
    /// The same figures of a session that has ended or goes on.
    void refresh(const SessionView& shown) { setStatus(m_status, shown); }
    /// Another session is shown: its figures are not known yet.
    void reset() { m_status = {}; }
    /// Shows the labels that have a meaning for the session.
    void update(const SessionView& shown);
    /// What is left where recordings are written; nullopt: not known.
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
