// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/session/alerts.h"

class QSettings;

namespace maintscope::model {

/// The user's preferences for all targets, stored in the workspace. Theme, time zone and layout belong to the
/// window.
struct Preferences {
    bool askBeforeClosing = true; ///< while a measurement is running
    bool patternsAlways = false;  ///< announced operations are also hatched behind the charts
    bool compactRows = false;
    bool rememberRecents = true;
    ProbePlan probe;   ///< defaults of a new connection; the key stays empty
    Timeouts timeouts; ///< the same
    int keepDays = 7;  ///< scratch recordings
    int keepGigabytes = 2;
    AlertRules alerts;

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

inline constexpr int kMostKeepDays = 3650;
inline constexpr int kMostKeepGigabytes = 10'000;

[[nodiscard]] PruneRules pruneRules(const Preferences& preferences);
/// The defaults of a new connection.
[[nodiscard]] TargetSettings newTarget(const Preferences& preferences);

void savePreferences(QSettings& settings, const Preferences& preferences);
/// A missing or invalid value is replaced by the default.
[[nodiscard]] Preferences loadPreferences(QSettings& settings);

} // namespace maintscope::model
