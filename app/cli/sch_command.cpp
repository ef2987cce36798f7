// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sch_command.h"

#include "app/cli/duration_option.h"
#include "app/cli/rest_options.h"
#include "app/cli/sch_output.h"
#include "app/cli/target_options.h"
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
    QCommandLineOption delay{u"delay"_s, u"on, off: head start of clients, 0 to 10000 ms, or 2s (8.0.16)."_s,
                             u"MS"_s};
    QCommandLineOption dryRun{u"dry-run"_s,
                              u"on, off: have the cluster check the change, but not make it."_s};
    QCommandLineOption yes{u"yes"_s, u"on, off: do not ask for confirmation."_s};
    QCommandLineOption curl{
        u"curl"_s,
        u"on, off, restore: print the request for a shell, without the password, and send nothing."_s};
    QCommandLineOption json{u"json"_s, u"get: print one JSON object."_s};
    QCommandLineOption timeout{u"timeout"_s, u"Of each request; 10s unless said."_s, u"DURATION"_s};
    QCommandLineOption profile{u"profile"_s, u"A saved connection: its cluster manager is meant."_s,
                               u"NAME"_s};
    QCommandLineOption help{{u"h"_s, u"help"_s}, u"Show this and leave."_s};
};

Error misuse(std::string what, std::string remedy) {
    return Error{.what = std::move(what), .where = {}, .detail = {}, .remedy = std::move(remedy)};
}

// ---- Arguments
// ---------------------------------------------------------------------------------------------------

