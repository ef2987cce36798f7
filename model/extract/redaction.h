// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"

#include <QString>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// What leaves this machine in place of what: stable aliases for hosts, targets, users and key names, and
/// nothing at all of notes, certificates and raw frames. Aliases are numbered in the order of the session,
/// so the same recording gives the same ones each time. Ports, times and figures stay. Pure.
class Redaction {
public:
    /// Shows all events to whoever wants to see them, one after the other.
    using Events = std::function<void(const std::function<void(const Event&)>&)>;

    /// Finds every host, user and key name that the session or an event holds, also inside server text.
    Redaction(const SessionInfo& session, const Events& events);
    Redaction(const SessionInfo& session, const std::vector<Event>& events);

    [[nodiscard]] SessionInfo applied(SessionInfo session) const;
    [[nodiscard]] Event applied(Event event) const;
    /// An endpoint, name or sentence with every known name replaced.
    [[nodiscard]] std::string applied(std::string_view text) const;

    enum class What { Host, Target, User, Key, Note, Certificate, RawFrame };
    struct Row {
        What what = What::Host;
        QString before; ///< for notes, certificates and raw frames: how many there are
        QString after;
    };
    /// One row per replacement, for the person who is to agree to it.
    [[nodiscard]] std::vector<Row> preview() const;

private:
    const std::string& addHost(const std::string& host);
    void scan(std::string_view text);

    std::map<std::string, std::string> m_hosts;
    std::map<std::string, std::string> m_targets;
    std::map<std::string, std::string> m_users;
    std::map<std::string, std::string> m_keys;
    /// All of the above, the longest first: a name that is part of another must not spoil it.
    std::vector<std::pair<std::string, std::string>> m_replacements;
    int m_notes = 0;
    int m_certificates = 0;
    int m_frames = 0;
};

[[nodiscard]] QString redactionWord(Redaction::What what); ///< "host", "key name", ...

} // namespace maintscope::model
