// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/export_command.h"

#include "app/cli/duration_option.h"
#include "app/cli/target_options.h"
#include "app/cli/verdict_options.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/export_job.h"
#include "app/services/output_file.h"
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
    for (const model::ExportFormat format : model::allExportFormats())
        words << QString::fromLatin1(model::toString(format).data());
    return words.join(u", "_s);
}

std::string giveOneOf() {
    return ("Give one of: "_L1 + formatWords() + u'.').toStdString();
}

/// A time into the session ("5m"), or the wall clock ("2026-11-20T14:12:03Z").
Result<MonoTime> parseSessionTime(const QString& text, const QString& option, WallTime started) {
    if (const QDateTime clock = QDateTime::fromString(text, Qt::ISODateWithMs);
        clock.isValid() && text.contains(u'T')) {
        // Without a zone it is UTC, as everywhere in this program.
        const qint64 ms = clock.timeSpec() == Qt::LocalTime
                              ? QDateTime(clock.date(), clock.time(), Qt::UTC).toMSecsSinceEpoch()
                              : clock.toMSecsSinceEpoch();
        return MonoTime(WallTime(std::chrono::milliseconds(ms)) - started);
    }
    const Result<Duration> into = parseDuration(text, option);
    if (into) return MonoTime(*into);
    Error error = into.error();
    error.remedy += " Or give a time in UTC: 2026-11-20T14:12:03Z.";
    return error;
}

Result<model::ExportOptions> readExportOptions(const QCommandLineParser& parser) {
    if (!parser.isSet(u"format"_s))
        return Error{
            .what = "The format is missing.", .where = "--format", .detail = {}, .remedy = giveOneOf()};
    model::ExportOptions options;
    const auto format = model::parseExportFormat(parser.value(u"format"_s).toStdString());
    if (!format)
        return Error{.what = "There is no such format.",
                     .where = "--format " + parser.value(u"format"_s).toStdString(),
                     .detail = {},
                     .remedy = giveOneOf()};
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
        return Error{.what = "The range is empty.",
                     .where = "--from, --to",
                     .detail = {},
                     .remedy = "Give --to a later time than --from."};
    return success();
}

void addExportOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        u"Writes a recording in another form. Equal recordings give equal bytes.\n"
        "Two recordings are compared, as md or html."_s);
    parser.addPositionalArgument(u"RECORDING"_s, u"File that was made by record or by the window."_s,
                                 u"export RECORDING [RECORDING]"_s);
    parser.addOptions({
        {u"format"_s, formatWords() + u'.', u"FORMAT"_s},
        {u"out"_s, u"File to write; - is standard output, and the default."_s, u"FILE"_s, u"-"_s},
        {u"from"_s,
         u"Only what comes after this time: into the session (5m), or UTC (2026-11-20T14:12:03Z)."_s, u"T"_s},
        {u"to"_s, u"Only what comes before this time."_s, u"T"_s},
        {u"redact"_s,
         u"Aliases for hosts, targets, users and key names; no notes, certificates, raw frames."_s},
        {u"preview"_s, u"With --redact: print what would be replaced, and write nothing."_s},
        {u"this-file"_s,
         u"Only the file that is named; else all files of a recording that was rotated are one."_s},
        {{u"h"_s, u"help"_s}, u"Show this and leave."_s},
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
                  u"%1  %2 -> %3"_s.arg(model::redactionWord(row.what), -12).arg(row.before, row.after));
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
    if (const Status parsed = parseOptions(parser, arguments); !parsed) return refuseUsage(kExport, parsed.error());
    if (parser.isSet(u"help"_s)) {
        printLine(stdout, helpText(parser, kExport));
        return toInt(ExitCode::Pass);
    }
    const QStringList paths = parser.positionalArguments();
    if (paths.isEmpty() || paths.size() > 2)
        return refuseUsage(kExport, {.what = "One recording is needed, or two to be compared.",
                      .where = {},
                      .detail = {},
                      .remedy = "For example: maintscope export FILE --format csv --out events.csv"});
    const bool preview = parser.isSet(u"redact"_s) && parser.isSet(u"preview"_s);
    auto options = preview ? Result<model::ExportOptions>(model::ExportOptions{}) : readExportOptions(parser);
    if (!options) return refuseUsage(kExport, options.error());
    if (paths.size() == 2 && options->format != model::ExportFormat::Md &&
        options->format != model::ExportFormat::Html)
        return refuseUsage(kExport, {.what = "Two recordings are compared as md or html only.",
                      .where = "--format " + std::string(model::toString(options->format)),
                      .detail = {},
                      .remedy = "Give --format html, or one recording."});

    const QString out = parser.value(u"out"_s);
    if (out != "-"_L1 && QFileInfo::exists(out)) {
        complain(kExport, {.what = "The file exists already and is not replaced.",
                            .where = out.toStdString(),
                            .detail = {},
                            .remedy = "Give another name with --out, or move the file away."});
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
        return refuseUsage(kExport, {.what = "A comparison aligns the recordings itself.",
                      .where = "--from, --to",
                      .detail = {},
                      .remedy = "Leave the range away, or give one recording."});
    if (const Status range = readRange(parser, recordings.front().session().startedWall, options->range);
        !range)
        return refuseUsage(kExport, range.error());
    const Status written = write(recordings, *options, out);
    if (written) return toInt(ExitCode::Pass);
    complain(kExport, written.error());
    return toInt(ExitCode::CannotWrite);
}

} // namespace maintscope::app
