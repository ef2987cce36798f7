// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace maintscope {

/// An error for people: what failed, where, the exact message of the server or the system, and what to do
/// next.
struct Error {
    std::string what;   ///< one sentence: "The recording folder cannot be written."
    std::string where;  ///< file, endpoint or option it concerns; may be empty
    std::string detail; ///< exact message of the server or the system; may be empty
    std::string remedy; ///< one sentence: what to do next; may be empty
};

/// "what (where): detail. remedy" on one line. An Error never contains secrets.
[[nodiscard]] std::string toString(const Error& error);

/// A value, or the error that prevented it. std::expected is not in GCC 12; this is the one place to change
/// later.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : m_state(std::move(value)) {}
    Result(Error error)
        : m_state(std::move(error)) {}
    [[nodiscard]] bool ok() const { return std::holds_alternative<T>(m_state); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] T& value() { return std::get<T>(m_state); }
    [[nodiscard]] const T& value() const { return std::get<T>(m_state); }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    [[nodiscard]] const Error& error() const { return std::get<Error>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success, or the error.
using Status = Result<std::monostate>;
inline Status success() {
    return Status(std::monostate{});
}

} // namespace maintscope
