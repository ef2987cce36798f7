// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/secret.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace maintscope::app {

/// Copies the arguments of the process, and overwrites the passwords in them (in URLs and behind --password
/// and --rest-password) where they stand, so that process lists no longer show them. To be called first.
[[nodiscard]] QStringList takeArguments(int argc, char** argv);

/// Where a password may come from, in this order: the argument itself, the file, the environment, the prompt.
struct PasswordSources {
    QString file;           ///< from --password-file; "-" reads one line of standard input; empty: none
    const char* variable;   ///< name of an environment variable
    QString promptQuestion; ///< asked when a terminal is there; empty: never asked
};

/// nullopt: none of the sources has one. Errors: the file cannot be read or is empty.
[[nodiscard]] Result<std::optional<Secret>> findPassword(const PasswordSources& sources);

/// The first line of the file, without its line end.
[[nodiscard]] Result<Secret> readPasswordFile(const QString& path);

/// Asks on the terminal, without echo. nullopt: no terminal, or nothing was entered.
[[nodiscard]] std::optional<Secret> promptForPassword(const QString& question);

/// The same where somebody can be asked: there is a question, and standard error is a terminal.
[[nodiscard]] std::optional<Secret> askForPassword(const QString& question);

/// Said once when a password stood in an argument.
[[nodiscard]] QString passwordInArgumentWarning();

} // namespace maintscope::app
