// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recordings_command.h"

#include "app/cli/command_options.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/wall_clock.h"
#include "model/base/format.h"
#include "model/base/json_writer.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/recording/recording_files.h"

#include <QCommandLineParser>
#include <QDir>

#include <cstdio>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kRecordings = u"recordings"_s;

void write(model::JsonWriter& json, const model::RecordingEntry& entry) {
    json.beginObject();
    json.key("path").value(entry.path);
    json.key("name").value(entry.name);
    json.key("state").value(model::stateWord(entry));
    json.key("kept").value(entry.kept);
    json.key("bytes").value(entry.bytes);
    if (entry.problem) {
        json.key("error").value(toString(*entry.problem));
    } else {
        json.key("started_utc").value(model::formatRfc3339(entry.started));
        json.key("duration_ns").value(entry.length.count());
        json.key("part").value(entry.part);
        json.key("files").value(entry.files);
        json.key("targets").beginArray();
        for (const QString& target : entry.targets)
            json.value(target);
        json.endArray();
    }
    json.endObject();
}

void write(model::JsonWriter& json, std::string_view key, const std::vector<model::RecordingEntry>& entries) {
    json.key(key).beginArray();
    for (const model::RecordingEntry& entry : entries)
        write(json, entry);
    json.endArray();
}

/// Names in files and of files come from anywhere: on one line each, whatever they contain.
QString shown(const QString& foreign) {
    return model::escapeControls(foreign, model::LineFeeds::Escaped);
}
QString shown(const std::string& foreign) {
    return shown(QString::fromStdString(foreign));
}

QString lineOf(const model::RecordingEntry& entry) {
    const QString size = model::formatSize(entry.bytes).rightJustified(8);
    if (entry.problem)
        return u"%1  %2  unreadable: %3"_s.arg(size, shown(entry.path), shown(entry.problem->what));
    QString line = u"%1 %2  %3  %4  %5"_s.arg(
        model::formatDate(entry.started), model::formatTimeS(entry.started) + u'Z',
        model::formatDuration(entry.length).leftJustified(10), size, shown(entry.targets.join(u", "_s)));
    if (entry.files > 1) line += u"  %1 files"_s.arg(entry.files);
    if (entry.part > 1) line += u"  part %1"_s.arg(entry.part);
    if (entry.kept) line += u"  kept as \"%1\""_s.arg(shown(entry.name));
    if (entry.ending == model::Recovery::Ending::BeingWritten) line += u"  being written"_s;
    if (entry.ending == model::Recovery::Ending::CutOff) line += u"  incomplete but readable"_s;
    return line + u"\n    "_s + shown(entry.path);
}

int list(const QString& folder, bool asJson) {
    const auto entries = model::joinRuns(model::listRecordings(folder));
    if (asJson) {
        model::JsonWriter json(model::JsonWriter::Style::Indented);
        json.beginObject();
        json.key("schema").value("maint-recordings/1");
        json.key("folder").value(folder);
        write(json, "recordings", entries);
        json.endObject();
        printJson(stdout, json.bytes());
        return toInt(ExitCode::Pass);
    }
    std::uint64_t bytes = 0;
    for (const model::RecordingEntry& entry : entries) {
        printLine(stdout, lineOf(entry));
        bytes += entry.bytes;
    }
    printLine(stdout,
              u"%1 recordings, %2, in %3"_s.arg(model::formatCount(static_cast<std::int64_t>(entries.size())),
                                                model::formatSize(bytes), shown(folder)));
    return toInt(ExitCode::Pass);
}

