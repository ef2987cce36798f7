// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/key_commands.h"

#include "client/types/ascii.h"

#include <limits>
#include <unordered_map>

namespace maintscope::demo {

namespace {

using namespace std::chrono_literals;

/// now + count units; nullopt if 64 bits of nanoseconds cannot hold it.
std::optional<MonoTime> timeAfter(MonoTime now, std::int64_t count, Duration unit) {
    if (count > std::numeric_limits<std::int64_t>::max() / unit.count() / 2) return std::nullopt;
    return now + count * unit;
}

} // namespace

const KeyCommands::Spec* KeyCommands::lookUp(const std::string& lowerName) {
    using K = KeyCommands;
    static const std::unordered_map<std::string, Spec> kCommands = {
        {"get", {&K::get, 2}},          {"set", {&K::set, -3}},        {"setex", {&K::setex, 4}},
        {"psetex", {&K::setex, 4}},     {"incr", {&K::incr, 2}},       {"incrby", {&K::incrby, 3}},
        {"decr", {&K::decr, 2}},        {"decrby", {&K::decrby, 3}},   {"del", {&K::del, -2}},
        {"unlink", {&K::del, -2}},      {"exists", {&K::exists, -2}},  {"expire", {&K::expire, -3}},
        {"pexpire", {&K::pexpire, -3}}, {"persist", {&K::persist, 2}}, {"ttl", {&K::ttl, 2}},
        {"pttl", {&K::pttl, 2}},        {"mget", {&K::mget, -2}},      {"mset", {&K::mset, -3}},
        {"strlen", {&K::strlen, 2}},    {"append", {&K::append, 3}},   {"type", {&K::type, 2}},
        {"dbsize", {&K::dbsize, 1}},    {"flushdb", {&K::flush, -1}},  {"flushall", {&K::flush, -1}},
    };
    const auto found = kCommands.find(lowerName);
    return found == kCommands.end() ? nullptr : &found->second;
}

void KeyCommands::get(Context& c) {
    const std::string* value = m_keys.find(c.words[1], c.now);
    if (value == nullptr)
        c.reply.null();
    else
        c.reply.bulk(*value);
}

void KeyCommands::set(Context& c) {
    const auto& words = c.words;
    bool onlyNew = false;
    bool onlyOld = false;
    bool keepTtl = false;
    bool wantsOld = false;
    std::optional<MonoTime> expires;
    for (std::size_t i = 3; i < words.size(); ++i) {
        const std::string option = lower(words[i]);
        if (option == "nx" && !onlyOld) {
            onlyNew = true;
        } else if (option == "xx" && !onlyNew) {
            onlyOld = true;
        } else if (option == "get") {
            wantsOld = true;
        } else if (option == "keepttl" && !expires) {
            keepTtl = true;
        } else if ((option == "ex" || option == "px") && !expires && !keepTtl && i + 1 < words.size()) {
            const auto count = toInteger(words[++i]);
            if (!count) return c.notAnInteger();
            const auto at = timeAfter(c.now, *count, option == "ex" ? Duration(1s) : Duration(1ms));
            if (*count <= 0 || !at) return c.reply.error("ERR invalid expire time in 'set' command");
            expires = at;
        } else {
            return c.syntaxError();
        }
    }
    const std::string* current = m_keys.find(words[1], c.now);
    const bool applies = current == nullptr ? !onlyOld : !onlyNew;
    const std::optional<std::string> old = current == nullptr ? std::nullopt : std::optional(*current);
    if (applies) {
        if (keepTtl) expires = m_keys.expiry(words[1], c.now);
        if (!m_keys.set(words[1], words[2], expires)) return c.outOfMemory();
    }
    if (wantsOld && old)
        c.reply.bulk(*old);
    else if (wantsOld || !applies)
        c.reply.null();
    else
        c.reply.ok();
}

void KeyCommands::setex(Context& c) {
    const auto count = toInteger(c.words[2]);
    if (!count) return c.notAnInteger();
    const auto at = timeAfter(c.now, *count, c.name == "setex" ? Duration(1s) : Duration(1ms));
    if (*count <= 0 || !at) return c.reply.error("ERR invalid expire time in '" + c.name + "' command");
    if (!m_keys.set(c.words[1], c.words[3], at)) return c.outOfMemory();
    c.reply.ok();
}

void KeyCommands::addTo(Context& c, std::int64_t delta) {
    const std::string* value = m_keys.find(c.words[1], c.now);
    const auto current = value == nullptr ? std::optional<std::int64_t>(0) : toInteger(*value);
    if (!current) return c.notAnInteger();
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*current, delta, &sum))
        return c.reply.error("ERR increment or decrement would overflow");
    if (!m_keys.set(c.words[1], std::to_string(sum), m_keys.expiry(c.words[1], c.now)))
        return c.outOfMemory();
    c.reply.integer(sum);
}

