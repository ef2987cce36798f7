// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/verdict/summary.h"
#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QString>

#include <optional>

class QPainter;

namespace maintscope::ui {

/// What a recording that is looked at says of itself; a live session has none of it.
struct RecordingFacts {
    QString name; ///< given by the user, else that of the file
    Duration length{};
    std::optional<model::Verdict> verdict; ///< once all of it has been read
    QString sentence;                      ///< what happened; why there is no verdict
    QString notice;                        ///< what of it could not be recovered; empty: nothing
};

/// From when to when it goes, in the zone of the view: "recording, 20 Nov 2026 14:11:00 to
/// 14:12:00 UTC".
[[nodiscard]] QString recordingRange(const RecordingFacts& facts, const LiveFrame& frame);
/// Says in `frame.status` how the recording stands instead of how a target stands now: its verdict once all
/// of it is shown, else the state at the moment that is replayed.
void describeRecording(LiveFrame& frame, const RecordingFacts& facts);
/// As paintBanner(), of a frame that describeRecording() has seen. `reserved`: pixels kept free on the right.
void paintRecordingBanner(QPainter& painter, const Theme& theme, const LiveFrame& frame,
                          const RecordingFacts& facts, const QRectF& area, double reserved = 0);

} // namespace maintscope::ui
