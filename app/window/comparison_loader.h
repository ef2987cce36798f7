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

/// The sets of connections of a recording that can be compared: the protected one, and the control one where
/// there is one. Of its first target.
[[nodiscard]] std::vector<ui::CompareChoice> compareChoices(const QString& path,
                                                            const model::SessionInfo& session);

/// The id of one set of connections of a recording, and the path of the recording that an id names.
[[nodiscard]] QString compareId(const QString& path, bool control);
[[nodiscard]] QString comparePath(const QString& id);

/// Reads the two sets that `a` and `b` name, and aligns them. Reads all samples of both recordings: not for
/// the GUI thread. Fails where a recording cannot be read, or has no such set.
[[nodiscard]] Result<ui::CompareContent> loadComparison(const QString& a, const QString& b,
                                                        model::Alignment alignment);

} // namespace maintscope::app
