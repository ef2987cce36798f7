// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "model/maintenance/discovery.h"
#include "model/maintenance/sch_model.h"

#include <QString>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

/// Words of the form for the cluster's switch.
namespace maintscope::ui::sch {

using model::SchPhase;
using model::SchStage;

[[nodiscard]] QString text(std::string_view value);
/// Words of a server, which may hold anything.
[[nodiscard]] QString said(std::string_view words);
[[nodiscard]] QString millisecondsText(const std::optional<std::chrono::milliseconds>& value);
[[nodiscard]] QString flagText(Flag flag);
/// Short, because the field's name stands in the preview: "false → true", "delay 0 → 2000 ms".
[[nodiscard]] QString changeText(const std::vector<FieldDiff>& changes);
[[nodiscard]] QString coverageText(model::Coverage coverage);
/// What became of the connections that were open; empty: none was asked.
[[nodiscard]] QString optInText(const model::OptInRound& round);
[[nodiscard]] QString stageName(SchStage stage);
/// What went wrong is about the cluster manager itself and not about a change.
[[nodiscard]] bool failedAtManager(const model::SchModel& form);

} // namespace maintscope::ui::sch
