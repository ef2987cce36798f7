// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/net/name_resolver.h"

#include <string>
#include <string_view>
#include <vector>

namespace maintscope::io {

/// The addresses of a name in a hosts file (hosts(5)), in the order of the file; empty: the name is not in
/// it. Names are compared case-insensitively; lines that do not begin with an address literal are skipped.
[[nodiscard]] std::vector<std::string> addressesInHosts(std::string_view text, std::string_view name);

/// A lookup in the file, which is read each time so that a change takes effect at once, then in `next` for
/// names that it does not contain. A file that cannot be read fails the lookup with an error of its own: to
/// ask elsewhere silently could lead to another database.
[[nodiscard]] Lookup hostsFileLookup(std::string path, Lookup next = systemLookup);

} // namespace maintscope::io
