// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <vector>

namespace maintscope::app {

/// Adds the probe options that `watch`, `record` and `check` share.
void addTargetOptions(QCommandLineParser& parser);

/// What URLs, saved connections (--profile) and options say about databases, numbered from 1; none where none
/// is named. An option goes over what a profile says. Reads the password from its sources, once for
/// all; may ask on the terminal when a user is named and no password is known. Says on standard error when a
/// password stood in a URL. Errors name the option and what would be right.
[[nodiscard]] Result<std::vector<TargetSettings>> readTargets(const QCommandLineParser& parser,
                                                              const QStringList& urls);

/// Parses what stands behind the command's word. Errors: an unknown option (with the nearest known one), a
/// missing value.
[[nodiscard]] Status parseOptions(QCommandLineParser& parser, const QStringList& arguments);

} // namespace maintscope::app
