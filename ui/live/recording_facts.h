// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QString>

#include <optional>

namespace maintscope::model {
enum class Verdict;
}

namespace maintscope::ui {

/// What is known of a recording that is shown; a live session has none of it.
struct RecordingFacts {
    QString name; ///< given by the user, else that of the file
    Duration length{};
    std::optional<model::Verdict> verdict; ///< once all of it has been read
    QString sentence;                      ///< what happened; why there is no verdict
    QString notice;                        ///< what of it could not be recovered; empty: nothing
};

} // namespace maintscope::ui
