// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace maintscope::demo::resp {

/// Splits the bytes of a backend into whole replies, without interpreting them. RESP2 and RESP3; an attribute
/// stays with the reply that it describes. Incremental: bytes may arrive one by one. Bounded: 64 MiB per
/// reply; an error is final.
class ReplySplitter {
public:
    enum class Status { NeedMore, Reply, Push, Error };

    void append(std::string_view bytes);
    /// Takes the next whole reply or push from the buffer, as it was received.
    [[nodiscard]] Status next(std::string& bytes);

private:
    /// Scans one element from `m_scanned` on. False: it is incomplete, or malformed (m_broken).
    [[nodiscard]] bool scanElement();

    std::string m_buffer;
    std::size_t m_scanned = 0;    ///< up to here elements are counted
    std::uint64_t m_elements = 1; ///< of the reply being read, still to come
    bool m_broken = false;
};

} // namespace maintscope::demo::resp
