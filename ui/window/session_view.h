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

/// One session that the window can show. The pointees must stay alive while it is shown.
struct SessionView {
    SessionId id;
    const LiveSource* source = nullptr;
    model::EventTableModel* events = nullptr;
    const model::SessionInfo* info = nullptr;
    QString recordingPath;
    std::optional<RecordingFacts> recording = {}; ///< set for an opened recording

    [[nodiscard]] bool isRecording() const { return recording.has_value(); }
    /// The session is being measured: it can be stopped, and events can be added.
    [[nodiscard]] bool isMeasured() const;
    /// Name of the target, safe to display; empty: no session.
    [[nodiscard]] QString targetName() const;
    /// Proposed name for an exported file, without its extension.
    [[nodiscard]] QString proposedName() const;
};

/// Figures of one session, or of all running ones, for toolbar and status bar.
struct SessionStatus {
    int targets = 1; ///< running targets; if more than one, the figures are totals
    Duration recorded{};
    std::uint64_t bytes = 0;
    double ratePerSecond = 0; ///< scheduled, all connections together
    int connections = 0;
    Duration loopLag{};         ///< longest delay of the client's event loop
    std::uint64_t dropped = 0;  ///< samples and events that were not recorded
    std::uint64_t omitted = 0;  ///< recorded but not shown: the window was too far behind
    std::optional<Error> error; ///< why recording stopped early
};

} // namespace maintscope::ui
