// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/certificate_pin.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace maintscope {
namespace {

constexpr std::size_t kPinDigits = 64;
constexpr std::size_t kSha1Digits = 40;

constexpr std::string_view kZeroWidthSpace = "\xe2\x80\x8b";
constexpr std::string_view kPinRemedy =
    "Read it from the certificate: openssl x509 -in CERTIFICATE.pem -noout -fingerprint -sha256.";

} // namespace

Result<std::string> normalisePin(std::string_view text) {
    const std::string shown(text.substr(0, 120));
    // "sha256 Fingerprint=AB:CD", as openssl prints it.
    std::string_view rest = text;
    if (const auto equals = rest.find('='); equals != std::string_view::npos && equals + 1 < rest.size() &&
                                            rest.find("ingerprint") != std::string_view::npos)
        rest = rest.substr(equals + 1);
    constexpr std::string_view kPrefix = "sha256:";
    const auto lower = [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); };
    while (!rest.empty() && std::isspace(static_cast<unsigned char>(rest.front())))
        rest.remove_prefix(1);
    if (rest.size() >= kPrefix.size() && std::equal(kPrefix.begin(), kPrefix.end(), rest.begin(),
                                                    [&](char a, char b) { return a == lower(b); }))
        rest.remove_prefix(kPrefix.size());
    else if (rest.starts_with("sha256//"))
        return Error{
            "This is the pin of a public key, not of a certificate.", shown, {}, std::string(kPinRemedy)};

    std::string digits;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const char c = lower(rest[i]);
        if (c == ':' || std::isspace(static_cast<unsigned char>(c))) continue;
        if (rest.substr(i).starts_with(kZeroWidthSpace)) { // copied from where it was allowed to break
            i += kZeroWidthSpace.size() - 1;
            continue;
        }
        if (!std::isxdigit(static_cast<unsigned char>(c)))
            return Error{"The pin is not a SHA-256 fingerprint.", shown,
                         "'" + std::string(1, rest[i]) + "' at position " +
                             std::to_string(text.size() - rest.size() + i + 1) + " is not a hex digit.",
                         std::string(kPinRemedy)};
        digits += c;
    }
    if (digits.size() == kPinDigits) return digits;
    std::string detail = "It has " + std::to_string(digits.size()) + " hex digits instead of 64.";
    if (digits.size() == kSha1Digits) detail += " That is the length of a SHA-1 fingerprint.";
    return Error{"The pin is not a SHA-256 fingerprint.", shown, detail, std::string(kPinRemedy)};
}

} // namespace maintscope
