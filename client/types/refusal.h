// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maintscope {

/// What an error reply to HELLO, AUTH or PING means for a connection attempt.
enum class RefusalClass {
    NotNow,       ///< the server will serve later: dial again, with HELLO
    WrongLogin,   ///< the user or the password is wrong: dialling again changes nothing
    NotAllowed,   ///< this user may not run the command
    Unknown,      ///< the server (or a proxy) does not know the command or the version of the protocol
    Unrecognised, ///< none of these: its words are quoted
};

/// One cause. `what` and `remedy` are sentences for people; those of Unrecognised are general.
struct Refusal {
    std::string_view begins; ///< of the server's words, in any case, with or without "ERR "
    RefusalClass kind = RefusalClass::Unrecognised;
    std::string_view what;
    std::string_view remedy;
};

/// errorType of a handshake whose user may run neither PING nor GET of the probe's key, and what to do.
inline constexpr std::string_view kNoPermission = "no_permission";
inline constexpr std::string_view kNoPermissionRemedy =
    "Allow one of them in the ACL of the user, or name a key that the user may read.";

/// The cause of an error reply: one table for the client, the check and the last words of `record`. Sources of
/// the words: redis src/server.c (shared objects), src/networking.c (helloCommand, acceptCommonHandler), src/acl.c;
/// Envoy source/extensions/filters/network/redis_proxy/command_splitter_impl.cc; facts in client/PROTOCOL.md.
[[nodiscard]] const Refusal& refusalOf(std::string_view serverWords);

} // namespace maintscope
