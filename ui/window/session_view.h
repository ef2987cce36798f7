// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/result.h"
#include "client/types/time.h"
#include "ui/live/recording_facts.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace maintscope::model {
class EventTableModel;
struct SessionInfo;
} // namespace maintscope::model

namespace maintscope::ui {

class LiveSource;

/// One session that the window can show. What it points to must outlive its stay in the window.
struct SessionView {
    SessionId id;
    const LiveSource* source = nullptr;
    model::EventTableModel* events = nullptr;
    const model::SessionInfo* info = nullptr;
    QString recordingPath;
    std::optional<RecordingFacts> recording = {}; ///< it is a recording that was opened

    [[nodiscard]] bool isRecording() const { return recording.has_value(); }
    /// It is measured now: it can be stopped, and written into.
    [[nodiscard]] bool isMeasured() const;
    /// Of the target, safe to be shown; empty: no session.
    [[nodiscard]] QString targetName() const;
    /// For a file that is made from it, without its ending.
    [[nodiscard]] QString proposedName() const;
};

/// What toolbar and status bar show of the session, or of all that run.
struct SessionStatus {
    int targets = 1; ///< that run; more than one: the figures are of all of them
    Duration recorded{};
    std::uint64_t bytes = 0;
    double ratePerSecond = 0; ///< intended, all connections together
    int connections = 0;
    Duration loopLag{};         ///< worst lateness of the client's loop
    std::uint64_t dropped = 0;  ///< samples and events that were not recorded
    std::uint64_t omitted = 0;  ///< that were recorded and are not shown: the window was behind
    std::optional<Error> error; ///< recording has stopped before its time
};

} // namespace maintscope::ui