Result<std::chrono::milliseconds> readDelay(const QString& value) {
    bool plain = false;
    const int ms = value.toInt(&plain);
    Duration delay = std::chrono::milliseconds(ms);
    if (!plain) {
        const Result<Duration> parsed = parseDuration(value, u"--delay"_s);
        if (!parsed) return parsed.error();
        delay = *parsed;
    }
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(delay);
    if (whole < std::chrono::milliseconds::zero() || whole > kMaxHandoffDelay || whole != delay)
        return misuse("--delay " + value.toStdString() + " is out of range.",
                     "Give 0 to 10000 whole milliseconds.");
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
        return Error{"The file does not hold what was found.",
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
        return Error{"There is nothing to restore.", path.toStdString(), "No setting in it had a value.",
                     "The cluster was too old for all of them."};
    return change;
}

Status readVerb(const QCommandLineParser& parser, const SchOptions& o, Request& request) {
    const QStringList words = parser.positionalArguments();
    const QStringList verbs{u"get"_s, u"on"_s, u"off"_s, u"restore"_s, u"databases"_s};
    if (words.isEmpty())
        return misuse("What to do is missing.", "Say maintscope sch get, on, off, restore or databases.");
    const qsizetype verb = verbs.indexOf(words.first());
    if (verb < 0) {
        const QString near = nearestWord(words.first(), verbs);
        return misuse("'" + words.first().toStdString() + "' is not get, on, off, restore or databases.",
                     near.isEmpty() ? "maintscope sch --help explains them."
                                    : "Did you mean " + near.toStdString() + "?");
    }
    const bool restores = verb == static_cast<qsizetype>(Verb::Restore);
    if (restores && words.size() < 2)
        return misuse("What to restore is missing.",
                     "Name the file that maintscope sch get --json wrote before the change.");
    if (words.size() > (restores ? 2 : 1))
        return misuse("There is no use for '" + words.last().toStdString() + "'.",
                     "The address belongs behind --rest.");
    request.verb = static_cast<Verb>(verb);
    request.dryRun = parser.isSet(o.dryRun);
    request.yes = parser.isSet(o.yes);
    request.json = parser.isSet(o.json);
    const bool changes = request.verb != Verb::Get && request.verb != Verb::Databases;
    request.curl = parser.isSet(o.curl);
    for (const QCommandLineOption* option : {&o.oss, &o.delay, &o.dryRun, &o.yes, &o.curl})
        if (!changes && parser.isSet(*option))
            return misuse("--" + option->names().first().toStdString() + " has no meaning for " +
                             words.first().toStdString() + ".",
                         "It belongs to on, off and restore.");
    if (changes && request.json)
        return misuse("--json is for get only.", "Read afterwards: maintscope sch get --json.");
    if (!changes) return success();
    if (restores) {
        for (const QCommandLineOption* option : {&o.oss, &o.delay})
            if (parser.isSet(*option))
                return misuse("--" + option->names().first().toStdString() + " has no meaning for restore.",
                             "The file says what is to be restored.");
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
        return misuse("A change needs a confirmation, and there is no terminal to ask on.",
                     "Add --yes to confirm it here, or --dry-run to look only.");
    return success();
}

Result<Request> readRequest(const QCommandLineParser& parser, const SchOptions& o) {
    Request request;
    if (Status read = readVerb(parser, o, request); !read) return read.error();
    Result<RestSettings> settings = readRestOptions(parser, RestOptionNames::Plain, kSch);
    if (!settings) return settings.error();
    request.settings = std::move(*settings);
    if (parser.isSet(o.timeout)) {
        const Result<Duration> timeout = parseDuration(parser.value(o.timeout), u"--timeout"_s);
        if (!timeout) return timeout.error();
        request.settings.timeout = *timeout;
    }
    return request;
}

// ---- Conversations
// -----------------------------------------------------------------------------------------------

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

/// Asks for the name of what is about to be changed: a yes comes too easily.
bool confirmed(const ClusterReading& reading, const Endpoint& endpoint) {
    const std::string name = reading.name.empty() ? toString(endpoint) : reading.name;
    std::fputs(qPrintable(u"This affects every database of the cluster. Type its name (%1) to apply: "_s.arg(
                   said(name))),
               stdout);
    std::fflush(stdout);
    std::string line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        line += static_cast<char>(c);
    return model::toQString(line).trimmed() == model::toQString(name);
}

/// What of the cluster can be watched, each with the line that checks it.
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

/// Only a look at the certificate, and the line for the shell.
int printCurl(Conversation& conversation, const Request& request) {
    const RestOutcome outcome = conversation.run({RestAction::Read, request.settings, {}, {}}, false);
    if (outcome.failure) return complainOf(*outcome.failure);
    print(model::toQString(curlCommand(request.settings, request.change, request.dryRun, outcome.reading->certificate)));
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
        complain(kSch, u"not confirmed: that is not the cluster's name. Nothing was changed."_s);
        return toInt(ExitCode::Usage);
    }
    const RestOutcome applied =
        conversation.run({RestAction::Apply, request.settings, request.change, preview.reading}, true);
    if (applied.failure) return complainOf(*applied.failure);
    print();
    printAfterwards(*applied.readBack);
    return toInt(ExitCode::Pass);
}

} // namespace

int schCommand(const QStringList& arguments) {
    const SchOptions options;
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Reads or sets the switch of a Redis Software cluster for Smart client "
                                     u"handoffs (client_maint_notifications) "
                                     "through its REST API. on and off have the cluster check the change "
                                     "first, show it, ask, apply it and read it "
                                     "back."_s);
    parser.addPositionalArgument(u"get"_s, u"Print the settings."_s, u"get|on|off|restore FILE|databases"_s);
    parser.addPositionalArgument(u"on, off"_s, u"Set the switch."_s, u" "_s);
    parser.addPositionalArgument(u"restore FILE"_s, u"Bring back what get --json wrote to FILE."_s, u" "_s);
    parser.addPositionalArgument(u"databases"_s, u"List what can be watched, with the line that checks it."_s,
                                 u" "_s);
    addRestOptions(parser, RestOptionNames::Plain);
    parser.addOptions({options.oss, options.delay, options.dryRun, options.yes, options.json, options.curl,
                       options.timeout, options.profile, options.help});
    if (Status parsed = parseOptions(parser, arguments); !parsed) {
        complain(kSch, parsed.error());
        return toInt(ExitCode::Usage);
    }
    if (parser.isSet(options.help)) {
        print(helpText(parser, kSch));
        return toInt(ExitCode::Pass);
    }
    const Result<Request> request = readRequest(parser, options);
    if (!request) {
        complain(kSch, request.error());
        return toInt(ExitCode::Usage);
    }
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