void KeyCommands::incr(Context& c) {
    addTo(c, 1);
}

void KeyCommands::decr(Context& c) {
    addTo(c, -1);
}

void KeyCommands::incrby(Context& c) {
    const auto delta = toInteger(c.words[2]);
    if (!delta) return c.notAnInteger();
    addTo(c, *delta);
}

void KeyCommands::decrby(Context& c) {
    const auto delta = toInteger(c.words[2]);
    if (!delta) return c.notAnInteger();
    if (*delta == std::numeric_limits<std::int64_t>::min())
        return c.reply.error("ERR decrement would overflow");
    addTo(c, -*delta);
}

void KeyCommands::del(Context& c) {
    std::int64_t removed = 0;
    for (std::size_t i = 1; i < c.words.size(); ++i)
        removed += m_keys.remove(c.words[i], c.now) ? 1 : 0;
    c.reply.integer(removed);
}

void KeyCommands::exists(Context& c) {
    std::int64_t found = 0;
    for (std::size_t i = 1; i < c.words.size(); ++i)
        found += m_keys.find(c.words[i], c.now) != nullptr ? 1 : 0;
    c.reply.integer(found);
}

void KeyCommands::setExpiryIn(Context& c, Duration unit) {
    const auto count = toInteger(c.words[2]);
    if (!count) return c.notAnInteger();
    const auto at = timeAfter(c.now, *count, unit);
    if (!at) return c.reply.error("ERR invalid expire time in '" + c.name + "' command");
    bool allowed = true;
    if (c.words.size() > 4) return c.reply.error("ERR Unsupported option " + c.words[4]);
    if (c.words.size() == 4) {
        const std::string option = lower(c.words[3]);
        const auto current = m_keys.expiry(c.words[1], c.now);
        if (option == "nx")
            allowed = !current;
        else if (option == "xx")
            allowed = current.has_value();
        else if (option == "gt")
            allowed = current && *at > *current;
        else if (option == "lt")
            allowed = !current || *at < *current;
        else
            return c.reply.error("ERR Unsupported option " + c.words[3]);
    }
    c.reply.integer(allowed && m_keys.setExpiry(c.words[1], at, c.now) ? 1 : 0);
}

void KeyCommands::expire(Context& c) {
    setExpiryIn(c, 1s);
}

void KeyCommands::pexpire(Context& c) {
    setExpiryIn(c, 1ms);
}

void KeyCommands::persist(Context& c) {
    const bool had = m_keys.expiry(c.words[1], c.now).has_value();
    c.reply.integer(had && m_keys.setExpiry(c.words[1], std::nullopt, c.now) ? 1 : 0);
}

void KeyCommands::remainingIn(Context& c, Duration unit) {
    if (m_keys.find(c.words[1], c.now) == nullptr) return c.reply.integer(-2);
    const auto at = m_keys.expiry(c.words[1], c.now);
    // redis rounds TTL to the nearest second.
    c.reply.integer(at ? (*at - c.now + unit / 2) / unit : -1);
}

void KeyCommands::ttl(Context& c) {
    remainingIn(c, 1s);
}

void KeyCommands::pttl(Context& c) {
    remainingIn(c, 1ms);
}

void KeyCommands::mget(Context& c) {
    c.reply.array(c.words.size() - 1);
    for (std::size_t i = 1; i < c.words.size(); ++i) {
        const std::string* value = m_keys.find(c.words[i], c.now);
        if (value == nullptr)
            c.reply.null();
        else
            c.reply.bulk(*value);
    }
}

void KeyCommands::mset(Context& c) {
    if (c.words.size() % 2 == 0) return c.wrongArity("mset");
    for (std::size_t i = 1; i + 1 < c.words.size(); i += 2)
        if (!m_keys.set(c.words[i], c.words[i + 1], std::nullopt)) return c.outOfMemory();
    c.reply.ok();
}

void KeyCommands::strlen(Context& c) {
    const std::string* value = m_keys.find(c.words[1], c.now);
    c.reply.integer(value == nullptr ? 0 : static_cast<std::int64_t>(value->size()));
}

void KeyCommands::append(Context& c) {
    const std::string* value = m_keys.find(c.words[1], c.now);
    std::string text = value == nullptr ? std::string() : *value;
    text += c.words[2];
    const auto length = static_cast<std::int64_t>(text.size());
    if (!m_keys.set(c.words[1], std::move(text), m_keys.expiry(c.words[1], c.now))) return c.outOfMemory();
    c.reply.integer(length);
}

void KeyCommands::type(Context& c) {
    c.reply.simple(m_keys.find(c.words[1], c.now) == nullptr ? "none" : "string");
}

void KeyCommands::dbsize(Context& c) {
    c.reply.integer(static_cast<std::int64_t>(m_keys.size(c.now)));
}

void KeyCommands::flush(Context& c) {
    m_keys.clear();
    c.reply.ok();
}

} // namespace maintscope::demo
