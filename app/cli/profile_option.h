// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/user/profile.h"

#include <QCommandLineParser>

#include <string_view>
#include <vector>

namespace maintscope::app {

/// The saved connections that --profile names, in order of the options; empty if none is given. Errors: the
/// file of profiles cannot be read, or a name is unknown.
[[nodiscard]] Result<std::vector<model::Profile>> readProfiles(const QCommandLineParser& parser);

/// The error for an unknown profile `name`; it suggests the nearest known one.
[[nodiscard]] Error noSuchProfile(const std::vector<model::Profile>& profiles, std::string_view name);

} // namespace maintscope::app
