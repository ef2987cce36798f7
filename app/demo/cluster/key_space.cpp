// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/key_space.h"

namespace maintscope::demo {

namespace {
constexpr std::size_t kMaxKeys = 1024 * 1024;
constexpr std::size_t kMaxBytes = 256 * 1024 * 1024;
} // namespace

void KeySpace::erase(Map::iterator entry) {
    m_bytes -= entry->first.size() + entry->second.text.size();
    if (entry->second.expires) --m_expiring;
    m_values.erase(entry);
}

KeySpace::Map::iterator KeySpace::live(const std::string& key, MonoTime now) {
    const auto entry = m_values.find(key);
    if (entry == m_values.end() || !entry->second.expires || *entry->second.expires > now) return entry;
    erase(entry);
    return m_values.end();
}

void KeySpace::purge(MonoTime now) {
    if (m_expiring == 0) return;
    for (auto entry = m_values.begin(); entry != m_values.end();) {
        const auto current = entry++;
        if (current->second.expires && *current->second.expires <= now) erase(current);
    }
}

const std::string* KeySpace::find(const std::string& key, MonoTime now) {
    const auto entry = live(key, now);
    return entry == m_values.end() ? nullptr : &entry->second.text;
}

std::optional<MonoTime> KeySpace::expiry(const std::string& key, MonoTime now) {
    const auto entry = live(key, now);
    return entry == m_values.end() ? std::nullopt : entry->second.expires;
}

bool KeySpace::set(const std::string& key, std::string value, std::optional<MonoTime> expires) {
    const auto entry = m_values.find(key);
    const std::size_t before = entry == m_values.end() ? 0 : key.size() + entry->second.text.size();
    if (m_bytes - before + key.size() + value.size() > kMaxBytes) return false;
    if (entry == m_values.end() && m_values.size() >= kMaxKeys) return false;
    m_bytes += key.size() + value.size() - before;
    Value& stored = entry == m_values.end() ? m_values[key] : entry->second;
    if (stored.expires) --m_expiring;
    if (expires) ++m_expiring;
    stored.text = std::move(value);
    stored.expires = expires;
    return true;
}

bool KeySpace::setExpiry(const std::string& key, std::optional<MonoTime> expires, MonoTime now) {
    const auto entry = live(key, now);
    if (entry == m_values.end()) return false;
    if (entry->second.expires) --m_expiring;
    if (expires) ++m_expiring;
    entry->second.expires = expires;
    return true;
}

bool KeySpace::remove(const std::string& key, MonoTime now) {
    const auto entry = live(key, now);
    if (entry == m_values.end()) return false;
    erase(entry);
    return true;
}

void KeySpace::clear() {
    m_values.clear();
    m_bytes = 0;
    m_expiring = 0;
}

std::size_t KeySpace::size(MonoTime now) {
    purge(now);
    return m_values.size();
}

std::vector<std::string> KeySpace::keys(MonoTime now) {
    purge(now);
    std::vector<std::string> names;
    names.reserve(m_values.size());
    for (const auto& entry : m_values)
        names.push_back(entry.first);
    return names;
}

} // namespace maintscope::demo
