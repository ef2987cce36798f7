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

/// Texts of the page for the SCH switch.
namespace maintscope::ui::sch {

using model::SchPhase;
using model::SchStage;

[[nodiscard]] QString text(std::string_view value);
/// Escapes text from a server, which may contain anything.
[[nodiscard]] QString said(std::string_view words);
[[nodiscard]] QString millisecondsText(const std::optional<std::chrono::milliseconds>& value);
[[nodiscard]] QString flagText(Flag flag);
/// A short text without field names, which the preview shows: "false → true", "delay 0 → 2000 ms".
[[nodiscard]] QString changeText(const std::vector<FieldDiff>& changes);
[[nodiscard]] QString coverageText(model::Coverage coverage);
/// The results of opting in again on open connections; empty: no connection was asked.
[[nodiscard]] QString optInText(const model::OptInRound& round);
[[nodiscard]] QString stageName(SchStage stage);
/// The failure concerns the cluster manager itself, not a change.
[[nodiscard]] bool failedAtManager(const model::SchModel& form);

} // namespace maintscope::ui::sch
