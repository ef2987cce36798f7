// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::core::resp {

/// What one reply of a peer may occupy in memory. hiredis 1.2 has no such bounds: a million nested arrays
/// crash it, it waits for a bulk string of 9e18 bytes until memory is exhausted (hiredis
/// changelog 1.2.1, 1.4.0).
struct Bounds {
    std::size_t depth = 16;
    std::size_t elements = 64 * 1024;   ///< of one reply, all levels together
    std::size_t valueBytes = 1U << 20U; ///< of one string, and of all strings of one reply
};

/// Stands before hiredis 1.2 and turns what RESP3 allows and hiredis does not know into what it knows: attributes
/// are left out, streamed strings and aggregates get their lengths, blob errors become lines. Checks that a string ends
/// where its length says: hiredis skips the two bytes after it unread, so that a string that was cut off would swallow
/// the reply behind it. All else passes as it came; hiredis judges it.
/// Source: redis-specifications, protocol/RESP3.md.
class Framing {
public:
    explicit Framing(Bounds bounds)
        : m_bounds(bounds) {}

    /// Appends what hiredis may read to `out`. What is complete before an error still comes out.
    void feed(std::string_view bytes, std::string& out);
    /// Why nothing more comes out; empty while all is well.
    [[nodiscard]] const std::string& error() const { return m_error; }

private:
    enum class State : std::uint8_t { Type, Header, Line, Payload, PayloadEnd, Passing };
    enum class Level : std::uint8_t { Fixed, Streamed, Attribute, StreamedString };
    struct Open {
        Level level;
        char type = 0;
        std::size_t left = 0;  ///< elements; of a streamed one: those that have come
        std::size_t begin = 0; ///< in m_held; of a streamed one
    };

    void onType(char type);
    void onHeader();
    void onAggregate(char type, std::string_view count);
    void onString(char type, std::string_view length);
    void elementEnded();
    void streamEnded();
    void push(Open open);
    void emit(std::string_view bytes);
    void passAll(std::string_view bytes);
    void fail(std::string why);
    [[nodiscard]] bool within(Level level) const;

    Bounds m_bounds;
    State m_state = State::Type;
    std::vector<Open> m_open; ///< aggregates that are not complete, outermost first
    std::string m_header;     ///< of the element that begins
    std::string m_held;       ///< of streamed aggregates and blob errors, until their end has come
    std::size_t m_payload = 0;
    std::size_t m_ending = 0;  ///< bytes of CR LF that have come
    std::size_t m_dropped = 0; ///< bytes of attributes, of one reply
    char m_last = 0;           ///< of a line
    bool m_blobError = false;
    std::string* m_out = nullptr;
    std::string m_error;
};

} // namespace maintscope::core::resp
