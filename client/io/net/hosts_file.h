// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/net/name_resolver.h"

#include <string>
#include <string_view>
#include <vector>

namespace maintscope::io {

/// The addresses that a hosts file (hosts(5)) gives a name, in its order; empty when it does not have it.
/// Names are compared without regard to case; what is no address literal is passed over.
[[nodiscard]] std::vector<std::string> addressesInHosts(std::string_view text, std::string_view name);

/// A lookup that asks the file first, which is read anew each time, so that a change counts at once, and
/// `next` for names that it does not have. A file that cannot be read fails the lookup, in its own words:
/// silently asking elsewhere could lead to another database.
[[nodiscard]] Lookup hostsFileLookup(std::string path, Lookup next = systemLookup);

} // namespace maintscope::io
