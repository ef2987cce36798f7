// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/result.h"

#include <QCommandLineParser>
#include <QString>

#include <optional>

namespace maintscope::app {

/// Whose the plain options are: beside a database those of the cluster manager are called --rest-tls-ca,
/// --rest-tls-pin, --rest-tls-cert, --rest-tls-key, --rest-sni and --rest-password-file.
enum class RestOptionNames { Plain, Prefixed };

/// Adds --rest, --rest-user, the password file and the options of TLS trust.
void addRestOptions(QCommandLineParser& parser, RestOptionNames names);

/// What they say over what the profile (--profile) says; one of both must name a cluster manager. Reads the
/// password from its sources (the URL, the file, MAINTSCOPE_REST_PASSWORD, the keychain for a profile, the
/// terminal) and the files of TLS. `command` is named in the warning about a password in an argument. Errors
/// are usage errors.
[[nodiscard]] Result<RestSettings> readRestOptions(const QCommandLineParser& parser, RestOptionNames names,
                                                   const QString& command);

/// The same where the cluster manager is an extra: nullopt where neither the options nor the profile name
/// one. The password may be missing.
[[nodiscard]] Result<std::optional<RestSettings>>
readExtraRest(const QCommandLineParser& parser, RestOptionNames names, const QString& command);

/// What the first profile that has one says about a cluster manager; no password is looked for.
[[nodiscard]] Result<std::optional<RestSettings>> readSavedRest(const QCommandLineParser& parser);

} // namespace maintscope::app
