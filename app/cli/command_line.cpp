// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include "app/cli/check_command.h"
#include "app/cli/demo_run.h"
#include "app/cli/export_command.h"
#include "app/cli/profile_command.h"
#include "app/cli/record_command.h"
#include "app/cli/recordings_command.h"
#include "app/cli/sch_command.h"
#include "app/cli/simulate_command.h"
#include "app/cli/watch_command.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"

#include <QCoreApplication>
#ifdef MAINTSCOPE_HAS_WINDOW
#include <QGuiApplication>
#include <QLoggingCategory>
#endif

#include <array>
#include <clocale>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Command {
    const char* name;
    const char* summary;
    int (*run)(const QStringList& arguments);
};

constexpr std::array kCommands{
    Command{"record", "probe databases, print the events, give a verdict (exit code)", recordCommand},
    Command{"check", "check step by step that a connection gets notifications", checkCommand},
    Command{"recordings", "list recordings, keep one, remove scratch recordings", recordingsCommand},
    Command{"export", "write a recording as a report, picture, table, trace or metrics; compare two",
            exportCommand},
    Command{"sch", "read or set the switch of a cluster for Smart client handoffs", schCommand},
    Command{"profile", "list, show, clone, import or export saved connections", profileCommand},
    Command{"simulate", "run a simulated cluster that moves its endpoint", simulateCommand},
};
const QString kWatch = u"watch"_s;

QStringList commandNames() {
    QStringList names{kWatch};
    for (const Command& command : kCommands)
        names << QString::fromLatin1(command.name);
    return names;
}

QString overview() {
    QString text =
        u"maintscope shows what a Redis maintenance window does to a client, live.\n\n"
        "usage: maintscope                      open the window\n"
        "       maintscope COMMAND [OPTIONS]    run a command; COMMAND --help lists its options\n\n"_s;
    const auto line = [](const QString& name, const QString& summary) {
        return u"  %1 %2\n"_s.arg(name, -10).arg(summary);
    };
    text +=
        line(kWatch,
             u"open the window with databases, a saved connection (--profile) or the simulator (--demo)"_s);
    for (const Command& command : kCommands)
        text += line(QString::fromLatin1(command.name), QString::fromLatin1(command.summary));
    text +=
        u"\n  --version  print the version\n  --help     print this help\n\n"
        "maintscope does not probe blocking commands and pub/sub. Redis is a trademark of Redis Ltd., which "
        "is not affiliated with this program."_s;
    return text;
}

bool hasDisplay() {
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(variable);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

/// Qt applies the locale of the environment; numbers on the wire need a decimal point in every locale.
void keepNumbersPlain() {
    std::setlocale(LC_NUMERIC, "C");
}

int runWithoutWindow(int& argc, char** argv, int (*run)(const QStringList&), const QStringList& arguments) {
    const QCoreApplication application(argc, argv);
    keepNumbersPlain();
    return run(arguments);
}

/// Runs a command that paints pictures or reports, which needs fonts but no display.
int runPainting(int& argc, char** argv, int (*run)(const QStringList&), const QStringList& arguments) {
#ifdef MAINTSCOPE_HAS_WINDOW
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Without XDG_RUNTIME_DIR, as under cron, Qt warns about a folder that this command does not use.
    QLoggingCategory::setFilterRules(u"default.warning=false"_s);
    const QGuiApplication application(argc, argv);
    QLoggingCategory::setFilterRules({});
    keepNumbersPlain();
    return run(arguments);
#else
    return runWithoutWindow(argc, argv, run, arguments);
#endif
}

int unknownCommand(const QString& word) {
    const bool option = word.startsWith(u'-');
    const bool url = word.contains("://"_L1);
    QString sentence = (option ? u"unknown option: "_s : u"unknown command: "_s) + word + u'.';
    const QString near = nearestWord(word, commandNames());
    if (url)
        sentence = u"a URL needs a command before it: maintscope record URL, or maintscope watch URL."_s;
    else if (!near.isEmpty())
        sentence += u" Did you mean "_s + near + u'?';
    else
        sentence += u" maintscope --help lists the commands."_s;
    complain({}, sentence);
    return toInt(ExitCode::Usage);
}

/// An argument as it can be shown; secrets are overwritten in `argv` by now.
QString shownArgument(const char* argument) {
    QString text;
    for (const char c : std::string_view(argument)) {
        const auto byte = static_cast<unsigned char>(c);
        text += byte > 0x1f && byte < 0x7f ? QString(QLatin1Char(c))
                                           : u"\\x"_s + QString::number(byte, 16).rightJustified(2, u'0');
    }
    return text;
}

/// Qt has no name for a file whose bytes are not UTF-8: it would open, or make, another one.
std::optional<int> refuseOtherEncodings(char** argv, const QStringList& arguments) {
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (!arguments[i].contains(QChar(QChar::ReplacementCharacter))) continue;
        complain(
            {}, Error{"Argument " + std::to_string(i + 1) + " is not valid UTF-8.",
                      shownArgument(argv[i + 1]).toStdString(),
                      {},
                      "Rename the file, or reach it by a link with a name in UTF-8; in a URL, percent-encode "
                      "other bytes."});
        return toInt(ExitCode::Usage);
    }
    return std::nullopt;
}

} // namespace

int runCommandLine(int& argc, char** argv, const QStringList& arguments) {
    QCoreApplication::setApplicationName(u"maintscope"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MAINTSCOPE_VERSION));
    if (const auto refused = refuseOtherEncodings(argv, arguments)) return *refused;
    if (arguments.isEmpty()) {
        if (!hasDisplay())
            return runWithoutWindow(argc, argv, [](const QStringList&) { return demoRun(); }, {});
        return watchCommand(argc, argv, {});
    }
    const QString& word = arguments.first();
    const QStringList rest = arguments.mid(1);
    if (word == "--version"_L1 || word == "-v"_L1) {
        printLine(stdout, u"maintscope "_s + QStringLiteral(MAINTSCOPE_VERSION));
        return toInt(ExitCode::Pass);
    }
    if (word == "--help"_L1 || word == "-h"_L1 || word == "help"_L1) {
        printLine(stdout, overview());
        return toInt(ExitCode::Pass);
    }
    if (word == kWatch) return watchCommand(argc, argv, rest);
    for (const Command& command : kCommands) {
        if (word == QLatin1String(command.name) && command.run == exportCommand)
            return runPainting(argc, argv, command.run, rest);
        if (word == QLatin1String(command.name)) return runWithoutWindow(argc, argv, command.run, rest);
    }
    return unknownCommand(word);
}

} // namespace maintscope::app
