// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watch_command.h"

#include "app/services/console.h"
#include "app/services/exit_code.h"

#ifdef MAINTSCOPE_HAS_WINDOW
#include "app/cli/command_options.h"
#include "app/cli/planned_option.h"
#include "app/cli/rest_options.h"
#include "app/cli/target_options.h"
#include "app/services/passwords.h"
#include "app/window/window_application.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

#include <clocale>
#include <cstdlib>
#include <optional>
#include <utility>
#endif

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {
const QString kCommand = u"watch"_s;
}

#ifdef MAINTSCOPE_HAS_WINDOW

namespace {

/// Whether the argument names a recording, and not a host.
bool isRecording(const QString& word) {
    return !word.contains("://"_L1) && (word.endsWith(".maintscope"_L1) || QFileInfo(word).isFile());
}

Result<WindowOptions> readOptions(const QCommandLineParser& parser) {
    WindowOptions options;
    options.demo = parser.isSet(u"demo"_s);
    QStringList urls;
    for (const QString& word : parser.positionalArguments())
        (isRecording(word) ? options.recordings : urls) << word;
    auto planned = readPlanned(parser);
    if (!planned) return planned.error();
    options.planned = std::move(*planned);
    const bool named = !urls.isEmpty() || parser.isSet(u"profile"_s);
    if (options.demo && named)
        return Error{.what = "--demo and a database exclude each other.",
                     .where = {},
                     .detail = {},
                     .remedy = "Remove --demo, or remove the URL and --profile."};
    if (!named) {
        if (const auto idle = firstTargetOption(parser))
            return idleOption(*idle, "no database is named: neither by a URL nor by --profile");
        return options;
    }
    auto targets = readTargets(parser, urls);
    if (!targets) return targets.error();
    options.targets = std::move(*targets);
    auto rest = readSavedRest(parser);
    if (!rest) return rest.error();
    options.rest = std::move(*rest);
    if (!options.rest) return options;
    // Watching needs no password of the cluster manager; the Maintenance page asks for it.
    auto password = findPassword({.file = {}, .variable = kRestPasswordVariable, .promptQuestion = {}});
    if (!password) return password.error();
    if (*password) options.rest->password = std::move(**password);
    return options;
}

bool canOpenWindow() {
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        const char* value = std::getenv(variable);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

} // namespace

int watchCommand(int& argc, char** argv, const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Opens the window with a database, the simulated cluster, or a recording."_s);
    parser.addPositionalArgument(
        u"URL"_s, u"redis://[user@]host[:port], or rediss:// for TLS; several are shown side by side."_s,
        u"watch [URL... | --profile NAME | --demo] [RECORDING...]"_s);
    parser.addPositionalArgument(u"RECORDING"_s, u"File that record or the window has created."_s, u" "_s);
    parser.addOption({u"demo"_s, u"Run the simulated cluster and watch it."_s});
    addPlannedOption(parser);
    addTargetOptions(parser);
    if (const auto ended = startCommand(parser, kCommand, arguments)) return *ended;
    // Reading the options reads certificates, and Qt's TLS needs an application object; without a display
    // this cannot be a QApplication.
    const auto read = [&parser]() -> std::optional<WindowOptions> {
        std::setlocale(LC_NUMERIC, "C"); // Qt sets the locale of the environment
        Result<WindowOptions> options = readOptions(parser);
        if (options) return std::move(*options);
        complain(kCommand, options.error());
        return std::nullopt;
    };
    if (!canOpenWindow()) {
        const QCoreApplication application(argc, argv);
        if (!read()) return toInt(ExitCode::Usage);
        complain(kCommand,
                 u"no display is available. maintscope record URL does the same without a display."_s);
        return toInt(ExitCode::Unreachable);
    }
    QApplication application(argc, argv);
    const auto options = read();
    return options ? runWindow(application, *options) : toInt(ExitCode::Usage);
}

#else

int watchCommand(int&, char**, const QStringList&) {
    complain(kCommand, u"this build has no window. maintscope record URL does the same without a window; "
                       "maintscope --help lists the commands."_s);
    return toInt(ExitCode::Usage);
}

#endif

} // namespace maintscope::app
