// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/base/session_info.h"
#include "model/verdict/comparison.h"

#include <QString>

#include <vector>

namespace maintscope::ui {
struct CompareChoice;
struct CompareContent;
} // namespace maintscope::ui

namespace maintscope::app {

/// The comparable sets of connections of a recording's first target: protected and, if measured, control.
[[nodiscard]] std::vector<ui::CompareChoice> compareChoices(const QString& path,
                                                            const model::SessionInfo& session);

/// compareId() makes the id of a set of connections; comparePath() returns the recording that an id names.
[[nodiscard]] QString compareId(const QString& path, bool control);
[[nodiscard]] QString comparePath(const QString& id);

/// Reads and aligns the two sets that `a` and `b` name. Reads all samples of both recordings, so call it
/// outside the GUI thread. Fails if a recording cannot be read or has no such set.
[[nodiscard]] Result<ui::CompareContent> loadComparison(const QString& a, const QString& b,
                                                        model::Alignment alignment);

} // namespace maintscope::app
