// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/extract/recording_extract.h"

class QIODevice;

/// One writer per format, for the table in export_formats.cpp. Errors: what could not be read or written;
/// what was written before it stays.
namespace maintscope::model {

Status writeTimeline(const RecordingExtract& source, QIODevice& out); ///< csv, json, ndjson by its options
Status writeSamples(const RecordingExtract& source, QIODevice& out);
/// One line per second, target and set of connections in which a probe was due.
Status writeRollup(const RecordingExtract& source, QIODevice& out);
/// Chrome's JSON trace format, which ui.perfetto.dev and chrome://tracing read.
/// Source: google/perfetto docs/getting-started/other-formats.md.
Status writePerfetto(const RecordingExtract& source, QIODevice& out);
Status writeOpenMetrics(const RecordingExtract& source, QIODevice& out);
/// Interval log, version 1.3, histograms in V2 compressed form: tags protected, control, corrected,
/// control-corrected, one line per second, values in microseconds.
/// Source: HdrHistogram HistogramLogWriter.java, AbstractHistogram.encodeIntoCompressedByteBuffer.
Status writeHlog(const RecordingExtract& source, QIODevice& out);
/// What the percentile plotter of HdrHistogram reads: corrected latency of all protected connections
/// together. Source: HdrHistogram AbstractHistogram.outputPercentileDistribution,
/// GoogleChartsExample/plotFiles.html.
Status writePercentiles(const RecordingExtract& source, QIODevice& out);
Status writeSummary(const RecordingExtract& source, QIODevice& out);
/// HTML without pictures, or Markdown, by its options.
Status writeReport(const RecordingExtract& source, QIODevice& out);
/// One VEVENT per announced operation, planned window and note that lasts (RFC 5545).
Status writeIcs(const RecordingExtract& source, QIODevice& out);

} // namespace maintscope::model
