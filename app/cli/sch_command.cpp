// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sch_command.h"

#include "app/cli/command_options.h"
#include "app/cli/rest_options.h"
#include "app/cli/sch_output.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "client/io/net/name_resolver.h"
#include "client/io/rest/rest_session.h"
#include "client/io/thread/steady_clock.h"
#include "client/types/cluster.h"
#include "client/types/target_url.h"
#include "model/base/format.h"
#include "model/maintenance/discovery.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;
using namespace sch;

namespace {

constexpr qint64 kMostFoundBytes = 64 * 1024;

enum class Verb { Get, On, Off, Restore, Databases };

struct Request {
    Verb verb = Verb::Get;
    RestSettings settings;
    ClusterChange change;
    bool dryRun = false;
    bool yes = false;
    bool json = false;
    bool curl = false;
};

struct SchOptions {
    QCommandLineOption oss{u"oss-cluster"_s,
                           u"on, off: also for databases with the OSS Cluster API (8.0.16)."_s};
    QCommandLineOption delay{
        u"delay"_s,
        u"on, off: time that clients get before an operation starts, 0 to 10000 ms, or 2s (8.0.16)."_s,
        u"MS"_s};
    QCommandLineOption dryRun{u"dry-run"_s,
                              u"on, off: have the cluster check the change, and change nothing."_s};
    QCommandLineOption yes{u"yes"_s, u"on, off: do not ask for confirmation."_s};
    QCommandLineOption curl{
        u"curl"_s,
        u"on, off, restore: print the request as a curl command without the password, and send nothing."_s};
    QCommandLineOption json{u"json"_s, u"get: print one JSON object."_s};
    QCommandLineOption timeout{u"timeout"_s, u"Timeout of each request (10s)."_s, u"DURATION"_s};
    QCommandLineOption profile{u"profile"_s, u"Saved connection whose cluster manager is used."_s, u"NAME"_s};
};

Error misuse(std::string what, std::string remedy) {
    return Error{.what = std::move(what), .where = {}, .detail = {}, .remedy = std::move(remedy)};
}

Result<std::chrono::milliseconds> readDelay(const QString& value) {
    bool plain = false;
    const int ms = value.toInt(&plain);
    Duration delay = std::chrono::milliseconds(ms);
    if (!plain) {
        if (const Status read = readDuration({u"--delay"_s, value}, delay); !read) return read.error();
    }
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(delay);
    if (whole < std::chrono::milliseconds::zero() || whole > kMaxHandoffDelay || whole != delay)
        return misuse("--delay " + value.toStdString() + " is out of range.",
                      "Use a whole number of milliseconds from 0 to 10000.");
    return whole;
}

/// The settings that `sch get --json` wrote before something was changed.
Result<ClusterChange> readFound(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The file cannot be read.", path.toStdString(), file.errorString().toStdString(),
                     "Name the file that maintscope sch get --json wrote before the change."};
    const QJsonObject object = QJsonDocument::fromJson(file.read(kMostFoundBytes)).object();
    if (object.value("schema"_L1).toString() != kSchema)
        return Error{"The file is not an output of sch get --json.",
                     path.toStdString(),
                     {},
                     "Name the file that maintscope sch get --json wrote before the change."};
    const auto flag = [&object](std::string_view field) -> std::optional<bool> {
        const QString word = object.value(model::toQString(field)).toString();
        if (word == "on"_L1) return true;
        if (word == "off"_L1) return false;
        return std::nullopt;
    };
    ClusterChange change{flag(kNotificationsField), flag(kOssNotificationsField), std::nullopt};
    if (const QJsonValue delay = object.value(model::toQString(kHandoffDelayField)); delay.isDouble())
        change.handoffDelay = std::chrono::milliseconds(delay.toInt());
    if (change.empty())
        return Error{
            "There is nothing to restore.", path.toStdString(), "none of its settings has a value",
            "The cluster was too old for these settings when the file was written; choose another file."};
    return change;
}

