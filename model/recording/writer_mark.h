// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace maintscope::model {

/// Names this process on this machine, for as long as it runs: "pid start-time boot-id".
[[nodiscard]] std::string writerMark();

/// Whether the process that left the mark still runs, and still has the file open for writing: one that ran
/// out of disk goes on with other things. A mark of another machine, or of before the last boot, is of none
/// that does. Where the process is somebody else's, whose files may not be looked at, it is taken to have it
/// open.
[[nodiscard]] bool isWrittenBy(std::string_view mark, const QString& file);

} // namespace maintscope::model
