// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/secret.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace maintscope::app {

/// Copies the arguments of the process, and overwrites the passwords in them (in URLs and after --password and
/// --rest-password) in place, so that process lists do not show them. Call it first.
[[nodiscard]] QStringList takeArguments(int argc, char** argv);

/// Names of the environment variables with passwords.
inline constexpr const char* kPasswordVariable = "MAINTSCOPE_PASSWORD";
inline constexpr const char* kRestPasswordVariable = "MAINTSCOPE_REST_PASSWORD";
/// Moves the passwords of these variables out of the environment, for findPassword(): neither /proc nor a
/// program that this one starts shows them afterwards. Call it before threads start.
void takePasswordVariables();

/// The sources of a password, in this order: the file, the environment, the prompt.
struct PasswordSources {
    QString file;           ///< from --password-file; "-" reads one line of standard input; empty: none
    const char* variable;   ///< name of an environment variable
    QString promptQuestion; ///< shown if there is a terminal; empty: never shown
};

/// nullopt: no source has a password. Errors: the file cannot be read or is empty.
[[nodiscard]] Result<std::optional<Secret>> findPassword(const PasswordSources& sources);

/// The first line of the file, without the line end.
[[nodiscard]] Result<Secret> readPasswordFile(const QString& path);

/// Asks on the terminal, without echo. nullopt: no terminal, or nothing was entered.
[[nodiscard]] std::optional<Secret> promptForPassword(const QString& question);

/// The same, but only if there is a question and standard error is a terminal; otherwise nullopt.
[[nodiscard]] std::optional<Secret> askForPassword(const QString& question);

/// The warning about a password in an argument.
[[nodiscard]] QString passwordInArgumentWarning();

} // namespace maintscope::app
