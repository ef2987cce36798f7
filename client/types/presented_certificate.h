// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace maintscope {

/// What a server showed in its TLS handshake. Public data.
struct PresentedCertificate {
    std::string commonName;
    std::vector<std::string> names; ///< subject alternative names: "*.cluster.example", "10.0.0.1"
    std::string issuer;
    bool selfSigned = false;
    WallTime validFrom{};
    WallTime validUntil{};
    std::string sha256;          ///< of the leaf's DER, 64 lower-case hex digits: what a pin is compared with
    std::string publicKeySha256; ///< of its public key's DER, base64: what curl's --pinnedpubkey wants
    friend bool operator==(const PresentedCertificate&, const PresentedCertificate&) = default;
};
/// "1f:9a:c4:...": how people read a fingerprint aloud. Unchanged if it is not 64 digits.
[[nodiscard]] std::string colonSeparated(std::string_view sha256);

} // namespace maintscope