Status readVerb(const QCommandLineParser& parser, const SchOptions& o, Request& request) {
    const QStringList words = parser.positionalArguments();
    const QStringList verbs{u"get"_s, u"on"_s, u"off"_s, u"restore"_s, u"databases"_s};
    if (words.isEmpty())
        return misuse("The action is missing.", "Use maintscope sch get, on, off, restore or databases.");
    const qsizetype verb = verbs.indexOf(words.first());
    if (verb < 0) {
        const QString near = nearestWord(words.first(), verbs);
        return misuse("The action '" + words.first().toStdString() + "' is unknown.",
                      near.isEmpty()
                          ? "Use get, on, off, restore or databases; maintscope sch --help explains them."
                          : "Did you mean " + near.toStdString() + "?");
    }
    const bool restores = verb == static_cast<qsizetype>(Verb::Restore);
    if (restores && words.size() < 2)
        return misuse("The file to restore is missing.",
                      "Name the file that maintscope sch get --json wrote before the change.");
    if (words.size() > (restores ? 2 : 1))
        return misuse("The argument '" + words.last().toStdString() + "' is unexpected.",
                      "Give the address of the cluster manager with --rest.");
    request.verb = static_cast<Verb>(verb);
    request.dryRun = parser.isSet(o.dryRun);
    request.yes = parser.isSet(o.yes);
    request.json = parser.isSet(o.json);
    const bool changes = request.verb != Verb::Get && request.verb != Verb::Databases;
    request.curl = parser.isSet(o.curl);
    for (const QCommandLineOption* option : {&o.oss, &o.delay, &o.dryRun, &o.yes, &o.curl})
        if (!changes && parser.isSet(*option))
            return misuse("--" + option->names().first().toStdString() + " does not apply to " +
                              words.first().toStdString() + ".",
                          "Remove it, or use on, off or restore.");
    if (request.verb != Verb::Get && request.json)
        return misuse("--json applies to get only.",
                      "Remove it, and read the settings with maintscope sch get --json.");
    if (request.yes && (request.dryRun || request.curl))
        return idleOption(o.yes.names().first(), "nothing is changed that needs a confirmation");
    if (!changes) return success();
    if (restores) {
        for (const QCommandLineOption* option : {&o.oss, &o.delay})
            if (parser.isSet(*option))
                return misuse("--" + option->names().first().toStdString() + " does not apply to restore.",
                              "Remove it: restore takes all settings from the file.");
        auto change = readFound(words.at(1));
        if (!change) return change.error();
        request.change = *change;
    } else {
        request.change.notifications = request.verb == Verb::On;
    }
    if (parser.isSet(o.oss)) request.change.ossNotifications = request.verb == Verb::On;
    if (parser.isSet(o.delay)) {
        const auto delay = readDelay(parser.value(o.delay));
        if (!delay) return delay.error();
        request.change.handoffDelay = *delay;
    }
    if (!request.dryRun && !request.yes && !request.curl && isatty(STDIN_FILENO) == 0)
        return misuse("A change needs a confirmation, and standard input is not a terminal.",
                      "Add --yes to confirm it here, or --dry-run to check the change only.");
    return success();
}

Result<Request> readRequest(const QCommandLineParser& parser, const SchOptions& o) {
    Request request;
    if (Status read = readVerb(parser, o, request); !read) return read.error();
    Result<RestSettings> settings = readRestOptions(parser, RestOptionNames::Plain, kSch);
    if (!settings) return settings.error();
    request.settings = std::move(*settings);
    if (parser.isSet(o.timeout)) {
        const Status read = readDuration({u"--timeout"_s, parser.value(o.timeout)}, request.settings.timeout);
        if (!read) return read.error();
    }
    return request;
}

class Conversation {
public:
    RestOutcome run(RestTask task, bool showSteps) {
        QEventLoop loop;
        RestOutcome outcome;
        m_session.start(
            std::move(task),
            [showSteps](const RestStep& step) {
                if (showSteps) printStep(step);
            },
            [&outcome, &loop](const RestOutcome& ended) {
                outcome = ended;
                loop.quit();
            });
        loop.exec();
        return outcome;
    }

private:
    io::LookupPool m_lookups;
    io::SteadyClock m_clock;
    io::RestSession m_session{m_lookups, m_clock};
};

int get(Conversation& conversation, const Request& request) {
    const RestOutcome outcome = conversation.run({RestAction::Read, request.settings, {}, {}}, false);
    if (outcome.failure) return complainOf(*outcome.failure);
    if (request.json)
        printJson(request.settings, *outcome.reading);
    else
        printReading(request.settings, *outcome.reading);
    return toInt(ExitCode::Pass);
}

/// Asks for the name of the cluster, because a plain yes is given too easily.
bool confirmed(const ClusterReading& reading, const Endpoint& endpoint) {
    const std::string name = reading.name.empty() ? toString(endpoint) : reading.name;
    printText(stdout,
              u"This affects every database of the cluster. Type its name (%1) to apply: "_s.arg(said(name)));
    std::string line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        line += static_cast<char>(c);
    return model::toQString(line).trimmed() == model::toQString(name);
}

