// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/session.h"
#include "app/demo/wire/resp_codec.h"
#include "client/types/time.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::demo {

/// What a command does apart from its reply.
struct CommandOutcome {
    bool close = false;              ///< close the connection after the reply
    bool optedIn = false;            ///< send the open operations and the retained completion now
    std::vector<ConnectionKey> kill; ///< connections that CLIENT KILL closes
};

[[nodiscard]] inline std::optional<std::int64_t> toInteger(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One command in execution: what the handlers share.
struct CommandContext {
    Session& session;
    const resp::Command& words;
    const std::string& name; ///< lower case
    MonoTime now;
    resp::Writer reply;
    CommandOutcome outcome{};

    void syntaxError() { reply.error("ERR syntax error"); }
    void notAnInteger() { reply.error("ERR value is not an integer or out of range"); }
    void wrongArity(std::string_view command) {
        reply.error("ERR wrong number of arguments for '" + std::string(command) + "' command");
    }
    void outOfMemory() { reply.error("OOM command not allowed when used memory > 'maxmemory'."); }
};

} // namespace maintscope::demo
