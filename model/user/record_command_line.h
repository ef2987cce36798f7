// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <QString>

#include <optional>

namespace maintscope::model {

/// The shell command that measures the same target without a window, with only the options that differ from
/// the defaults. Never contains a secret: the command asks for the password, and recordCommandNote()
/// describes alternatives. `length`: the duration; nullopt: until it is stopped. `file`: the recording;
/// empty: a new one in the folder of recordings.
[[nodiscard]] QString recordCommand(const TargetSettings& target, std::optional<Duration> length,
                                    const QString& file);

/// What the user must provide to run the command; may be empty.
[[nodiscard]] QString recordCommandNote(const TargetSettings& target);

} // namespace maintscope::model
