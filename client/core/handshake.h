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
/// Where HELLO is refused for another reason than a wrong login or a server that is not ready, AUTH and PING
/// follow in RESP2; a user who may not run PING reads the probe's key instead.
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
        bool hello = true; ///< false: AUTH and PING only, for proxies that close the connection at HELLO
        bool oneAtATime = false; ///< each command waits for the reply to the one before
        std::string key;         ///< read where the user may not run PING
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
    /// The error text that answered the opt-in, or HELLO before it; nullopt: none did. Any error is a refusal of the
    /// opt-in; its text is not interpreted (Source: redis-py and go-redis treat every error reply so).
    [[nodiscard]] const std::optional<std::string>& refusal() const {
        return m_helloError ? m_helloError : m_refusal;
    }
    /// Whether the server has answered HELLO, in whatever words.
    [[nodiscard]] bool helloAnswered() const { return m_plan.hello && m_answered > 0; }
    /// As HELLO names it: standalone, cluster, sentinel; empty: it did not.
    [[nodiscard]] const std::string& serverMode() const { return m_serverMode; }
    [[nodiscard]] bool triesHello() const { return m_plan.hello; }
    [[nodiscard]] bool oneAtATime() const { return m_plan.oneAtATime; }
    [[nodiscard]] const std::string& errorType() const { return m_errorType; }
    [[nodiscard]] const std::string& errorText() const { return m_errorText; }
    /// The current step: HELLO, AUTH, CLIENT MAINT_NOTIFICATIONS, CLIENT SETINFO, PING.
    [[nodiscard]] std::string_view stepName() const;
    /// Time of each finished step, since the one before.
    [[nodiscard]] const std::vector<Figure>& steps() const { return m_steps; }

private:
    enum class Step { Hello, OptIn, SetInfoName, SetInfoVersion, Auth, Ping, Get };

    /// Its command; it is expected to be answered after those before.
    [[nodiscard]] std::string send(Step step);
    [[nodiscard]] std::string commandOf(Step step) const;
    void finish(std::string_view name, MonoTime now);
    Progress fail(std::string type, const std::string& text);
    Progress onHello(const resp::Value& reply, MonoTime now);
    Progress onAuth(const resp::Value& reply);
    Progress onPing(const resp::Value& reply, MonoTime now);
    Progress onGet(const resp::Value& reply, MonoTime now);
    [[nodiscard]] Progress then(Step step) { return {Verdict::Pending, send(step)}; }
    [[nodiscard]] bool needsPassword(const resp::Value& error) const;
    [[nodiscard]] Progress whenDone();

    Plan m_plan;
    std::vector<Step> m_expected; ///< sent, in order
    std::size_t m_answered = 0;   ///< of these
    std::vector<Step> m_unsent;   ///< to come after them, in order
    bool m_resp3 = false;
    bool m_optedIn = false;
    bool m_pinged = false;
    std::string m_serverMode;
    std::optional<std::string> m_helloError;
    std::optional<std::string> m_refusal;
    std::string m_pingError;
    std::string m_errorType;
    std::string m_errorText;
    std::vector<Figure> m_steps;
    MonoTime m_stepBegan{};
};

} // namespace maintscope::core
