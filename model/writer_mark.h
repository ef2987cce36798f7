// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maintscope::model {

/// Names this process on this machine, for as long as it runs: "pid start-time boot-id".
[[nodiscard]] std::string writerMark();

/// Whether the process that left the mark still runs. A mark of another machine, or of before the last boot,
/// is of none that does.
[[nodiscard]] bool writerIsAlive(std::string_view mark);

} // namespace maintscope::model
