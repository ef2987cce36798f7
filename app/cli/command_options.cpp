// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"

#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "model/base/duration_text.h"

#include <QRegularExpression>

#include <cstdio>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

Error invalidValue(const GivenOption& given, std::string detail, std::string remedy) {
    return {.what = "The value of an option is not valid.",
            .where = (given.name + u' ' + given.value).toStdString(),
            .detail = std::move(detail),
            .remedy = std::move(remedy)};
}

Error idleOption(const QString& name, std::string detail) {
    return {.what = "The option has no effect here.",
            .where = "--" + name.toStdString(),
            .detail = std::move(detail),
            .remedy = "Remove it."};
}

Status refuseIdleOptions(const QCommandLineParser& parser, std::span<const OptionScope> scopes) {
    for (const OptionScope& scope : scopes) {
        if (scope.applies(parser)) continue;
        for (const QString& name : QString::fromLatin1(scope.options).split(u' '))
            if (parser.isSet(name)) return idleOption(name, std::string("it applies only ") + scope.where);
    }
    return success();
}

Status readDuration(const GivenOption& given, Duration& duration) {
    const Result<Duration> value = model::parseDuration(given.value, given.name);
    if (!value) return value.error();
    duration = *value;
    return success();
}

Status parseOptions(QCommandLineParser& parser, const QStringList& arguments) {
    // The parser takes its first argument for the program's name.
    if (parser.parse(QStringList{u"maintscope"_s} + arguments)) return success();
    const QStringList unknown = parser.unknownOptionNames();
    if (unknown.isEmpty())
        return Error{.what = "The options are not valid.",
                     .where = {},
                     .detail = parser.errorText().toStdString(),
                     .remedy = "--help lists the options."};
    // The parser does not expose the names of its options; its help text contains them.
    static const QRegularExpression longName(u"--([a-z][a-z-]*)"_s);
    QStringList known;
    for (auto match = longName.globalMatch(parser.helpText()); match.hasNext();)
        known << match.next().captured(1);
    const QString near = nearestWord(unknown.first(), known);
    return Error{.what = "The option is unknown.",
                 .where = ((unknown.first().size() == 1 ? u"-"_s : u"--"_s) + unknown.first()).toStdString(),
                 .detail = {},
                 .remedy = near.isEmpty() ? "--help lists the options."
                                          : "Did you mean --" + near.toStdString() + "?"};
}

std::optional<int> startCommand(QCommandLineParser& parser, const QString& command,
                                const QStringList& arguments) {
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Show this help and exit."_s);
    parser.addOption(help);
    if (const Status parsed = parseOptions(parser, arguments); !parsed)
        return refuseUsage(command, parsed.error());
    if (!parser.isSet(help)) return std::nullopt;
    printLine(stdout, helpText(parser, command));
    return toInt(ExitCode::Pass);
}

} // namespace maintscope::app
