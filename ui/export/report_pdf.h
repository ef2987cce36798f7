// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/extract/recording_extract.h"
#include "model/report/report.h"

#include <QByteArray>

namespace maintscope::ui {

/// The width for names left of the charts of a report.
inline constexpr double kLabelColumnOfReport = 146;

/// The report on A4 pages, with the same content as the HTML report. Does not contain the time of export. Requires a
/// QGuiApplication; may run on any thread.
[[nodiscard]] QByteArray reportPdf(const model::RecordingExtract& source, const model::SessionStores& stores);

} // namespace maintscope::ui
