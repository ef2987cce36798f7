// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/resp_codec.h"
#include "client/types/event.h"
#include "client/types/settings.h"

#include <optional>
#include <string>
#include <vector>

namespace maintscope::core {

/// From the open socket to +PONG: HELLO 3, opt-in, CLIENT SETINFO twice in one write, then PING.
/// The opt-in is second so that it is live as early as possible; the PING waits for its answer, so that a
/// server that is retiring has one round trip to say so before the connection counts as ready (see
/// Candidates). Pure: replies in, bytes out. Source of orders and bytes: client/PROTOCOL.md,
/// "Handshake".
class Handshake {
public:
    struct Plan {
        std::string user;
        Secret password;
        std::string clientName;
        bool optIn = true;
        EndpointType endpointType = EndpointType::None; ///< never Auto
        bool resp3Required = false;                     ///< policy required: RESP2 is a failure
    };
    enum class Verdict { Pending, Ready, Failed };
    struct Progress {
        Verdict verdict = Verdict::Pending;
        std::string write; ///< to send next; may be empty
    };

    Handshake() = default;
    explicit Handshake(Plan plan)
        : m_plan(std::move(plan)) {}

    [[nodiscard]] std::string begin(MonoTime now);
    /// The next reply that is not a push.
    [[nodiscard]] Progress onReply(const resp::Value& reply, MonoTime now);

    /// CLIENT MAINT_NOTIFICATIONS ON: part of the handshake, and sent again on an open connection when the
    /// server's setting may have changed.
    [[nodiscard]] std::string optInCommand() const;
    /// The reply to it.
    void onOptIn(const resp::Value& reply);

    [[nodiscard]] bool resp3() const { return m_resp3; }
    [[nodiscard]] bool optedIn() const { return m_optedIn; }
    /// The error text that answered the opt-in; nullopt: none did. Any error is a refusal; its text is not
    /// interpreted (Source: redis-py and go-redis treat every error reply so).
    [[nodiscard]] const std::optional<std::string>& refusal() const { return m_refusal; }
    [[nodiscard]] const std::string& errorType() const { return m_errorType; }
    [[nodiscard]] const std::string& errorText() const { return m_errorText; }
    /// The current step: HELLO, AUTH, CLIENT MAINT_NOTIFICATIONS, CLIENT SETINFO, PING.
    [[nodiscard]] std::string_view stepName() const;
    /// Time of each finished step, since the one before.
    [[nodiscard]] const std::vector<Figure>& steps() const { return m_steps; }

private:
    enum class Step { Hello, OptIn, SetInfoName, SetInfoVersion, Auth, Ping };

    void expect(Step step) { m_expected.push_back(step); }
    void finish(std::string_view name, MonoTime now);
    Progress fail(std::string type, const std::string& text);
    Progress onHello(const resp::Value& reply, MonoTime now);
    [[nodiscard]] Progress whenDone();

    Plan m_plan;
    std::vector<Step> m_expected; ///< in order; front is answered next
    std::size_t m_answered = 0;
    bool m_resp3 = false;
    bool m_optedIn = false;
    bool m_pinged = false;
    std::optional<std::string> m_refusal;
    std::string m_errorType;
    std::string m_errorText;
    std::vector<Figure> m_steps;
    MonoTime m_stepBegan{};
};

} // namespace maintscope::core
