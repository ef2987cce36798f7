// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::ui {

/// The views of the switch in the toolbar, in order; Ctrl+1 selects the first.
enum class PageId { Fleet, Live, Events, Maintenance, Recordings, Compare };
inline constexpr int kPages = 6;

} // namespace maintscope::ui
