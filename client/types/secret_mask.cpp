// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/secret_mask.h"

#include "client/types/ascii.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

namespace maintscope {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

std::optional<std::uint32_t> number(std::string_view digits, std::uint32_t base) {
    if (digits.empty() || digits.size() > 8) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : digits) {
        const int digit = hexDigit(c);
        if (digit < 0 || static_cast<std::uint32_t>(digit) >= base) return std::nullopt;
        value = value * base + static_cast<std::uint32_t>(digit);
    }
    return value;
}

std::string byteAsText(std::uint32_t value) {
    return {static_cast<char>(static_cast<unsigned char>(value))};
}

std::string utf8(std::uint32_t point) {
    const auto byte = [](std::uint32_t value) {
        return static_cast<char>(static_cast<unsigned char>(value));
    };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xC0U | point >> 6U), byte(0x80U | (point & 0x3FU))};
    if (point < 0x10000)
        return {byte(0xE0U | point >> 12U), byte(0x80U | (point >> 6U & 0x3FU)),
                byte(0x80U | (point & 0x3FU))};
    return {byte(0xF0U | point >> 18U), byte(0x80U | (point >> 12U & 0x3FU)),
            byte(0x80U | (point >> 6U & 0x3FU)), byte(0x80U | (point & 0x3FU))};
}

/// What a piece of text may stand for: bytes, and how many characters of the text spell them.
struct Reading {
    std::string bytes;
    std::size_t length = 0;
};

/// "\n", "\x41", "\u00e4": `at` is the character after the backslash.
std::optional<Reading> readEscape(std::string_view text, std::size_t at) {
    constexpr std::string_view kLetters = "nrtabfv0";
    constexpr std::string_view kMeanings("\n\r\t\a\b\f\v\0", 8);
    if (at >= text.size()) return std::nullopt;
    const char c = text[at];
    if (const std::size_t letter = kLetters.find(c); letter != kNone) return Reading{{kMeanings[letter]}, 1};
    if (c == 'x')
        if (const auto value = number(text.substr(at + 1, 2), 16); value && at + 2 < text.size())
            return Reading{byteAsText(*value), 3};
    if (c == 'u' && at + 4 < text.size()) {
        const auto first = number(text.substr(at + 1, 4), 16);
        if (!first) return std::nullopt;
        if (*first >= 0xD800 && *first < 0xDC00 && text.substr(at + 5, 2) == "\\u")
            if (const auto second = number(text.substr(at + 7, 4), 16); second && *second >= 0xDC00)
                return Reading{utf8(0x10000U + ((*first - 0xD800U) << 10U) + (*second - 0xDC00U)), 11};
        return Reading{utf8(*first), 5};
    }
    return std::nullopt;
}

