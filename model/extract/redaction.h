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

/// Replaces private data before it leaves this machine: hosts, targets, users and key names get stable
/// aliases; notes, certificates and raw frames are removed. Aliases are numbered in the order of the session,
/// so the same recording always gets the same ones. Ports, times and figures are kept. Pure.
class Redaction {
public:
    /// Visits all events, one after the other.
    using Events = std::function<void(const std::function<void(const Event&)>&)>;

    /// Finds every host, user and key name in the session and its events, including server text.
    Redaction(const SessionInfo& session, const Events& events);
    Redaction(const SessionInfo& session, const std::vector<Event>& events);

    [[nodiscard]] SessionInfo applied(SessionInfo session) const;
    [[nodiscard]] Event applied(Event event) const;
    /// An endpoint, name or sentence with every known name replaced.
    [[nodiscard]] std::string applied(std::string_view text) const;

    enum class What { Host, Target, User, Key, Note, Certificate, RawFrame };
    struct Row {
        What what = What::Host;
        QString before; ///< for notes, certificates and raw frames: their number
        QString after;
    };
    /// One row per replacement, for the preview.
    [[nodiscard]] std::vector<Row> preview() const;

private:
    const std::string& addHost(const std::string& host);
    void scan(std::string_view text);

    std::map<std::string, std::string> m_hosts;
    std::map<std::string, std::string> m_targets;
    std::map<std::string, std::string> m_users;
    std::map<std::string, std::string> m_keys;
    /// All names, the longest first, because a name can be part of another one.
    std::vector<std::pair<std::string, std::string>> m_replacements;
    int m_notes = 0;
    int m_certificates = 0;
    int m_frames = 0;
};

[[nodiscard]] QString redactionWord(Redaction::What what); ///< "host", "key name", ...

} // namespace maintscope::model
