// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace maintscope::app {

/// What a command does with a database: `check` opens one connection for one probe, so that the options of
/// the schedule and of a handoff mean nothing to it.
enum class TargetUse { Measure, Check };

/// Adds the options of a database, which `watch`, `record` and `check` share. For `check` those of the
/// schedule are hidden, and refused by name.
inline constexpr const char* kScheduleOptionNames = "connections rate drain-limit control";
void addTargetOptions(QCommandLineParser& parser, TargetUse use = TargetUse::Measure);

/// The first option of a database that is given, --profile left out: it has no effect without a database.
[[nodiscard]] std::optional<QString> firstTargetOption(const QCommandLineParser& parser);

/// The databases of the URLs, then those of the saved connections (--profile), numbered from 1; empty if none
/// is given. Options override a profile. Reads the password from its sources, once for all databases; asks on
/// the terminal if a user is given and no password is found. Warns on standard error about a password in a
/// URL. Errors are usage errors, which name the option and a valid value, or an option without an effect.
[[nodiscard]] Result<std::vector<TargetSettings>> readTargets(const QCommandLineParser& parser,
                                                              const QStringList& urls);

} // namespace maintscope::app
