// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/result.h"

#include <QCommandLineParser>
#include <QString>

#include <optional>

namespace maintscope::app {

/// How the options of the cluster manager are named. Beside the options of a database they are prefixed:
/// --rest-tls-ca, --rest-tls-pin, --rest-tls-cert, --rest-tls-key, --rest-sni and --rest-password-file.
enum class RestOptionNames { Plain, Prefixed };

/// Adds --rest, --rest-user, --rest-sign-in, the password file and the TLS options.
void addRestOptions(QCommandLineParser& parser, RestOptionNames names);

/// The settings from the options and the profile (--profile); options override the profile, and one of them
/// must name a cluster manager. Reads the password from its sources (the URL, the file,
/// MAINTSCOPE_REST_PASSWORD, the keychain for a profile, the terminal) and the TLS files. `command` appears
/// in the warning about a password in an argument. Errors are usage errors.
[[nodiscard]] Result<RestSettings> readRestOptions(const QCommandLineParser& parser, RestOptionNames names,
                                                   const QString& command);

/// As readRestOptions(), for a command that can do without a cluster manager: nullopt if neither the options
/// nor the profile name one. The password may be missing.
[[nodiscard]] Result<std::optional<RestSettings>>
readExtraRest(const QCommandLineParser& parser, RestOptionNames names, const QString& command);

/// The cluster manager of the first profile that names one; nullopt: none does. Looks for no password.
[[nodiscard]] Result<std::optional<RestSettings>> readSavedRest(const QCommandLineParser& parser);

} // namespace maintscope::app
