// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/resp_framing.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::core::resp {

enum class Type : std::uint8_t {
    Null,
    Simple,
    Error,
    Integer,
    Bulk,
    Bool,
    Double,
    Verbatim,
    BigNumber,
    Array,
    Map, ///< items: key, value, key, value, ...
    Set,
    Push,
};

struct Value {
    Type type = Type::Null;
    std::string text;         ///< Simple, Error, Bulk, Verbatim, BigNumber, and the text of a Double
    std::int64_t integer = 0; ///< Integer, Bool
    std::vector<Value> items; ///< Array, Map, Set, Push

    [[nodiscard]] bool isText() const {
        return type == Type::Simple || type == Type::Bulk || type == Type::Verbatim ||
               type == Type::BigNumber;
    }
    [[nodiscard]] bool isError() const { return type == Type::Error; }
    [[nodiscard]] bool isNull() const { return type == Type::Null; }
};

/// A reply or a push. `raw` is kept for pushes only, cut at 4 KiB.
struct Frame {
    Value value;
    std::string raw;
    std::size_t bytes = 0;
};

/// Bytes in, frames out. After an error the stream has lost its frame borders: nothing more is decoded, close
/// the connection.
class Decoder {
public:
    explicit Decoder(Bounds bounds = {});
    ~Decoder();
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;

    void feed(std::string_view bytes);
    /// The next complete frame; nullopt: more bytes are needed, or error().
    [[nodiscard]] std::optional<Frame> next();
    /// Why decoding stopped; empty while all is well. Quotes what the peer sent where that helps (bounded,
    /// escaped).
    [[nodiscard]] const std::string& error() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// "*2\r\n$3\r\nGET\r\n..." through hiredis' formatter; arguments are binary-safe.
[[nodiscard]] std::string encodeCommand(std::initializer_list<std::string_view> arguments);
[[nodiscard]] std::string encodeCommand(std::span<const std::string_view> arguments);

} // namespace maintscope::core::resp
