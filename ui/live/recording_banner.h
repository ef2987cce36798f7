// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QPainter;
class QRectF;

namespace maintscope::ui {

struct LiveFrame;
struct RecordingFacts;
struct Theme;

/// The time range of the recording in the zone of the view: "recording, 20 Nov 2026 14:11:00 to
/// 14:12:00 UTC".
[[nodiscard]] QString recordingRange(const RecordingFacts& facts, const LiveFrame& frame);
/// Replaces the state of the target in `frame.status` with that of the recording: the verdict if the whole
/// recording is shown, otherwise the state at the replayed moment.
void describeRecording(LiveFrame& frame, const RecordingFacts& facts);
/// Like paintBanner(), for a frame that describeRecording() has changed. `reserved`: pixels kept free on the right.
void paintRecordingBanner(QPainter& painter, const Theme& theme, const LiveFrame& frame,
                          const RecordingFacts& facts, const QRectF& area, double reserved = 0);

} // namespace maintscope::ui
