// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "model/user/profile.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <vector>

class QSettings;

namespace maintscope::model {

inline constexpr qsizetype kMostRecentRecordings = 10;
inline constexpr std::size_t kMostRecentTargets = 6;

/// A target of a run before: everything but its secrets.
struct RecentTarget {
    Profile profile;
    bool hadSecret = false; ///< a password or a passphrase went with it, and has to be asked for again
};

/// What was worked with last, newest first; kept between runs. Nothing of it is opened or connected to
/// unasked.
struct Recents {
    QStringList recordings; ///< absolute paths; a file may be gone by now
    std::vector<RecentTarget> targets;

    /// To the front; the same file is listed once.
    void addRecording(const QString& path);
    /// To the front, without its secrets. What has the same name and endpoint takes the place of the one
    /// before.
    void addTarget(const TargetSettings& target);
};

/// Under "recent/" of the workspace.
void saveRecents(QSettings& settings, const Recents& recents);
/// What cannot be read, as after an update, is left out.
[[nodiscard]] Recents loadRecents(QSettings& settings);

} // namespace maintscope::model
