// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace maintscope {

/// A password or token. It cannot be printed or compared by accident; its bytes are overwritten on
/// destruction.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value)
        : m_value(std::move(value)) {}
    Secret(const Secret&) = default;
    // A moved-from short string keeps its bytes: copy, then overwrite them.
    Secret(Secret&& other) noexcept {
        m_value = other.m_value;
        other.wipe();
    }
    Secret& operator=(const Secret& other) {
        if (this != &other) {
            wipe();
            m_value = other.m_value;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe();
            m_value = other.m_value;
            other.wipe();
        }
        return *this;
    }
    ~Secret() { wipe(); }

    [[nodiscard]] bool empty() const { return m_value.empty(); }
    /// The bytes, for use on the wire only.
    [[nodiscard]] std::string_view reveal() const { return m_value; }

private:
    void wipe() {
        volatile char* bytes = m_value.data();
        for (std::size_t i = 0; i < m_value.size(); ++i)
            bytes[i] = 0;
        m_value.clear();
    }
    std::string m_value;
};

} // namespace maintscope
