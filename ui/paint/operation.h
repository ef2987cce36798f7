// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/timeline.h"
#include "ui/paint/marks.h"

namespace maintscope::ui {

/// How a band of the timeline is marked: slot migrations look like shard migrations.
[[nodiscard]] inline marks::Operation operationOf(model::BandKind kind) {
    switch (kind) {
    case model::BandKind::Moving:
        return marks::Operation::Moving;
    case model::BandKind::Migrating:
    case model::BandKind::Smigrating:
        return marks::Operation::Migrating;
    case model::BandKind::FailingOver:
        return marks::Operation::FailingOver;
    }
    return marks::Operation::Moving;
}

} // namespace maintscope::ui
