// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/extract/recording_extract.h"
#include "model/report/report_html.h"
#include "model/verdict/comparison.h"

#include <QByteArray>

#include <vector>

class QIODevice;

namespace maintscope::ui {

/// Writes png, svg, html or pdf. Always uses the light theme, a fixed size and named fonts, so that the window and the
/// command line write the same bytes on one machine. Requires a QGuiApplication; may run on any thread.
Status exportPainted(const model::RecordingExtract& source, QIODevice& out);

/// The pictures of a report, one set per target.
[[nodiscard]] std::vector<model::ReportPictures> reportPictures(const model::RecordingExtract& source,
                                                                const model::SessionStores& stores);
/// Adds the pictures of a comparison: percentile plot and both timelines.
void addPictures(model::ComparisonPage& page, const model::RecordingExtract& a,
                 const model::RecordingExtract& b);

} // namespace maintscope::ui
