// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/check_command.h"

#include "app/cli/command_options.h"
#include "app/cli/rest_options.h"
#include "app/cli/target_options.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "client/io/net/name_resolver.h"
#include "client/io/readiness/readiness_check.h"
#include "client/io/thread/steady_clock.h"
#include "model/base/format.h"
#include "model/readiness/client_audit.h"
#include "model/readiness/client_settings.h"
#include "model/readiness/readiness.h"

#include <QCommandLineParser>
#include <QEventLoop>

#include <cstdio>
#include <string_view>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kCheck = u"check"_s;
constexpr int kStateColumn = 8;
constexpr int kTitleColumn = 27; // fits CLIENT MAINT_NOTIFICATIONS
constexpr int kTimeColumn = 8;

bool checks(const QCommandLineParser& parser) {
    return !parser.isSet(u"settings"_s);
}

constexpr OptionScope kCheckScopes[] = {
    {kScheduleOptionNames, [](const QCommandLineParser&) { return false; },
     "to commands that measure; check opens one connection, for one probe"},
    {"relaxed-timeout", [](const QCommandLineParser& parser) { return !checks(parser); }, "with --settings"},
    {"handoff-timeout",
     [](const QCommandLineParser& parser) { return parser.value(u"settings"_s) == "go-redis"_L1; },
     "with --settings go-redis"},
    {"command key hosts clients json rest", checks, "without --settings"},
    {"key",
     [](const QCommandLineParser& parser) {
         const QString command = parser.value(u"command"_s);
         return command.isEmpty() || command == "get"_L1;
     },
     "to the command get; check writes to a key of its own only"},
    {"rest-user rest-sign-in rest-password-file rest-tls-ca rest-tls-pin rest-tls-cert rest-tls-key rest-sni",
     [](const QCommandLineParser& parser) {
         return checks(parser) && (parser.isSet(u"rest"_s) || parser.isSet(u"profile"_s));
     },
     "with --rest, or with a profile that names a cluster manager, and without --settings"},
};

Result<io::ReadinessTask> readTask(const QCommandLineParser& parser) {
    if (Status idle = refuseIdleOptions(parser, kCheckScopes); !idle) return idle.error();
    auto targets = readTargets(parser, parser.positionalArguments());
    if (!targets) return targets.error();
    if (targets->size() != 1)
        return Error{
            .what =
                targets->empty() ? "The URL of the database is missing." : "More than one database is given.",
            .where = {},
            .detail = {},
            .remedy = "Run maintscope check redis://host:port (rediss:// for TLS), or use --profile NAME."};
    io::ReadinessTask task{std::move(targets->front()), std::nullopt};
    auto rest = readExtraRest(parser, RestOptionNames::Prefixed, kCheck);
    if (!rest) return rest.error();
    task.rest = std::move(*rest);
    if (!task.rest || task.rest->user.empty() || !task.rest->password.empty()) return task;
    const Error noPassword{"The password of " + task.rest->user + " is missing.",
                           baseUrl(task.rest->endpoint), "the cluster manager is not checked",
                           "Set MAINTSCOPE_REST_PASSWORD, or add --rest-password-file FILE."};
    if (parser.isSet(u"rest"_s)) return noPassword;
    complain(kCheck, noPassword); // the database can be checked without the password
    task.rest.reset();
    return task;
}

/// Each state is a word, so that it needs no colour and a screen reader can read it.
QString word(model::ReadinessState state) {
    switch (state) {
    case model::ReadinessState::Ok:
        return u"ok"_s;
    case model::ReadinessState::Attention:
        return u"note"_s;
    case model::ReadinessState::Failed:
        return u"FAILED"_s;
    case model::ReadinessState::NotReached:
    case model::ReadinessState::NotAsked:
    case model::ReadinessState::Running:
        break;
    }
    return u"-"_s;
}

void printSteps(const model::Readiness& readiness) {
    const QString indent(kStateColumn, u' ');
    for (const model::ReadinessStep& step : readiness.steps) {
        if (step.state == model::ReadinessState::NotAsked && step.value.empty()) continue;
        QString value = model::escapeServerText(step.value);
        if (step.state == model::ReadinessState::NotReached) value = u"not reached"_s;
        const QString took = step.took ? model::formatDuration(*step.took) : QString();
        printLine(stdout, word(step.state).leftJustified(kStateColumn) +
                              model::toQString(step.title).leftJustified(kTitleColumn) +
                              took.rightJustified(kTimeColumn) + u"  "_s + value);
        for (const std::string& line : step.detail)
            printLine(stdout, indent + model::escapeServerText(line));
        if (!step.words.empty())
            printLine(stdout, indent + u"Server: "_s + model::escapeServerText(step.words));
        if (!step.cause.empty())
            printLine(stdout, indent + u"Cause: "_s + model::escapeServerText(step.cause));
        if (!step.remedy.empty()) printLine(stdout, indent + u"Remedy: "_s + model::toQString(step.remedy));
        if (!step.option.empty()) printLine(stdout, indent + u"Use: "_s + model::toQString(step.option));
    }
}

