// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json_writer.h"
#include "model/events/event_lines.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"

namespace maintscope::model {

Status writeTimeline(const RecordingExtract& source, QIODevice& out) {
    const SessionInfo& session = source.session();
    const bool redacted = source.redacted();
    Sink sink(out);
    if (source.options().format == ExportFormat::Csv) {
        sink.write(csvHeader());
        source.timeline([&](const Event& event) { sink.write(csvLine(event, session, redacted)); });
    } else if (source.options().format == ExportFormat::Ndjson) {
        sink.write(ndjsonHeader(session, redacted));
        source.timeline([&](const Event& event) { sink.write(ndjsonLine(event, session)); });
    } else {
        JsonWriter json;
        json.beginObject();
        writeHeaderFields(json, session, redacted);
        json.key("events");
        sink.write(json.take() + '[');
        const char* before = "\n";
        source.timeline([&](const Event& event) {
            sink.write(before + jsonEvent(event, session));
            before = ",\n";
        });
        sink.write("\n]}\n");
    }
    if (auto status = sink.finish(); !status) return status;
    return source.damage();
}

} // namespace maintscope::model
