// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/operation.h"
#include "ui/theme/theme.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <vector>

/// The look of each operation: one row per kind, for lanes, charts, reports, the fleet and the help.
namespace maintscope::ui {

enum class Hatch { Falling, Rising, Dots };

struct OperationLook {
    OperationKind kind;
    QColor Theme::*hue;
    Hatch hatch;
    bool diamond; ///< its sign: ◆ in place of ▶, and no arrow heads at the ends of a band
    // For the row of the kind; unused for a kind that is shown in the row of another one.
    double rowHeight;     ///< of the lane, logical pixels
    unsigned hiddenBit;   ///< in the setting window/hiddenLanes; bits 0, 1 and 5 to 8 belong to other lanes
    int reportRow;        ///< place in the timeline of a report, ascending
    const char* action;   ///< object name of the command that shows and hides the lane
    const char* menuText; ///< context TimeActions
    const char* menuTip;  ///< context TimeActions
};

inline constexpr std::array kOperationLooks = std::to_array<OperationLook>({
    {OperationKind::Moving, &Theme::moving, Hatch::Falling, true, 24, 2, 1, "actionLaneMoving",
     QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "&MOVING"),
     QT_TRANSLATE_NOOP("maintscope::ui::TimeActions",
                       "Moves of the endpoint, and how they were carried out")},
    {OperationKind::Migrating, &Theme::migrating, Hatch::Dots, false, 19, 3, 0, "actionLaneMigrating",
     QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "M&IGRATING"),
     QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Migrations of shards")},
    {OperationKind::FailingOver, &Theme::failingOver, Hatch::Rising, false, 19, 4, 2, "actionLaneFailingOver",
     QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "&FAILING_OVER"),
     QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Failovers of shards")},
    {OperationKind::Smigrating, &Theme::migrating, Hatch::Dots, false, 0, 0, 0, "", "", ""},
});

[[nodiscard]] constexpr const OperationLook& lookOf(OperationKind kind) {
    return kOperationLooks[static_cast<std::size_t>(kind)];
}
static_assert(kOperationLooks.size() == kOperations.size());
static_assert(std::equal(kOperationLooks.begin(), kOperationLooks.end(), kOperations.begin(),
                         [](const OperationLook& look, const OperationFacts& facts) {
                             return look.kind == facts.kind;
                         }));

/// The kinds that have a row of their own, in the order of the lanes.
[[nodiscard]] inline std::vector<OperationKind> operationRows() {
    std::vector<OperationKind> rows;
    for (const OperationFacts& facts : kOperations)
        if (facts.row == facts.kind) rows.push_back(facts.kind);
    return rows;
}

} // namespace maintscope::ui
