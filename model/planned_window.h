// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QString>

namespace maintscope::model {

/// An interval in which maintenance is planned, as entered by the user: says nothing about what happened.
struct PlannedWindow {
    QString label; ///< a ticket or a few words: "CHG-1042"
    WallTime from{};
    WallTime to{};
    friend bool operator==(const PlannedWindow&, const PlannedWindow&) = default;
};

} // namespace maintscope::model
