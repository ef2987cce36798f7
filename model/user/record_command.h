// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <QString>

#include <optional>

namespace maintscope::model {

/// The command that measures the same target without a window, for a shell: only what differs from the
/// program's own defaults. Never a secret: the password is asked for when it starts, and the words of
/// recordCommandNote() tell of other ways. `length`: how long; nullopt: until it is ended. `file`: the
/// recording; empty: a new one in the folder of recordings.
[[nodiscard]] QString recordCommand(const TargetSettings& target, std::optional<Duration> length,
                                    const QString& file);

/// What the one who runs it has to bring along; empty: nothing.
[[nodiscard]] QString recordCommandNote(const TargetSettings& target);

} // namespace maintscope::model
