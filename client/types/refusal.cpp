// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/refusal.h"

#include "client/types/ascii.h"

#include <algorithm>
#include <array>

namespace maintscope {
namespace {

using enum RefusalClass;

constexpr std::string_view kNoHello = "The server, or a proxy in front of it, does not know the command.";
constexpr std::string_view kNoHelloRemedy = "In Redis Software, set resp3 of the database to true (version "
                                            "7.2 or later); elsewhere use Redis 6 or later, "
                                            "and check that no proxy in between blocks HELLO.";
constexpr std::string_view kLogin = "The server refused the user or the password.";
constexpr std::string_view kLoginRemedy =
    "Check the user and the password; those of the cluster manager are different.";

/// The first row that matches decides: a longer beginning stands before a shorter one.
constexpr std::array kRefusals{
    Refusal{"LOADING", NotNow, "The server is loading its data into memory.",
            "Wait until it has loaded them."},
    Refusal{"MASTERDOWN", NotNow, "The replica has lost its primary and does not serve stale data.",
            "Use the endpoint of the primary, or wait until the replica is connected again."},
    Refusal{"BUSY ", NotNow, "A script or a function blocks the server.",
            "Wait for it, or end it with SCRIPT KILL or FUNCTION KILL."},
    Refusal{"CLUSTERDOWN", NotNow, "The cluster is down: not every slot is served.",
            "Bring the missing shards back; CLUSTER INFO shows them."},
    Refusal{"TRYAGAIN", NotNow, "The server asks to try again later.", "Wait: the attempt is repeated."},
    Refusal{"max number of clients", NotNow, "The server has reached its limit of client connections.",
            "Close connections, or raise maxclients."},
    Refusal{"max clients", NotNow, "The server has reached its limit of client connections.",
            "Close connections, or raise maxclients."},
    Refusal{"too many connections", NotNow, "The server has reached its limit of client connections.",
            "Close connections, or raise the limit."},
    Refusal{"DENIED", NotNow,
            "The server is in protected mode: it has no password and accepts connections from its own "
            "machine only.",
            "On the server, set a password for the default user (or set protected-mode to no)."},
    Refusal{"WRONGPASS", WrongLogin, kLogin, kLoginRemedy},
    Refusal{"invalid password", WrongLogin, kLogin, kLoginRemedy},
    Refusal{"invalid username", WrongLogin, kLogin, kLoginRemedy},
    Refusal{"Client sent AUTH, but no password is set", WrongLogin,
            "The server has no password, but one was sent.", "Leave the password out."},
    Refusal{"AUTH <password> called without any password configured", WrongLogin,
            "The server has no password, but one was sent.", "Leave the password out."},
    Refusal{"NOAUTH", NotAllowed, "The server requires a password.",
            "Enter the password, and the user unless it is default."},
    Refusal{"NOPERM", NotAllowed, "The user is not allowed to run the command.",
            "Allow HELLO, CLIENT and PING in the ACL of the user."},
    Refusal{"NOPROTO", Unknown, "The server does not speak RESP3.", kNoHelloRemedy},
    Refusal{"Protocol version", Unknown, "The server does not speak RESP3.", kNoHelloRemedy},
    Refusal{"unknown command", Unknown, kNoHello, kNoHelloRemedy},
    Refusal{"unsupported command", Unknown, kNoHello, kNoHelloRemedy},
    Refusal{"invalid request", Unknown, kNoHello, kNoHelloRemedy},
};
constexpr Refusal kUnrecognised{
    {},
    Unrecognised,
    "The server refused the command.",
    "Read the server's message, and check that host and port belong to a database."};

bool beginsWith(std::string_view words, std::string_view beginning) {
    return words.size() >= beginning.size() &&
           std::equal(beginning.begin(), beginning.end(), words.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

} // namespace

const Refusal& refusalOf(std::string_view serverWords) {
    std::string_view words = trimmed(serverWords);
    if (beginsWith(words, "ERR ")) words = trimmed(words.substr(4));
    const auto row = std::find_if(kRefusals.begin(), kRefusals.end(), [words](const Refusal& refusal) {
        return beginsWith(words, refusal.begins);
    });
    return row != kRefusals.end() ? *row : kUnrecognised;
}

} // namespace maintscope
