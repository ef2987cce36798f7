// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace maintscope::demo {

/// Strings with expiry, as one database holds them. Keys expire when they are looked at (`now` is passed in);
/// purge() removes the rest. Bounded: 1 Mi keys and 256 MiB of keys and values.
class KeySpace {
public:
    /// The value, or nullptr. Valid until the next change.
    [[nodiscard]] const std::string* find(const std::string& key, MonoTime now);
    /// When the key expires; nullopt: it does not, or it is not there.
    [[nodiscard]] std::optional<MonoTime> expiry(const std::string& key, MonoTime now);
    /// False: the bound would be exceeded, nothing was changed.
    [[nodiscard]] bool set(const std::string& key, std::string value, std::optional<MonoTime> expires);
    /// False: no such key. nullopt takes the expiry away.
    bool setExpiry(const std::string& key, std::optional<MonoTime> expires, MonoTime now);
    bool remove(const std::string& key, MonoTime now);
    void clear();
    /// Number of live keys.
    [[nodiscard]] std::size_t size(MonoTime now);
    [[nodiscard]] std::vector<std::string> keys(MonoTime now);

private:
    struct Value {
        std::string text;
        std::optional<MonoTime> expires;
    };
    using Map = std::unordered_map<std::string, Value>;
    [[nodiscard]] Map::iterator live(const std::string& key, MonoTime now);
    void purge(MonoTime now);
    void erase(Map::iterator entry);

    Map m_values;
    std::size_t m_bytes = 0;
    std::size_t m_expiring = 0;
};

} // namespace maintscope::demo
