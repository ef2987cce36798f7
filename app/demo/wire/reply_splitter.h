// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace maintscope::demo::resp {

/// Cuts what a backend sends into whole replies, without looking into them. RESP2 and RESP3; an attribute
/// stays with the reply that it describes. Incremental: bytes may come one by one. Bounded: 64 MiB per reply;
/// after an error it stays in the error.
class ReplySplitter {
public:
    enum class Status { NeedMore, Reply, Push, Error };

    void append(std::string_view bytes);
    /// Takes the next whole reply or push out of the buffer, bytes as they came.
    [[nodiscard]] Status next(std::string& bytes);

private:
    /// One element from `m_scanned` on. False: it is not all there, or it is wrong (m_broken).
    [[nodiscard]] bool scanElement();

    std::string m_buffer;
    std::size_t m_scanned = 0;    ///< up to here elements were counted
    std::uint64_t m_elements = 1; ///< of the reply being read, still to come
    bool m_broken = false;
};

} // namespace maintscope::demo::resp
