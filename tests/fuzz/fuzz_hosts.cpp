// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a hosts file: what it yields are address literals, each once.
#include "client/io/net/hosts_file.h"
#include "client/types/endpoint.h"
#include "tests/fuzz/fuzz.h"

#include <set>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto addresses = io::addressesInHosts(fuzz::text(data, size), "db.test");
    for (const std::string& address : addresses)
        fuzz::require(isAddressLiteral(address), "an address");
    fuzz::require(std::set<std::string>(addresses.begin(), addresses.end()).size() == addresses.size(),
                  "each once");
    return 0;
}
