// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/command_context.h"
#include "app/demo/cluster/key_space.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace maintscope::demo {

/// The commands on keys, and the keys. Pure: the caller passes the time.
class KeyCommands {
public:
    /// One command of the table.
    struct Spec {
        void (KeyCommands::*handler)(CommandContext&);
        int arity; ///< as in COMMAND INFO: a negative number is a minimum
    };

    /// nullptr: this is not a command on keys.
    [[nodiscard]] static const Spec* lookUp(const std::string& lowerName);

    /// Appends exactly one reply. The caller has checked the arity.
    void execute(const Spec& spec, CommandContext& c) { (this->*spec.handler)(c); }
    [[nodiscard]] std::size_t size(MonoTime now) { return m_keys.size(now); }

private:
    using Context = CommandContext;

    void get(Context& c);
    void set(Context& c);
    void setex(Context& c);
    void incr(Context& c);
    void incrby(Context& c);
    void decr(Context& c);
    void decrby(Context& c);
    void del(Context& c);
    void exists(Context& c);
    void expire(Context& c);
    void pexpire(Context& c);
    void persist(Context& c);
    void ttl(Context& c);
    void pttl(Context& c);
    void mget(Context& c);
    void mset(Context& c);
    void strlen(Context& c);
    void append(Context& c);
    void type(Context& c);
    void dbsize(Context& c);
    void flush(Context& c);

    void addTo(Context& c, std::int64_t delta);
    void setExpiryIn(Context& c, Duration unit);
    void remainingIn(Context& c, Duration unit);

    KeySpace m_keys;
};

} // namespace maintscope::demo
