// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_options.h"

#include "app/cli/command_options.h"
#include "app/cli/planned_option.h"
#include "app/cli/size_option.h"
#include "app/cli/target_options.h"
#include "app/cli/verdict_options.h"

#include <QFileInfo>

#include <chrono>
#include <cstdint>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds kShortestPart{1};

Status readLength(const GivenOption& given, RecordOptions& options) {
    Duration length{};
    if (Status read = readDuration(given, length); !read) return read;
    options.length = length;
    return success();
}

Status readRotateEvery(const GivenOption& given, RecordOptions& options) {
    Duration length{};
    if (Status read = readDuration(given, length); !read) return read;
    if (length < kShortestPart)
        return invalidValue(given, "the files would be too short",
                            "Use at least 1s; 24h creates one file per day.");
    options.rotation.length = length;
    return success();
}

Status readRotateSize(const GivenOption& given, RecordOptions& options) {
    const Result<std::uint64_t> bytes = parseSize(given.value, given.name);
    if (!bytes) return bytes.error();
    options.rotation.bytes = *bytes;
    return success();
}

Status readMetrics(const GivenOption& given, RecordOptions& options) {
    const auto where = parseMetricsAddress(given.value);
    if (!where) return where.error();
    options.metrics = *where;
    return success();
}

template <QString RecordOptions::*member>
Status readName(const GivenOption& given, RecordOptions& options) {
    options.*member = given.value;
    return success();
}

constexpr OptionRow<RecordOptions> kRecordOptions[] = {
    {"for", "T", "Length of the run (until Ctrl-C); 500ms, 30s, 5m, 8h.", readLength},
    {"out", "FILE", "Recording to create; the file must not exist (a new file in the folder of recordings).",
     readName<&RecordOptions::recording>},
    {"rotate-every", "T",
     "Continue in a new file after this time: NAME.part2.maintscope, ...; together the files are one "
     "recording. 24h.",
     readRotateEvery},
    {"rotate-size", "SIZE", "Continue in a new file when the current one reaches this size; 200MB, 1GB.",
     readRotateSize},
    {"events", "FILE", "Write the events as NDJSON; - is standard output.", readName<&RecordOptions::events>},
    {"samples", "FILE", "Write every probe as CSV; - is standard output.", readName<&RecordOptions::samples>},
    {"summary", "FILE", "Write the summary as JSON; - is standard output.",
     readName<&RecordOptions::summary>},
    {"metrics", "ADDRESS:PORT",
     "Serve OpenMetrics at this address, for example 127.0.0.1:9464; a port alone means loopback.",
     readMetrics},
};

Status checkOutputNames(const RecordOptions& options) {
    QStringList seen;
    if (!options.recording.isEmpty()) seen << QFileInfo(options.recording).absoluteFilePath();
    for (const QString& output : outputsOf(options)) {
        const bool standard = output == "-"_L1;
        const QString name = standard ? output : QFileInfo(output).absoluteFilePath();
        if (seen.contains(name))
            return Error{.what = standard ? "Only one output can go to standard output."
                                          : "Two outputs have the same name.",
                         .where = output.toStdString(),
                         .detail = {},
                         .remedy = "Use different names for --out, --events, --samples and --summary."};
        seen << name;
    }
    return success();
}

} // namespace

QStringList outputsOf(const RecordOptions& options) {
    QStringList outputs{options.events, options.samples, options.summary};
    outputs.removeAll(QString());
    return outputs;
}

void addRecordOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        u"Probes one or more databases, prints the events, and gives a verdict.\n"
        "Exit code: 0 pass, 1 warn, 2 fail, 3 inconclusive, 69 unreachable, 76 untrusted certificate,\n"
        "77 not authorised, 73 cannot write, 64 usage."_s);
    parser.addPositionalArgument(u"URL"_s,
                                 u"redis://[user@]host[:port], or rediss:// for TLS; several are allowed."_s,
                                 u"record URL... | --profile NAME"_s);
    addOptions<RecordOptions>(parser, kRecordOptions);
    addPlannedOption(parser);
    addVerdictOptions(parser);
    addTargetOptions(parser);
}

Result<RecordOptions> readRecordOptions(const QCommandLineParser& parser) {
    if (parser.positionalArguments().isEmpty() && !parser.isSet(u"profile"_s))
        return Error{.what = "The database is missing.",
                     .where = {},
                     .detail = {},
                     .remedy = "Give the URL of a database, or a saved connection: maintscope record "
                               "redis://host:port, or --profile NAME"};
    RecordOptions options;
    if (Status read = readOptions<RecordOptions>(parser, kRecordOptions, options); !read) return read.error();
    if (Status names = checkOutputNames(options); !names) return names.error();
    auto planned = readPlanned(parser);
    if (!planned) return planned.error();
    options.planned = std::move(*planned);
    const auto verdict = readVerdictOptions(parser);
    if (!verdict) return verdict.error();
    options.verdict = *verdict;
    auto targets = readTargets(parser, parser.positionalArguments());
    if (!targets) return targets.error();
    options.targets = std::move(*targets);
    return options;
}

} // namespace maintscope::app
