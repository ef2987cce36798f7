// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/result.h"

#include <QCommandLineParser>
#include <QString>

namespace maintscope::app {

/// Whose the plain options are: beside a database those of the cluster manager are called --rest-tls-ca,
/// --rest-tls-pin, --rest-tls-cert, --rest-tls-key, --rest-sni and --rest-password-file.
enum class RestOptionNames { Plain, Prefixed };

/// Adds --rest, --rest-user, the password file and the options of TLS trust.
void addRestOptions(QCommandLineParser& parser, RestOptionNames names);

/// What they say; --rest must be set. Reads the password from its sources (the URL, the file,
/// MAINTSCOPE_REST_PASSWORD, the terminal) and the files of TLS. `command` is named in the warning about a
/// password in an argument. Errors are usage errors.
[[nodiscard]] Result<RestSettings> readRestOptions(const QCommandLineParser& parser, RestOptionNames names,
                                                   const QString& command);

} // namespace maintscope::app
