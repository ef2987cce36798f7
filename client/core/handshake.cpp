// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/handshake.h"

#include "client/types/event_names.h"
#include "client/types/refusal.h"

#include <utility>

namespace maintscope::core {
namespace {

/// HELLO's map; a proxy with RESP3 switched off may answer an array or proto 2 (database option resp3).
bool speaksResp3(const resp::Value& hello) {
    if (hello.type != resp::Type::Map) return false;
    for (std::size_t i = 0; i + 1 < hello.items.size(); i += 2)
        if (hello.items[i].text == "proto") return hello.items[i + 1].integer == 3;
    return false;
}

std::string modeIn(const resp::Value& hello) {
    for (std::size_t i = 0; i + 1 < hello.items.size(); i += 2)
        if (hello.items[i].text == "mode") return hello.items[i + 1].text;
    return {};
}

} // namespace

std::string Handshake::begin(MonoTime now) {
    m_stepBegan = now;
    if (!m_plan.hello) return send(m_plan.password.empty() ? Step::Ping : Step::Auth);
    std::vector<Step> steps{Step::Hello};
    if (m_plan.optIn) steps.push_back(Step::OptIn);
    steps.insert(steps.end(), {Step::SetInfoName, Step::SetInfoVersion});
    if (m_plan.oneAtATime) {
        m_unsent.assign(steps.begin() + 1, steps.end());
        return send(Step::Hello);
    }
    std::string bytes;
    for (const Step step : steps)
        bytes += send(step);
    return bytes;
}

std::string Handshake::send(Step step) {
    m_expected.push_back(step);
    return commandOf(step);
}

std::string Handshake::commandOf(Step step) const {
    switch (step) {
    case Step::Hello: {
        std::vector<std::string_view> hello{"HELLO", "3"};
        if (!m_plan.password.empty())
            hello.insert(hello.end(),
                         {"AUTH", m_plan.user.empty() ? std::string_view("default") : m_plan.user,
                          m_plan.password.reveal()});
        hello.insert(hello.end(), {"SETNAME", m_plan.clientName});
        return resp::encodeCommand(hello);
    }
    case Step::OptIn:
        return optInCommand();
    case Step::SetInfoName:
        return resp::encodeCommand({"CLIENT", "SETINFO", "LIB-NAME", "maintscope"});
    case Step::SetInfoVersion:
        return resp::encodeCommand({"CLIENT", "SETINFO", "LIB-VER", MAINTSCOPE_VERSION});
    case Step::Auth:
        if (m_plan.user.empty()) return resp::encodeCommand({"AUTH", m_plan.password.reveal()});
        return resp::encodeCommand({"AUTH", m_plan.user, m_plan.password.reveal()});
    case Step::Ping:
        return resp::encodeCommand({"PING"});
    case Step::Get:
        return resp::encodeCommand({"GET", m_plan.key});
    }
    return {};
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
    case Step::Get:
        return "GET";
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
        m_serverMode = modeIn(reply);
        if (!m_resp3 && m_plan.resp3Required)
            return fail(
                "resp3",
                "the server answered HELLO 3 but stays on RESP2 (RESP3 is switched off for this database)");
        return whenDone();
    }
    const RefusalClass refusal = refusalOf(reply.text).kind;
    if (refusal == RefusalClass::NotNow) return fail("server_error", reply.text);
    if (refusal == RefusalClass::WrongLogin || needsPassword(reply)) return fail("auth", reply.text);
    if (m_plan.resp3Required) return fail("resp3", reply.text);
    // Proxies and ACLs refuse HELLO where AUTH and every other command pass. AUTH was part of the HELLO that was
    // refused, so it is sent again by itself.
    m_helloError = reply.text;
    m_unsent.clear();
    return m_plan.password.empty() ? whenDone() : then(Step::Auth);
}

/// Where no password was given, NOAUTH asks for one.
bool Handshake::needsPassword(const resp::Value& error) const {
    return m_plan.password.empty() && error.text.starts_with("NOAUTH");
}

Handshake::Progress Handshake::onAuth(const resp::Value& reply) {
    if (!reply.isError()) return whenDone();
    switch (refusalOf(reply.text).kind) {
    case RefusalClass::NotNow:
        return fail("server_error", reply.text);
    case RefusalClass::Unknown:
        return whenDone(); // a proxy without AUTH lets everybody in, or refuses PING
    case RefusalClass::WrongLogin:
    case RefusalClass::NotAllowed:
    case RefusalClass::Unrecognised:
        break;
    }
    return fail("auth", reply.text);
}

Handshake::Progress Handshake::onPing(const resp::Value& reply, MonoTime now) {
    finish(names::kStepPing, now);
    if (!reply.isError()) return {Verdict::Ready, {}};
    const RefusalClass refusal = refusalOf(reply.text).kind;
    if (refusal == RefusalClass::WrongLogin || reply.text.starts_with("NOAUTH"))
        return fail("auth", reply.text);
    const bool mayRead = refusal == RefusalClass::NotAllowed || refusal == RefusalClass::Unknown;
    if (!mayRead || m_plan.key.empty()) return fail("server_error", reply.text);
    m_pingError = reply.text;
    return then(Step::Get);
}

/// Reading the key shows as well as PING that the connection serves.
Handshake::Progress Handshake::onGet(const resp::Value& reply, MonoTime now) {
    if (!reply.isError()) {
        m_stepBegan = now;
        return {Verdict::Ready, {}};
    }
    const bool notAllowed = refusalOf(reply.text).kind == RefusalClass::NotAllowed;
    return fail(notAllowed ? std::string(kNoPermission) : "server_error",
                m_pingError + "; GET: " + reply.text);
}

/// Once every answer is in, what was held back is sent, and at last the PING.
Handshake::Progress Handshake::whenDone() {
    if (m_answered < m_expected.size() || m_pinged) return {};
    if (!m_unsent.empty()) {
        const Step next = m_unsent.front();
        m_unsent.erase(m_unsent.begin());
        return then(next);
    }
    m_pinged = true;
    return then(Step::Ping);
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
        return onAuth(reply);
    case Step::Ping:
        return onPing(reply, now);
    case Step::Get:
        return onGet(reply, now);
    }
    return {};
}

} // namespace maintscope::core
