// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QString>

#include <optional>

namespace maintscope::model {
enum class Verdict;
}

namespace maintscope::ui {

/// The facts of a recording that is shown; a live session has none.
struct RecordingFacts {
    QString name; ///< given by the user, otherwise the file name
    Duration length{};
    std::optional<model::Verdict> verdict; ///< known once the whole recording is read
    QString sentence;                      ///< what happened, or why there is no verdict
    QString notice;                        ///< the parts that could not be recovered; empty: none
};

} // namespace maintscope::ui
