// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>
#include <string>

namespace maintscope::app {

/// An option as it was given on the command line.
struct GivenOption {
    QString name; ///< with its dashes, as errors show it
    QString value;
};

/// One option of a group of options: its name, its help and what it sets. A new option is a new row.
template <class Settings>
struct OptionRow {
    const char* name;
    const char* value; ///< word for its value in the help; nullptr: the option is a flag
    const char* help;
    /// Changes `settings`. Errors are usage errors, which name the option and a valid value.
    Status (*read)(const GivenOption& given, Settings& settings);
};

/// Declares every row, in the order of the help; `hidden`: but does not show it there.
template <class Settings>
void addOptions(QCommandLineParser& parser, std::span<const OptionRow<Settings>> rows, bool hidden = false) {
    for (const OptionRow<Settings>& row : rows) {
        QCommandLineOption option(QString::fromLatin1(row.name), QString::fromUtf8(row.help),
                                  row.value ? QString::fromLatin1(row.value) : QString());
        if (hidden) option.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(option);
    }
}

/// Applies every row whose option is given, in the order of the rows.
template <class Settings>
[[nodiscard]] Status readOptions(const QCommandLineParser& parser, std::span<const OptionRow<Settings>> rows,
                                 Settings& settings) {
    for (const OptionRow<Settings>& row : rows) {
        const QString name = QString::fromLatin1(row.name);
        if (!parser.isSet(name)) continue;
        const QString value = row.value ? parser.value(name) : QString();
        if (Status read = row.read({QStringLiteral("--") + name, value}, settings); !read) return read;
    }
    return success();
}

/// Options that have an effect in some cases only. A new one is a new row.
struct OptionScope {
    const char* options; ///< their names, with a blank between them
    bool (*applies)(const QCommandLineParser& parser);
    const char* where; ///< continues "It applies only ": "with --redact"
};
/// An option that would be ignored is an error: it hides what was not done.
[[nodiscard]] Status refuseIdleOptions(const QCommandLineParser& parser, std::span<const OptionScope> scopes);
/// The error for it.
[[nodiscard]] Error idleOption(const QString& name, std::string detail);

/// The error for a value that an option does not accept. `detail` may be empty.
[[nodiscard]] Error invalidValue(const GivenOption& given, std::string detail, std::string remedy);

/// Reads a duration such as 500ms, 30s or 8h. Errors are usage errors.
[[nodiscard]] Status readDuration(const GivenOption& given, Duration& duration);

/// Parses the arguments that follow the command's word. Errors: an unknown option (the error suggests the
/// nearest known one), a missing value.
[[nodiscard]] Status parseOptions(QCommandLineParser& parser, const QStringList& arguments);

/// Adds --help, parses the arguments and prints the help if it is asked for. Returns the exit code if the
/// command ends here: the arguments are invalid (the error is printed), or the help is printed.
[[nodiscard]] std::optional<int> startCommand(QCommandLineParser& parser, const QString& command,
                                              const QStringList& arguments);

} // namespace maintscope::app
