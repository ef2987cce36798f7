// SPDX-License-Identifier: GPL-3.0-or-later
// A secret, a zero byte, and text that a server sent: the secret is not in what is left of it, and masking again changes
// nothing more.
#include "client/types/secret_mask.h"
#include "tests/fuzz/fuzz.h"

#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace fuzz = maintscope::fuzz;
    using maintscope::Secret;
    using maintscope::SecretMask;
    const std::string_view bytes = fuzz::text(data, size);
    const std::size_t border = bytes.find('\0');
    if (border == std::string_view::npos) return 0;
    const std::string_view secret = bytes.substr(0, border);
    SecretMask mask;
    mask.add(Secret(std::string(secret)));
    std::string text(bytes.substr(border + 1));
    mask.maskError(text);
    // The mask itself may spell a secret of asterisks.
    if (secret.size() >= SecretMask::kShort && secret.find('*') == std::string_view::npos)
        fuzz::require(text.find(secret) == std::string::npos, "no secret is left");
    return 0;
}
