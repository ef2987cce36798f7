// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/export_command.h"

#include "app/cli/command_options.h"
#include "app/cli/duration_option.h"
#include "app/cli/verdict_options.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/export_job.h"
#include "app/services/output_file.h"
#include "model/base/format.h"
#include "model/export/export_formats.h"
#include "model/export/exporter.h"
#include "model/extract/redaction.h"
#include "model/recording/recording_run.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QFileInfo>
#include <QIODevice>

#include <vector>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kExport = u"export"_s;
using Recordings = std::vector<model::RecordingRun>;

QString formatWords() {
    QStringList words;
    for (const model::ExportFormatRow& format : model::exportFormats())
        words << QString::fromLatin1(format.word);
    return words.join(u", "_s);
}

std::string useOneOf() {
    return ("Use one of: "_L1 + formatWords() + u'.').toStdString();
}

/// Reads a time since the start of the session ("5m"), or a time of day ("2026-11-20T14:12:03Z").
Result<MonoTime> parseSessionTime(const QString& text, const QString& option, WallTime started) {
    if (const QDateTime clock = QDateTime::fromString(text, Qt::ISODateWithMs);
        clock.isValid() && text.contains(u'T')) {
        // A time without a zone is UTC, as everywhere in this program.
        const qint64 ms = clock.timeSpec() == Qt::LocalTime
                              ? QDateTime(clock.date(), clock.time(), Qt::UTC).toMSecsSinceEpoch()
                              : clock.toMSecsSinceEpoch();
        return MonoTime(WallTime(std::chrono::milliseconds(ms)) - started);
    }
    const Result<Duration> into = parseDuration(text, option);
    if (into) return MonoTime(*into);
    Error error = into.error();
    error.remedy += " A time in UTC is valid, too: 2026-11-20T14:12:03Z.";
    return error;
}

bool writes(const QCommandLineParser& parser) {
    return !parser.isSet(u"preview"_s);
}

constexpr OptionScope kExportScopes[] = {
    {"preview", [](const QCommandLineParser& parser) { return parser.isSet(u"redact"_s); }, "with --redact"},
    {"format out from to slo method", writes, "without --preview, which writes nothing"},
};

Result<model::ExportOptions> readExportOptions(const QCommandLineParser& parser) {
    if (!parser.isSet(u"format"_s))
        return Error{
            .what = "The format is missing.", .where = "--format", .detail = {}, .remedy = useOneOf()};
    model::ExportOptions options;
    const auto format = model::parseExportFormat(parser.value(u"format"_s).toStdString());
    if (!format)
        return Error{.what = "The format is unknown.",
                     .where = "--format " + parser.value(u"format"_s).toStdString(),
                     .detail = {},
                     .remedy = useOneOf()};
    options.format = *format;
    options.redact = parser.isSet(u"redact"_s);
    const auto verdict = readVerdictOptions(parser);
    if (!verdict) return verdict.error();
    options.verdict = *verdict;
    return options;
}

Status readRange(const QCommandLineParser& parser, WallTime started, model::TimeRange& range) {
    for (const QString& bound : {u"from"_s, u"to"_s}) {
        if (!parser.isSet(bound)) continue;
        const Result<MonoTime> at = parseSessionTime(parser.value(bound), u"--"_s + bound, started);
        if (!at) return at.error();
        (bound == "from"_L1 ? range.from : range.to) = *at;
    }
    if (range.from && range.to && *range.to <= *range.from)
        return Error{.what = "The time range is empty.",
                     .where = "--from, --to",
                     .detail = {},
                     .remedy = "Use a --to that is later than --from."};
    return success();
}

void addExportOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        u"Writes a recording in another format. Equal recordings give equal bytes.\n"
        "With two recordings, writes a comparison (md or html)."_s);
    parser.addPositionalArgument(u"RECORDING"_s, u"File that record or the window has created."_s,
                                 u"export RECORDING [RECORDING]"_s);
    parser.addOptions({
        {u"format"_s, formatWords() + u'.', u"FORMAT"_s},
        {u"out"_s, u"File to write; - is standard output (-)."_s, u"FILE"_s, u"-"_s},
        {u"from"_s,
         u"Start of the exported range: time since the start (5m), or UTC (2026-11-20T14:12:03Z)."_s, u"T"_s},
        {u"to"_s, u"End of the exported range, in the same form."_s, u"T"_s},
        {u"redact"_s,
         u"Replace hosts, targets, users and key names with aliases; omit notes, certificates and raw frames."_s},
        {u"preview"_s, u"With --redact: print the replacements and write nothing."_s},
        {u"this-file"_s, u"Export only this file of a rotated recording (all files of the recording)."_s},
    });
    addVerdictOptions(parser);
}

