// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/extract/export_options.h"
#include "model/extract/recording_extract.h"
#include "model/recording/recording_run.h"

class QIODevice;

namespace maintscope::model {

/// Writes one export of a recording, all its files together, as a stream: memory does not grow with the
/// samples. The bytes follow from the recording and the options alone, so window and command line give the
/// same ones. What the model derives (gaps, unannounced disruptions) is part of the timeline, with ids that
/// are the same each time. An error says what could not be read or written; what was written before it
/// stays.
Status exportRecording(const RecordingRun& recording, const ExportOptions& options, QIODevice& out);
/// The same, where the source has been read already.
Status exportExtract(const RecordingExtract& source, QIODevice& out);

} // namespace maintscope::model
