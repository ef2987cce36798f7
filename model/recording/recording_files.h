// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <QString>
#include <QStringList>

namespace maintscope::model {

/// `$XDG_DATA_HOME/maintscope/recordings`, else `~/.local/share/maintscope/recordings`.
[[nodiscard]] QString defaultRecordingFolder();
/// A new name in `folder`: "2026-11-20T14-12-03.118Z-orders-prod.maintscope".
[[nodiscard]] QString recordingPath(const QString& folder, WallTime started, const QString& targetName);
/// Name of a later part of a recording that is rotated: "NAME.part2.maintscope"; part 1 has the name itself.
[[nodiscard]] QString partPath(const QString& firstPart, int part);
/// Name that all files of a rotated recording have in common, without folder and ending: "NAME".
[[nodiscard]] QString runName(const QString& path);
/// The files beside `path` that have the names of other parts of its run, in their order.
[[nodiscard]] QStringList partsBeside(const QString& path);
/// The file and what SQLite keeps beside it while it is written, or after a crash.
[[nodiscard]] QStringList recordingFilesOf(const QString& path);
/// Whether a recording could be created at `path`: says why not, changes nothing but the folder.
[[nodiscard]] Status checkRecordable(const QString& path);
/// Creates the file (mode 0600) and its folder (0700), so that nobody else's is ever taken and the mode is
/// right from the first byte. Refuses a file that exists.
[[nodiscard]] Status createRecordingFile(const QString& path);

} // namespace maintscope::model
