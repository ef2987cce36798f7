// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <QString>
#include <QStringList>

namespace maintscope::model {

/// `$XDG_DATA_HOME/maintscope/recordings`, otherwise `~/.local/share/maintscope/recordings`.
[[nodiscard]] QString defaultRecordingFolder();
/// A new name in `folder`: "2026-11-20T14-12-03.118Z-orders-prod.maintscope".
[[nodiscard]] QString recordingPath(const QString& folder, WallTime started, const QString& targetName);
/// The name of a later part of a rotated recording: "NAME.part2.maintscope"; part 1 has no suffix.
[[nodiscard]] QString partPath(const QString& firstPart, int part);
/// A free name beside `path` for a recording whose file was deleted or renamed: "NAME-saved.maintscope".
[[nodiscard]] QString savedPath(const QString& path);
/// The common name of all files of a rotated recording, without folder and extension: "NAME".
[[nodiscard]] QString runName(const QString& path);
/// The files next to `path` with the names of other parts of its run, in order.
[[nodiscard]] QStringList partsBeside(const QString& path);
/// The file and the auxiliary files of SQLite that exist while it is written, or after a crash.
[[nodiscard]] QStringList recordingFilesOf(const QString& path);
/// Checks whether a recording can be created at `path`. Changes nothing except creating the folder.
[[nodiscard]] Status checkRecordable(const QString& path);
/// Creates the file (mode 0600) and its folder (0700), so that no existing file is ever used and the mode is
/// correct from the first byte. Fails if the file exists.
[[nodiscard]] Status createRecordingFile(const QString& path);

} // namespace maintscope::model