/// Lists the databases that can be watched, each with the command that checks it.
int databases(Conversation& conversation, const Request& request) {
    const RestOutcome outcome = conversation.run({RestAction::Survey, request.settings, {}, {}}, false);
    if (outcome.failure) return complainOf(*outcome.failure);
    if (!outcome.databasesNote.empty()) {
        complain(kSch, u"the databases could not be read: "_s + said(outcome.databasesNote));
        return toInt(ExitCode::NotAuthorised);
    }
    for (const model::DiscoveredDatabase& one : model::discover(*outcome.reading, outcome.databases, false)) {
        print(said(one.database.name).leftJustified(24) + u"  "_s +
              model::toQString(toString(one.coverage)).replace(u'_', u' ').leftJustified(14) + u"  "_s +
              said(one.sentence));
        if (!one.target) continue;
        const TargetSettings& target = *one.target;
        QString line = u"    maintscope check "_s +
                       said(toString(TargetUrl{target.endpoint, target.tls.enabled, {}, {}}));
        if (target.tls.trust.mode == TlsTrust::Mode::Pin)
            line += u" --tls-pin sha256:"_s + model::toQString(target.tls.trust.pin);
        print(line);
    }
    return toInt(ExitCode::Pass);
}

/// Reads the certificate of the cluster and prints the curl command.
int printCurl(Conversation& conversation, const Request& request) {
    const RestOutcome outcome = conversation.run({RestAction::Read, request.settings, {}, {}}, false);
    if (outcome.failure) return complainOf(*outcome.failure);
    print(model::toQString(
        curlCommand(request.settings, request.change, request.dryRun, outcome.reading->certificate)));
    return toInt(ExitCode::Pass);
}

int change(Conversation& conversation, const Request& request) {
    if (request.curl) return printCurl(conversation, request);
    const RestOutcome preview =
        conversation.run({RestAction::DryRun, request.settings, request.change, {}}, true);
    if (preview.failure) return complainOf(*preview.failure);
    const ClusterReading& reading = *preview.reading;
    printDiff(diff(reading, request.change));
    if (difference(reading, request.change).empty()) {
        print(u"%1 already has these settings; nothing was sent."_s.arg(said(reading.name)));
        return toInt(ExitCode::Pass);
    }
    if (request.dryRun) {
        print(u"The cluster accepts this change. Nothing was changed (--dry-run)."_s);
        return toInt(ExitCode::Pass);
    }
    if (!request.yes && !confirmed(reading, request.settings.endpoint)) {
        complain(kSch, u"the entered name is not the name of the cluster. Nothing was changed. Run the "
                       u"command again and type "
                       "the name as shown."_s);
        return toInt(ExitCode::Usage);
    }
    const RestOutcome applied =
        conversation.run({RestAction::Apply, request.settings, request.change, preview.reading}, true);
    if (applied.failure) return complainOf(*applied.failure);
    print();
    if (applied.doubt)
        print(
            u"The reply did not say whether the change was made (%1); reading back shows that it was."_s.arg(
                said(serverSaid(*applied.doubt))));
    printAfterwards(*applied.readBack);
    return toInt(ExitCode::Pass);
}

} // namespace

int schCommand(const QStringList& arguments) {
    const SchOptions options;
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Reads or sets the switch of a Redis Software cluster for Smart client "
                                     u"handoffs (client_maint_notifications) "
                                     "through its REST API. on and off let the cluster check the change "
                                     "first, show it, ask for a confirmation, apply it and read it "
                                     "back."_s);
    parser.addPositionalArgument(u"get"_s, u"Print the settings."_s, u"get|on|off|restore FILE|databases"_s);
    parser.addPositionalArgument(u"on, off"_s, u"Set the switch."_s, u" "_s);
    parser.addPositionalArgument(u"restore FILE"_s, u"Set the values that get --json wrote to FILE."_s,
                                 u" "_s);
    parser.addPositionalArgument(
        u"databases"_s, u"List the databases that can be watched, with the command that checks each."_s,
        u" "_s);
    addRestOptions(parser, RestOptionNames::Plain);
    parser.addOptions({options.oss, options.delay, options.dryRun, options.yes, options.json, options.curl,
                       options.timeout, options.profile});
    if (const auto ended = startCommand(parser, kSch, arguments)) return *ended;
    const Result<Request> request = readRequest(parser, options);
    if (!request) return refuseUsage(kSch, request.error());
    Conversation conversation;
    switch (request->verb) {
    case Verb::Get:
        return get(conversation, *request);
    case Verb::Databases:
        return databases(conversation, *request);
    case Verb::On:
    case Verb::Off:
    case Verb::Restore:
        break;
    }
    return change(conversation, *request);
}

} // namespace maintscope::app
