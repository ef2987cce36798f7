// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/secret.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope {

/// Replaces secrets in text that came from a server. A server may quote what it received: Redis puts the first
/// 128 bytes of the arguments of an unknown command into the error (redis src/server.c, processCommand), so
/// where HELLO is unknown (before 6.0, or renamed) it comes back with the password. Text is decoded and acted on first, and masked before it is kept or shown.
///
/// A secret is found in every spelling: plain, percent-encoded, escaped as in JSON, C or HTML,
/// in mixtures of these, as hexadecimal digits, and inside base64 of anything that contains it, such as
/// `user:password`. Of one with kWhole bytes or more, a beginning of kWhole bytes is enough, and kCut bytes are
/// where the text is cut off. Short ones (below kShort) are masked as whole words in error texts only: they are
/// parts of ordinary words, and masking those would reveal them.
class SecretMask {
public:
    static constexpr std::string_view kMask = "***"; ///< of one length, whatever it hides
    static constexpr std::size_t kShort = 4;
    static constexpr std::size_t kWhole = 8;
    static constexpr std::size_t kCut = 4;

    void add(const Secret& secret); ///< an empty one is ignored
    [[nodiscard]] bool empty() const { return m_entries.empty(); }
    /// Only those of kWhole bytes or more, for text whose ordinary words must stay.
    [[nodiscard]] SecretMask longOnes() const;

    /// For messages of errors.
    void maskError(std::string& text) const;
    /// For names, addresses, frames and other text.
    void maskText(std::string& text) const;

private:
    struct Entry {
        Secret plain;
        std::vector<Secret> codes; ///< as hexadecimal digits and base64
    };
    std::vector<Entry> m_entries;
};

} // namespace maintscope
