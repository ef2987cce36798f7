// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QPainter;
class QRectF;

namespace maintscope::ui {

struct LiveFrame;
struct RecordingFacts;
struct Theme;

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
