// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/export/exporter.h"

class QIODevice;

namespace maintscope::app {

/// Writes an export in any format. The export dialog and `maintscope export` both call it, so that they write
/// the same bytes. May run on any thread; the recording belongs to that thread. Painted formats need a
/// QGuiApplication.
Status writeExport(const model::RecordingRun& recording, const model::ExportOptions& options, QIODevice& out);

/// Writes a comparison of two recordings, as md or html.
Status writeComparison(const model::RecordingRun& first, const model::RecordingRun& second,
                       const model::ExportOptions& options, QIODevice& out);

} // namespace maintscope::app
