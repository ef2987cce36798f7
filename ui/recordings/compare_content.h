// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/recording/recording.h"
#include "ui/recordings/compare_page.h"

#include <QString>

#include <vector>

namespace maintscope::ui {

/// What a recording offers to be compared: its protected connections, and its control ones where it has them.
/// Of its first target.
[[nodiscard]] std::vector<CompareChoice> compareChoices(const QString& path,
                                                        const model::SessionInfo& session);

/// The choice that is one set of connections of a recording, and the recording of a choice.
[[nodiscard]] QString compareId(const QString& path, bool control);
[[nodiscard]] QString comparePath(const QString& id);

/// Reads what two choices name and lays one over the other. Reads all samples of both: not for the GUI
/// thread.
[[nodiscard]] Result<CompareContent> compareContent(const QString& a, const QString& b,
                                                    model::Alignment alignment);

} // namespace maintscope::ui
