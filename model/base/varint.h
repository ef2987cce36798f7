// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Little-endian base-128 numbers: small ones take one byte.
namespace maintscope::model {

/// The size of the largest number.
inline constexpr std::size_t kLongestVarint = 10;

/// Writes into memory of sufficient size; returns the end.
inline char* writeVarint(char* to, std::uint64_t value) {
    while (value >= 0x80) {
        *to++ = static_cast<char>(static_cast<unsigned char>(value) | 0x80U);
        value >>= 7;
    }
    *to++ = static_cast<char>(value);
    return to;
}

inline void putVarint(std::string& out, std::uint64_t value) {
    char bytes[kLongestVarint];
    out.append(bytes, static_cast<std::size_t>(writeVarint(bytes, value) - bytes));
}

/// Signed, so that small negative numbers are short, too (zigzag).
inline void putSigned(std::string& out, std::int64_t value) {
    putVarint(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

/// Reads encoded numbers; after an error, ok() is false and every next() is 0.
class VarintReader {
public:
    explicit VarintReader(std::string_view bytes)
        : m_bytes(bytes) {}

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_ok && m_bytes.empty(); }
    /// The number of unread bytes.
    [[nodiscard]] std::size_t left() const { return m_bytes.size(); }

    void skip(std::size_t count) {
        if (count > m_bytes.size())
            fail();
        else
            m_bytes.remove_prefix(count);
    }
    std::uint64_t next() {
        // Nearly every number is small.
        if (!m_bytes.empty() && static_cast<unsigned char>(m_bytes.front()) < 0x80U) {
            const auto small = static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
            return small;
        }
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty()) return fail();
            const auto byte = static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
            if (shift == 63 && byte > 1) return fail();
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0) return m_ok ? value : 0;
        }
        return fail();
    }
    std::int64_t nextSigned() {
        const std::uint64_t value = next();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1U);
    }

private:
    std::uint64_t fail() {
        m_ok = false;
        m_bytes = {};
        return 0;
    }
    std::string_view m_bytes;
    bool m_ok = true;
};

} // namespace maintscope::model
