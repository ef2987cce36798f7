// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/extract/export_options.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

class QIODevice;

namespace maintscope::model {

class RecordingExtract;

/// Where the export dialog offers a format.
enum class ExportGroup { Report, Picture, Data, OtherPrograms };

/// All that the program knows of one format.
struct ExportFormatRow {
    ExportFormat format;
    const char* word;     ///< of the command line: csv, json, ...
    const char* fileName; ///< what a file is called by custom: events.csv, report.html, ...
    /// Needs fonts and a painter, which this room does not have: ui/export/export_pictures.h writes it.
    bool painted;
    /// Writes it without a painter; nullptr: there is no such form.
    Status (*write)(const RecordingExtract& source, QIODevice& out);
    ExportGroup group;
    const char* name;  ///< in the export dialog, with its accelerator; translated there
    const char* about; ///< one line beside it; translated there
};

/// In the order in which the command line lists them.
[[nodiscard]] const std::vector<ExportFormatRow>& exportFormats();
[[nodiscard]] const ExportFormatRow& exportFormat(ExportFormat format);

[[nodiscard]] std::string_view toString(ExportFormat format); ///< the word of the command line
[[nodiscard]] std::optional<ExportFormat> parseExportFormat(std::string_view text);
[[nodiscard]] QString exportFileName(ExportFormat format);

} // namespace maintscope::model
