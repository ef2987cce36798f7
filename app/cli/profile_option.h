// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/user/profile.h"

#include <QCommandLineParser>

#include <string_view>
#include <vector>

namespace maintscope::app {

/// The saved connections that --profile names, in its order; none where it is not given. Errors: the file
/// cannot be read, there is none of that name.
[[nodiscard]] Result<std::vector<model::Profile>> readProfiles(const QCommandLineParser& parser);

/// There is no profile `name`: with the nearest one that there is.
[[nodiscard]] Error noSuchProfile(const std::vector<model::Profile>& profiles, std::string_view name);

} // namespace maintscope::app
