// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::demo {

/// How an address treats new connections: it accepts them, refuses them, or never answers.
enum class AccessMode { Open, Closed, BlackHole };

} // namespace maintscope::demo
