// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::demo {

/// How an address meets new connections: takes them, refuses them, or leaves them without an answer.
enum class Door { Open, Closed, BlackHole };

} // namespace maintscope::demo
