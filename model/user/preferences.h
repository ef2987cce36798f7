// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/session/alerts.h"

class QSettings;

namespace maintscope::model {

/// What the user prefers, for all targets; kept in the workspace. Theme, time zone and layout are the
/// window's own.
struct Preferences {
    bool askBeforeClosing = true; ///< while something is measured
    bool patternsAlways = false;  ///< what is announced is hatched behind the charts, too
    bool compactRows = false;
    bool rememberRecents = true;
    ProbePlan probe;   ///< what a new connection begins with; the key stays empty
    Timeouts timeouts; ///< the same
    int keepDays = 7;  ///< scratch recordings
    int keepGigabytes = 2;
    AlertRules alerts;

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

inline constexpr int kMostKeepDays = 3650;
inline constexpr int kMostKeepGigabytes = 10'000;

[[nodiscard]] PruneRules pruneRules(const Preferences& preferences);
/// What a new connection begins with.
[[nodiscard]] TargetSettings newTarget(const Preferences& preferences);

void savePreferences(QSettings& settings, const Preferences& preferences);
/// A value that is missing or makes no sense is the default.
[[nodiscard]] Preferences loadPreferences(QSettings& settings);

} // namespace maintscope::model
