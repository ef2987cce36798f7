// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/wire/http_codec.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <string>
#include <string_view>

namespace maintscope::demo {

/// Behaviour that the documentation of the REST API does not specify, and faults to simulate. The defaults
/// follow our interpretation of the documentation.
struct RestSwitches {
    bool challenge = true;            ///< WWW-Authenticate with a 401
    bool emptyRefusal = false;        ///< a 401 without a body
    bool wordsInMessage = false;      ///< error bodies say "message"; else "description"
    bool ignoreUnknownFields = false; ///< of a PUT; else 400 invalid_schema
    bool store = true;                ///< false: PUT answers 200, and nothing is stored
    bool emptyPutBody = false;        ///< PUT answers 200 without a body
    int editConflict = 0;             ///< status of config_edit_conflict; 0: no conflict
    int gateway = 0;                  ///< every request gets this status and a text that is not JSON; 0: off
    int primary = 1; ///< uid of the primary node; 0: there is none at the moment, requests get 503
    bool passwordExpired = false; ///< valid credentials get a 401 password_expired
    bool jwtScheme = true;        ///< tokens are accepted as "JWT ..."
    bool bearerScheme = true;     ///< and as "Bearer ..."
    bool samples = false; ///< a memcached, an inactive and an Active-Active database beside the real one
    Duration delay{};     ///< before each reply
    /// How bodies are sent: whole, cut off in the middle by the end of the connection or by a reset, or in
    /// chunks without a length.
    HttpReply::Form form = HttpReply::Form::Whole;
    /// More than two concurrent requests get a 503, as from a gateway whose queue is full. Has an effect only
    /// with a delay, because requests do not overlap otherwise.
    bool overload = false;
};

/// Sets a switch by its name, as the control port does: "error-words message", "gateway 503", "delay 10000"
/// (ms). Errors list the names, or the values of a name.
[[nodiscard]] Status setSwitch(RestSwitches& switches, std::string_view name, std::string_view value);

} // namespace maintscope::demo
