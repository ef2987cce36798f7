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

/// A target of an earlier run, without its secrets.
struct RecentTarget {
    Profile profile;
    bool hadSecret = false; ///< it used a password or a passphrase, which must be requested again
};

/// The most recently used targets and recordings, newest first; kept between runs. Nothing is opened or
/// connected automatically.
struct Recents {
    QStringList recordings; ///< absolute paths; a file may no longer exist
    std::vector<RecentTarget> targets;

    /// Moves a file to the front; each file is listed once.
    void addRecording(const QString& path);
    /// Moves a target to the front, without its secrets. It replaces an entry with the same name and
    /// endpoint.
    void addTarget(const TargetSettings& target);
};

/// Stored under "recent/" in the workspace.
void saveRecents(QSettings& settings, const Recents& recents);
/// Unreadable entries, for example after an update, are skipped.
[[nodiscard]] Recents loadRecents(QSettings& settings);

} // namespace maintscope::model