int prune(const QString& folder, bool asJson, bool dryRun, const model::PruneRules& rules) {
    model::PruneResult result;
    if (dryRun) {
        const auto entries = model::listRecordings(folder);
        for (const std::size_t i : model::planPrune(entries, wallNow(), rules)) {
            result.removed.push_back(entries[i]);
            result.freedBytes += entries[i].bytes;
        }
    } else {
        result = model::pruneRecordings(folder, wallNow(), rules);
    }
    if (asJson) {
        model::JsonWriter json(model::JsonWriter::Style::Indented);
        json.beginObject();
        json.key("schema").value("maint-recordings-prune/1");
        json.key("folder").value(folder);
        json.key("dry_run").value(dryRun);
        json.key("freed_bytes").value(result.freedBytes);
        write(json, "removed", result.removed);
        json.key("errors").beginArray();
        for (const Error& error : result.errors)
            json.value(toString(error));
        json.endArray();
        json.endObject();
        printJson(stdout, json.bytes());
    } else {
        for (const model::RecordingEntry& entry : result.removed)
            printLine(stdout, (dryRun ? u"would remove "_s : u"removed "_s) + shown(entry.path));
        printLine(stdout,
                  u"%1 recordings, %2%3"_s.arg(
                      model::formatCount(static_cast<std::int64_t>(result.removed.size())),
                      model::formatSize(result.freedBytes), dryRun ? u" would be freed"_s : u" freed"_s));
    }
    for (const Error& error : result.errors)
        complain(kRecordings, error);
    return toInt(result.errors.empty() ? ExitCode::Pass : ExitCode::CannotWrite);
}

constexpr OptionScope kRecordingsScopes[] = {
    {"older-than dry-run",
     [](const QCommandLineParser& parser) { return parser.positionalArguments().value(0) == "prune"_L1; },
     "to prune"},
    {"folder json",
     [](const QCommandLineParser& parser) { return parser.positionalArguments().value(0) != "keep"_L1; },
     "to list and prune"},
};

int keep(const QStringList& words) {
    if (words.size() != 3)
        return refuseUsage(kRecordings,
                           {.what = "keep needs a recording and a name.",
                            .where = {},
                            .detail = {},
                            .remedy = "Example: maintscope recordings keep FILE \"upgrade of May\""});
    const Status status = model::keepRecording(words[1], words[2]);
    if (status) return toInt(ExitCode::Pass);
    complain(kRecordings, status.error());
    return toInt(ExitCode::CannotWrite);
}

} // namespace

int recordingsCommand(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Lists the recordings, names one (keep), or removes scratch recordings "
                                     u"(prune): those that are older than 7 days, and the oldest while all "
                                     "of them take more than 2 GB. prune never removes a recording that has "
                                     "a name."_s);
    parser.addPositionalArgument(u"ACTION"_s,
                                 u"list, prune, or keep FILE NAME (an empty name removes the name)."_s,
                                 u"list|prune|keep FILE NAME"_s);
    parser.addOptions({
        {u"folder"_s, u"Folder to read (the folder of recordings)."_s, u"FOLDER"_s,
         model::defaultRecordingFolder()},
        {u"older-than"_s, u"prune: maximum age of a scratch recording; 12h, 168h."_s, u"T"_s},
        {u"dry-run"_s, u"prune: print what it would remove, and remove nothing."_s},
        {u"json"_s, u"Print one JSON object (schema maint-recordings/1)."_s},
    });
    if (const auto ended = startCommand(parser, kRecordings, arguments)) return *ended;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0);
    const QString folder = QDir::cleanPath(parser.value(u"folder"_s));
    if (const Status idle = refuseIdleOptions(parser, kRecordingsScopes); !idle)
        return refuseUsage(kRecordings, idle.error());
    if (action == "keep"_L1) return keep(words);
    if (words.size() != 1 || (action != "list"_L1 && action != "prune"_L1))
        return refuseUsage(kRecordings,
                           {.what = words.isEmpty() ? "The action is missing." : "The action is unknown.",
                            .where = words.join(u' ').toStdString(),
                            .detail = {},
                            .remedy = "Use one of: list, prune, keep FILE NAME."});
    if (action == "list"_L1) return list(folder, parser.isSet(u"json"_s));
    model::PruneRules rules;
    if (parser.isSet(u"older-than"_s)) {
        const GivenOption given{u"--older-than"_s, parser.value(u"older-than"_s)};
        if (const Status age = readDuration(given, rules.maxAge); !age)
            return refuseUsage(kRecordings, age.error());
    }
    return prune(folder, parser.isSet(u"json"_s), parser.isSet(u"dry-run"_s), rules);
}

} // namespace maintscope::app
