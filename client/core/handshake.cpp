// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/handshake.h"

#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {
namespace {

bool startsWith(const resp::Value& reply, std::string_view prefix) {
    return std::string_view(reply.text).starts_with(prefix);
}

/// RESP2-only servers know no HELLO; newer ones without RESP3 refuse the version. Source: redis
/// src/networking.c.
bool meansNoResp3(const resp::Value& error) {
    return startsWith(error, "NOPROTO") || startsWith(error, "ERR unknown command") ||
           startsWith(error, "ERR Protocol version");
}

bool meansNotAuthorised(const resp::Value& error) {
    return startsWith(error, "WRONGPASS") || startsWith(error, "NOAUTH") || startsWith(error, "NOPERM") ||
           startsWith(error, "ERR invalid password") || startsWith(error, "ERR Client sent AUTH") ||
           startsWith(error, "ERR AUTH");
}

/// HELLO's map; a proxy with RESP3 switched off may answer an array or proto 2 (database option resp3).
bool speaksResp3(const resp::Value& hello) {
    if (hello.type != resp::Type::Map) return false;
    for (std::size_t i = 0; i + 1 < hello.items.size(); i += 2)
        if (hello.items[i].text == "proto") return hello.items[i + 1].integer == 3;
    return false;
}

} // namespace

std::string Handshake::begin(MonoTime now) {
    m_stepBegan = now;
    std::vector<std::string_view> hello{"HELLO", "3"};
    if (!m_plan.password.empty()) {
        hello.insert(hello.end(), {"AUTH", m_plan.user.empty() ? std::string_view("default") : m_plan.user,
                                   m_plan.password.reveal()});
    }
    hello.insert(hello.end(), {"SETNAME", m_plan.clientName});
    std::string bytes = resp::encodeCommand(hello);
    expect(Step::Hello);
    if (m_plan.optIn) {
        bytes += optInCommand();
        expect(Step::OptIn);
    }
    bytes += resp::encodeCommand({"CLIENT", "SETINFO", "LIB-NAME", "maintscope"});
    bytes += resp::encodeCommand({"CLIENT", "SETINFO", "LIB-VER", MAINTSCOPE_VERSION});
    expect(Step::SetInfoName);
    expect(Step::SetInfoVersion);
    return bytes;
}

std::string Handshake::optInCommand() const {
    return resp::encodeCommand(
        {"CLIENT", "MAINT_NOTIFICATIONS", "ON", "moving-endpoint-type", toString(m_plan.endpointType)});
}

/// On RESP2 nothing can be pushed, whatever the answer is.
void Handshake::onOptIn(const resp::Value& reply) {
    m_optedIn = m_resp3 && !reply.isError();
    m_refusal = reply.isError() ? std::optional(reply.text) : std::nullopt;
}

std::string_view Handshake::stepName() const {
    if (m_answered >= m_expected.size()) return "PING";
    switch (m_expected[m_answered]) {
    case Step::Hello:
        return m_plan.password.empty() ? "HELLO 3" : "HELLO 3 AUTH";
    case Step::OptIn:
        return "CLIENT MAINT_NOTIFICATIONS";
    case Step::SetInfoName:
    case Step::SetInfoVersion:
        return "CLIENT SETINFO";
    case Step::Auth:
        return "AUTH";
    case Step::Ping:
        return "PING";
    }
    return {};
}

void Handshake::finish(std::string_view name, MonoTime now) {
    m_steps.push_back({std::string(name), (now - m_stepBegan).count()});
    m_stepBegan = now;
}

Handshake::Progress Handshake::fail(std::string type, const std::string& text) {
    m_errorType = std::move(type);
    m_errorText = text;
    return {Verdict::Failed, {}};
}

Handshake::Progress Handshake::onHello(const resp::Value& reply, MonoTime now) {
    finish(names::kStepHello, now);
    if (!reply.isError()) {
        m_resp3 = speaksResp3(reply);
        if (!m_resp3 && m_plan.resp3Required)
            return fail(
                "resp3",
                "the server answered HELLO 3 but stays on RESP2 (RESP3 is switched off for this database)");
        return whenDone();
    }
    if (meansNotAuthorised(reply)) return fail("auth", reply.text);
    if (!meansNoResp3(reply)) return fail("server_error", reply.text);
    if (m_plan.resp3Required) return fail("resp3", reply.text);
    // Policy auto goes on in RESP2: AUTH was part of the HELLO that was refused, so it is sent again by
    // itself.
    if (m_plan.password.empty()) return whenDone();
    expect(Step::Auth);
    if (m_plan.user.empty())
        return {Verdict::Pending, resp::encodeCommand({"AUTH", m_plan.password.reveal()})};
    return {Verdict::Pending, resp::encodeCommand({"AUTH", m_plan.user, m_plan.password.reveal()})};
}

/// Once every answer is in, the PING goes out.
Handshake::Progress Handshake::whenDone() {
    if (m_answered < m_expected.size() || m_pinged) return {};
    m_pinged = true;
    expect(Step::Ping);
    return {Verdict::Pending, resp::encodeCommand({"PING"})};
}

Handshake::Progress Handshake::onReply(const resp::Value& reply, MonoTime now) {
    if (m_answered >= m_expected.size()) return fail("protocol_error", "a reply that was not asked for");
    const Step step = m_expected[m_answered++];
    switch (step) {
    case Step::Hello:
        return onHello(reply, now);
    case Step::OptIn:
        finish(names::kStepOptIn, now);
        onOptIn(reply);
        return whenDone();
    case Step::SetInfoName:
        return whenDone();
    case Step::SetInfoVersion:
        finish(names::kStepSetInfo, now); // older servers know no SETINFO; that is no failure
        return whenDone();
    case Step::Auth:
        if (reply.isError()) return fail("auth", reply.text);
        return whenDone();
    case Step::Ping:
        finish(names::kStepPing, now);
        if (!reply.isError()) return {Verdict::Ready, {}};
        if (meansNotAuthorised(reply)) return fail("auth", reply.text);
        return fail("server_error", reply.text);
    }
    return {};
}

} // namespace maintscope::core