/// "&amp;", "&#39;", "&#x27;"
std::optional<Reading> readEntity(std::string_view text, std::size_t at) {
    constexpr std::array<std::pair<std::string_view, char>, 5> kNames{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    const std::string_view rest = text.substr(at, 12);
    const std::size_t end = rest.find(';');
    if (end == kNone || end < 2) return std::nullopt;
    const std::string_view inside = rest.substr(1, end - 1);
    for (const auto& [name, meaning] : kNames)
        if (inside == name) return Reading{{meaning}, end + 1};
    if (inside.front() != '#') return std::nullopt;
    const bool hex = inside.size() > 1 && (inside[1] == 'x' || inside[1] == 'X');
    const auto point = hex ? number(inside.substr(2), 16) : number(inside.substr(1), 10);
    if (!point || *point > 0x10FFFF) return std::nullopt;
    return Reading{utf8(*point), end + 1};
}

/// How far a secret is spelled out at one place of a text. Where a character can be read in two ways, both are
/// followed: a state is (bytes of the secret, position in the text).
class Match {
public:
    Match(std::string_view text, std::string_view secret)
        : m_text(text)
        , m_secret(secret)
        , m_anyCase(secret.size() >= SecretMask::kWhole) {}

    /// The longest beginning of the secret that is spelled at `begin`.
    struct Found {
        std::size_t bytes = 0; ///< of the secret
        std::size_t end = 0;   ///< in the text
    };
    Found at(std::size_t begin) {
        m_found = {0, begin};
        m_states.clear();
        m_states.emplace(0, begin);
        while (!m_states.empty()) {
            const auto [bytes, position] = *m_states.begin();
            m_states.erase(m_states.begin());
            if (bytes > m_found.bytes || (bytes == m_found.bytes && position > m_found.end))
                m_found = {bytes, position};
            if (bytes < m_secret.size() && position < m_text.size()) follow(bytes, position);
        }
        return m_found;
    }

private:
    void follow(std::size_t bytes, std::size_t position) {
        const char wanted = m_secret[bytes];
        const char c = m_text[position];
        if (c == wanted || (m_anyCase && lower(c) == lower(wanted)))
            m_states.emplace(bytes + 1, position + 1);
        // A form spells a space "+"; Redis writes a space for the characters that a status line cannot hold.
        const bool isControl = wanted == '\r' || wanted == '\n' || wanted == '\t' || wanted == '\0';
        if ((c == '+' && wanted == ' ') || (c == ' ' && isControl)) m_states.emplace(bytes + 1, position + 1);
        if (c == '%')
            if (const auto value = number(m_text.substr(position + 1, 2), 16))
                accept({byteAsText(*value), 3}, bytes, position);
        if (c == '&')
            if (const auto entity = readEntity(m_text, position)) accept(*entity, bytes, position);
        if (c == '\\') followBackslashes(bytes, position);
    }
    /// Text that was escaped several times has several backslashes.
    void followBackslashes(std::size_t bytes, std::size_t position) {
        std::size_t next = position;
        while (next < m_text.size() && next < position + kMostBackslashes && m_text[next] == '\\')
            ++next;
        if (m_secret[bytes] == '\\')
            for (std::size_t end = position + 2; end <= next; ++end)
                m_states.emplace(bytes + 1, end);
        if (next >= m_text.size()) return;
        if (const auto escape = readEscape(m_text, next)) {
            accept({escape->bytes, next - position + escape->length}, bytes, position);
            // A server that knows no encoding takes each byte for a character.
            if (const auto byte = number(m_text.substr(next + 1, 4), 16);
                m_text[next] == 'u' && byte && *byte < 0x100)
                accept({byteAsText(*byte), next - position + escape->length}, bytes, position);
        }
        if (m_text[next] == m_secret[bytes]) m_states.emplace(bytes + 1, next + 1);
    }
    void accept(const Reading& reading, std::size_t bytes, std::size_t position) {
        if (m_secret.substr(bytes, reading.bytes.size()) == reading.bytes && !reading.bytes.empty())
            m_states.emplace(bytes + reading.bytes.size(), position + reading.length);
    }

    static constexpr std::size_t kMostBackslashes = 8;
    std::string_view m_text;
    std::string_view m_secret;
    bool m_anyCase; ///< "wrong" is not a spelling of the WRONG in WRONGPASS
    std::set<std::pair<std::size_t, std::size_t>> m_states;
    Found m_found;
};

/// Nothing follows but what a server writes after a text that it cut off: "...", "`, ".
bool isCutOff(std::string_view rest) {
    return rest.substr(0, 3) == "..." || rest.substr(0, 3) == "\xE2\x80\xA6" ||
           rest.find_first_not_of(" .,:;'\"`)]}\r\n") == kNone;
}

bool isWordCharacter(char c) {
    return isAlphanumeric(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

enum class Kind { Plain, Code };

void replace(std::string& text, std::string_view secret, Kind kind) {
    const bool cutCounts = secret.size() >= SecretMask::kWhole;
    Match match(text, secret);
    std::string masked;
    std::size_t kept = 0; // text before it is in `masked`
    for (std::size_t i = 0; i < text.size();) {
        // Only these can begin a spelling of the first byte.
        const char c = text[i];
        if (lower(c) != lower(secret.front()) && c != '%' && c != '\\' && c != '&' && c != '+' && c != ' ') {
            ++i;
            continue;
        }
        const auto [bytes, end] = match.at(i);
        const bool found =
            bytes == secret.size() ||
            (cutCounts && (bytes >= SecretMask::kWhole ||
                           (bytes >= SecretMask::kCut && isCutOff(std::string_view(text).substr(end)))));
        if (!found) {
            ++i;
            continue;
        }
        masked.append(text, kept, i - kept).append(SecretMask::kMask);
        i = end;
        // The last digits of base64 depend on what follows the secret.
        if (kind == Kind::Code)
            for (int extra = 0; extra < 4 && i < text.size() && (isAlphanumeric(text[i]) || text[i] == '=');
                 ++extra)
                ++i;
        kept = i;
    }
    if (kept == 0) return;
    masked.append(text, kept);
    text = std::move(masked);
}

void replaceWords(std::string& text, std::string_view word) {
    for (std::size_t at = text.find(word); at != kNone; at = text.find(word, at)) {
        const std::size_t end = at + word.size();
        const bool whole = (at == 0 || !isWordCharacter(text[at - 1])) &&
                           (end == text.size() || !isWordCharacter(text[end]));
        if (whole) text.replace(at, word.size(), SecretMask::kMask);
        at += whole ? SecretMask::kMask.size() : 1;
    }
}

/// The digits of base64 that depend on nothing but `bytes`, where `before` bytes precede them in the group of
/// three.
std::string base64Inside(std::string_view bytes, std::size_t before) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string code;
    const std::size_t firstBit = before * 8;
    const std::size_t lastBit = firstBit + bytes.size() * 8;
    for (std::size_t bit = (firstBit + 5) / 6 * 6; bit + 6 <= lastBit; bit += 6) {
        std::uint32_t digit = 0;
        for (std::size_t i = bit - firstBit; i < bit - firstBit + 6; ++i)
            digit = digit << 1U | (static_cast<unsigned char>(bytes[i / 8]) >> (7 - i % 8) & 1U);
        code += kDigits[digit];
    }
    return code;
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string code;
    for (const char c : bytes) {
        const auto u = static_cast<unsigned char>(c);
        code += {kDigits[u >> 4U], kDigits[u & 15U]};
    }
    return code;
}

/// The alphabet of base64 for URLs.
std::string forUrls(std::string code) {
    std::replace(code.begin(), code.end(), '+', '-');
    std::replace(code.begin(), code.end(), '/', '_');
    return code;
}

} // namespace

void SecretMask::add(const Secret& secret) {
    if (secret.empty()) return;
    Entry entry{secret, {}};
    const std::string_view plain = secret.reveal();
    if (plain.size() >= kShort) {
        entry.codes.emplace_back(hexadecimal(plain));
        for (std::size_t before = 0; before < 3; ++before) {
            const std::string code = base64Inside(plain, before);
            entry.codes.emplace_back(code);
            if (const std::string other = forUrls(code); other != code) entry.codes.emplace_back(other);
        }
    }
    m_entries.push_back(std::move(entry));
    // A secret that begins with another one is masked as a whole.
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
        return a.plain.reveal().size() > b.plain.reveal().size();
    });
}

SecretMask SecretMask::longOnes() const {
    SecretMask result;
    for (const Entry& entry : m_entries)
        if (entry.plain.reveal().size() >= kWhole) result.m_entries.push_back(entry);
    return result;
}

void SecretMask::maskError(std::string& text) const {
    maskText(text);
    for (const Entry& entry : m_entries)
        if (entry.plain.reveal().size() < kShort) replaceWords(text, entry.plain.reveal());
}

void SecretMask::maskText(std::string& text) const {
    if (text.empty()) return;
    for (const Entry& entry : m_entries) {
        if (entry.plain.reveal().size() < kShort) continue;
        replace(text, entry.plain.reveal(), Kind::Plain);
        for (const Secret& code : entry.codes)
            replace(text, code.reveal(), Kind::Code);
    }
}

} // namespace maintscope
