// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_command.h"

#include "app/console.h"
#include "app/duration_option.h"
#include "app/exit_code.h"
#include "app/output_file.h"
#include "app/target_options.h"
#include "app/verdict_options.h"
#include "model/exporter.h"
#include "model/recording.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QIODevice>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kCommand = u"export"_s;

Result<model::ExportOptions> readOptions(const QCommandLineParser& parser) {
    model::ExportOptions options;
    const auto format = model::parseExportFormat(parser.value(u"format"_s).toStdString());
    if (!format)
        return Error{.what = "There is no such format.",
                     .where = "--format " + parser.value(u"format"_s).toStdString(),
                     .detail = {},
                     .remedy = "Give one of: csv, json, ndjson, samples, summary."};
    options.format = *format;
    const auto verdict = readVerdictOptions(parser);
    if (!verdict) return verdict.error();
    options.verdict = *verdict;
    for (const QString& bound : {u"from"_s, u"to"_s}) {
        if (!parser.isSet(bound)) continue;
        const Result<Duration> value = parseDuration(parser.value(bound), u"--"_s + bound);
        if (!value) return value.error();
        (bound == "from"_L1 ? options.range.from : options.range.to) = MonoTime(*value);
    }
    return options;
}

int usage(const Error& error) {
    complain(kCommand, error);
    return toInt(ExitCode::Usage);
}

} // namespace

int exportCommand(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Writes a recording in another form. Equal recordings give equal bytes."_s);
    parser.addPositionalArgument(u"RECORDING"_s, u"File that was made by record or by the window."_s,
                                 u"export RECORDING"_s);
    parser.addOptions({
        {u"format"_s, u"csv, json or ndjson (events), samples (every probe, CSV), summary (JSON)."_s,
         u"FORMAT"_s},
        {u"out"_s, u"File to write; - is standard output, and the default."_s, u"FILE"_s, u"-"_s},
        {u"from"_s, u"Only what comes after this time into the session, such as 5m."_s, u"T"_s},
        {u"to"_s, u"Only what comes before this time into the session."_s, u"T"_s},
        {{u"h"_s, u"help"_s}, u"Show this and leave."_s},
    });
    addVerdictOptions(parser);
    if (const Status parsed = parseOptions(parser, arguments); !parsed) return usage(parsed.error());
    if (parser.isSet(u"help"_s)) {
        printLine(stdout, parser.helpText());
        return toInt(ExitCode::Pass);
    }
    if (parser.positionalArguments().size() != 1)
        return usage({.what = "Exactly one recording is needed.",
                      .where = {},
                      .detail = {},
                      .remedy = "For example: maintscope export FILE --format csv --out events.csv"});
    if (!parser.isSet(u"format"_s))
        return usage({.what = "The format is missing.",
                      .where = "--format",
                      .detail = {},
                      .remedy = "Give one of: csv, json, ndjson, samples, summary."});
    const auto options = readOptions(parser);
    if (!options) return usage(options.error());

    const QString out = parser.value(u"out"_s);
    if (out != "-"_L1 && QFileInfo::exists(out)) {
        complain(kCommand, {.what = "The file exists already and is not replaced.",
                            .where = out.toStdString(),
                            .detail = {},
                            .remedy = "Give another name with --out, or move the file away."});
        return toInt(ExitCode::CannotWrite);
    }

    const auto recording = model::Recording::open(parser.positionalArguments().constFirst());
    if (!recording) return usage(recording.error());
    const Status written = writeOutput(
        out, [&](QIODevice& device) { return model::exportRecording(**recording, *options, device); });
    if (written) return toInt(ExitCode::Pass);
    complain(kCommand, written.error());
    return toInt(ExitCode::CannotWrite);
}

} // namespace maintscope::app