void printReadiness(const ReadinessFacts& facts, const model::Readiness& readiness) {
    printLine(stdout, u"%1%2, checked %3Z in %4"_s.arg(
                          facts.target.tls.enabled ? u"rediss://"_s : u"redis://"_s,
                          model::toQString(toString(facts.target.endpoint)),
                          model::formatTimeS(facts.checkedAt), model::formatDuration(facts.elapsed)));
    printLine(stdout, {});
    printSteps(readiness);
    printLine(stdout, {});
    printLine(stdout, model::toQString(readiness.headline));
    printLine(stdout, model::escapeServerText(readiness.sentence));
    if (!readiness.platformNote.empty()) printLine(stdout, model::toQString(readiness.platformNote));
}

/// Prints the connected applications and what each of them needs to change.
void printClients(const ReadinessFacts& facts) {
    const auto groups = model::auditClients(facts.clientList);
    if (groups.empty() && facts.clientListError.empty()) return;
    printLine(stdout, {});
    printLine(stdout, u"Connected clients (CLIENT LIST)"_s);
    if (!facts.clientListError.empty())
        printLine(stdout, u"        not available: "_s + model::escapeServerText(facts.clientListError));
    for (const model::ClientGroup& group : groups) {
        QString name = group.library.empty() ? u"(no name)"_s : model::escapeServerText(group.library);
        if (!group.version.empty()) name += u' ' + model::escapeServerText(group.version);
        QString words = model::toQString(toString(group.state)).replace(u'_', u' ');
        if (group.resp != 0) words += u", RESP%1"_s.arg(group.resp);
        if (!group.advice.empty()) words += u". "_s + model::toQString(group.advice);
        printLine(stdout, QString::number(group.connections).rightJustified(kStateColumn - 2) + u"  "_s +
                              name.leftJustified(kTitleColumn + kTimeColumn) + u"  "_s + words);
    }
}

/// Prints the settings as configuration of a client library, and checks nothing.
int printSettings(const QString& name, const TargetSettings& settings) {
    const auto library = model::clientLibraryFromName(name.toStdString());
    if (!library) {
        std::string known;
        for (const model::ClientLibrary one : model::kClientLibraries)
            known += (known.empty() ? "" : ", ") + std::string(model::toString(one));
        complain(
            kCheck,
            Error{"The client library is unknown.", name.toStdString(), {}, "Use one of: " + known + "."});
        return toInt(ExitCode::Usage);
    }
    const bool withPassword = !settings.password.empty() || !settings.user.empty();
    printText(stdout, model::toQString(model::clientSettings(*library, settings, withPassword)));
    return toInt(ExitCode::Pass);
}

ExitCode exitCode(const model::Readiness& readiness, Policy policy) {
    switch (readiness.verdict) {
    case model::ReadinessVerdict::Ready:
        return ExitCode::Pass;
    case model::ReadinessVerdict::Attention:
        return ExitCode::Warn;
    case model::ReadinessVerdict::NotProtected:
        return policy == Policy::Never && readiness.failed == 0 ? ExitCode::Warn : ExitCode::Fail;
    case model::ReadinessVerdict::NotReachable:
        return ExitCode::Unreachable;
    case model::ReadinessVerdict::Untrusted:
        return ExitCode::Untrusted;
    case model::ReadinessVerdict::NotAuthorised:
        return ExitCode::NotAuthorised;
    case model::ReadinessVerdict::Running:
        break;
    }
    return ExitCode::Internal;
}

} // namespace

int checkCommand(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Checks end to end whether a connection from this machine receives maintenance "
        u"notifications, and shows the "
        "cause and the remedy of each step that fails. Changes nothing."_s);
    parser.addPositionalArgument(u"URL"_s, u"The database: redis://[user@]host:port, rediss:// for TLS."_s,
                                 u"check URL | --profile NAME"_s);
    addTargetOptions(parser, TargetUse::Check);
    addRestOptions(parser, RestOptionNames::Prefixed);
    parser.addOptions(
        {{u"clients"_s, u"Also list the connected applications and what each of them needs to change."_s},
         {u"settings"_s,
          u"Print these settings as configuration of a client library and check nothing: redis-py, "
          u"node-redis, "
          "lettuce, go-redis or jedis."_s,
          u"CLIENT"_s},
         {u"json"_s, u"Print one JSON object (schema maint-check/1)."_s}});
    if (const auto ended = startCommand(parser, kCheck, arguments)) return *ended;
    Result<io::ReadinessTask> task = readTask(parser);
    if (!task) return refuseUsage(kCheck, task.error());
    if (parser.isSet(u"settings"_s)) return printSettings(parser.value(u"settings"_s), task->target);

    io::LookupPool lookups;
    const io::SteadyClock clock;
    io::ReadinessCheck check(lookups, clock);
    QEventLoop loop;
    ReadinessFacts facts;
    const Policy policy = task->target.policy;
    check.start(std::move(*task), [&facts, &loop](const ReadinessFacts& seen) {
        facts = seen;
        if (seen.finished) loop.quit();
    });
    if (!facts.finished) loop.exec();

    const model::Readiness readiness = model::judge(facts);
    if (parser.isSet(u"json"_s)) {
        printJson(stdout, QByteArray::fromStdString(model::toJson(facts, readiness)));
    } else {
        printReadiness(facts, readiness);
        if (parser.isSet(u"clients"_s)) printClients(facts);
    }
    return toInt(exitCode(readiness, policy));
}

} // namespace maintscope::app
