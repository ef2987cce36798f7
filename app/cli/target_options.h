// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <vector>

namespace maintscope::app {

/// Adds the options of a database, which `watch`, `record` and `check` share.
void addTargetOptions(QCommandLineParser& parser);

/// The databases of the URLs, then those of the saved connections (--profile), numbered from 1; empty if none
/// is given. Options override a profile. Reads the password from its sources, once for all databases; asks on
/// the terminal if a user is given and no password is found. Warns on standard error about a password in a
/// URL. Errors are usage errors, which name the option and a valid value.
[[nodiscard]] Result<std::vector<TargetSettings>> readTargets(const QCommandLineParser& parser,
                                                              const QStringList& urls);

} // namespace maintscope::app
