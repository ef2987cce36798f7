// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::ui {

/// The views that the switch at the left of the toolbar offers, in their order; Ctrl+1 is the first.
enum class PageId { Fleet, Live, Events, Maintenance, Recordings, Compare };
inline constexpr int kPages = 6;

} // namespace maintscope::ui