Result<model::RecordingRun> openRecording(const QString& path, const QCommandLineParser& parser) {
    return parser.isSet(u"this-file"_s) ? model::RecordingRun::open(QStringList{path})
                                        : model::RecordingRun::open(path);
}

int printPreview(const model::RecordingRun& recording) {
    const model::Redaction redaction(recording.session(), recording.allEvents().events);
    for (const model::Redaction::Row& row : redaction.preview())
        printLine(stdout,
                  model::escapeControls(
                      u"%1  %2 -> %3"_s.arg(model::redactionWord(row.what), -12).arg(row.before, row.after),
                      model::LineFeeds::Escaped));
    return toInt(ExitCode::Pass);
}

Status write(const Recordings& recordings, const model::ExportOptions& options, const QString& out) {
    return writeOutput(out, [&](QIODevice& device) {
        return recordings.size() == 2 ? writeComparison(recordings[0], recordings[1], options, device)
                                      : writeExport(recordings[0], options, device);
    });
}

} // namespace

int exportCommand(const QStringList& arguments) {
    QCommandLineParser parser;
    addExportOptions(parser);
    if (const auto ended = startCommand(parser, kExport, arguments)) return *ended;
    const QStringList paths = parser.positionalArguments();
    if (paths.isEmpty() || paths.size() > (parser.isSet(u"preview"_s) ? 1 : 2))
        return refuseUsage(kExport,
                           {.what = "export needs one recording, or two to compare.",
                            .where = {},
                            .detail = {},
                            .remedy = "Example: maintscope export FILE --format csv --out events.csv"});
    if (const Status idle = refuseIdleOptions(parser, kExportScopes); !idle)
        return refuseUsage(kExport, idle.error());
    const bool preview = parser.isSet(u"redact"_s) && parser.isSet(u"preview"_s);
    auto options = preview ? Result<model::ExportOptions>(model::ExportOptions{}) : readExportOptions(parser);
    if (!options) return refuseUsage(kExport, options.error());
    if (paths.size() == 2 && options->format != model::ExportFormat::Md &&
        options->format != model::ExportFormat::Html)
        return refuseUsage(kExport, {.what = "A comparison is available as md or html only.",
                                     .where = "--format " + std::string(model::toString(options->format)),
                                     .detail = {},
                                     .remedy = "Use --format html, or name one recording."});

    const QString out = parser.value(u"out"_s);
    if (out != "-"_L1 && QFileInfo::exists(out)) {
        complain(kExport, {.what = "The file already exists.",
                           .where = out.toStdString(),
                           .detail = {},
                           .remedy = "Choose another name with --out, or move the file."});
        return toInt(ExitCode::CannotWrite);
    }
    Recordings recordings;
    for (const QString& path : paths) {
        auto recording = openRecording(path, parser);
        if (!recording) return refuseUsage(kExport, recording.error());
        recordings.push_back(std::move(*recording));
    }
    if (preview) return printPreview(recordings.front());
    if (recordings.size() == 2 && (parser.isSet(u"from"_s) || parser.isSet(u"to"_s)))
        return refuseUsage(kExport, {.what = "A comparison does not accept a time range.",
                                     .where = "--from, --to",
                                     .detail = {},
                                     .remedy = "Remove --from and --to, or name one recording."});
    if (const Status range = readRange(parser, recordings.front().session().startedWall, options->range);
        !range)
        return refuseUsage(kExport, range.error());
    const Status written = write(recordings, *options, out);
    if (written) return toInt(ExitCode::Pass);
    complain(kExport, written.error());
    return toInt(ExitCode::CannotWrite);
}

} // namespace maintscope::app
