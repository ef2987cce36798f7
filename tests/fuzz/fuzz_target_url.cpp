// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a database URL: what is read prints and reads again as the same, and no message holds the
// password.
#include "client/types/target_url.h"
#include "client/types/url_secrets.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto bytes = fuzz::text(data, size);
    const auto url = parseTargetUrl(bytes);
    (void)withoutPassword(bytes);
    if (!url) {
        fuzz::require(!url.error().what.empty(), "an error says what");
        return 0;
    }
    const auto again = parseTargetUrl(toString(*url));
    fuzz::require(static_cast<bool>(again), "what is printed can be read");
    fuzz::require(again->endpoint == url->endpoint && again->tls == url->tls && again->user == url->user,
                  "what is printed means the same");
    return 0;
}
