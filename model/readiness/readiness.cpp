// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/readiness.h"

#include "client/types/refusal.h"
#include "client/types/tls_failure.h"
#include "model/base/format.h"
#include "model/base/json_writer.h"
#include "model/readiness/client_audit.h"
#include "model/readiness/readiness_steps.h"

#include <algorithm>
#include <cctype>

namespace maintscope::model {
namespace {

const ReadinessStep* firstFailed(const std::vector<ReadinessStep>& steps) {
    const auto found = std::find_if(steps.begin(), steps.end(), [](const ReadinessStep& step) {
        return step.state == ReadinessState::Failed;
    });
    return found == steps.end() ? nullptr : &*found;
}

/// Converts a sentence to a clause of another one.
std::string clause(std::string_view sentence) {
    if (sentence.ends_with('.')) sentence.remove_suffix(1);
    std::string text(sentence);
    for (const std::string_view word : {"The ", "This ", "Nothing ", "None ", "What ", "A ", "On ", "With "})
        if (sentence.starts_with(word))
            text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    return text;
}

bool connects(const ReadinessFacts& facts) {
    return facts.handshake && facts.handshake->ready;
}

ReadinessVerdict verdictOf(const ReadinessFacts& facts, const Readiness& readiness) {
    if (!facts.finished) return ReadinessVerdict::Running;
    if (!connects(facts)) {
        if (const TlsFailure* failure = facts.tls ? tlsFailure(facts.tls->errorType) : nullptr) {
            switch (failure->what) {
            case TlsFailureClass::NoCommonTls:
                return ReadinessVerdict::NotReachable;
            case TlsFailureClass::ClientCertificate:
                return ReadinessVerdict::NotAuthorised;
            case TlsFailureClass::Untrusted:
                return ReadinessVerdict::Untrusted;
            }
        }
        if (facts.handshake &&
            (facts.handshake->errorType == "auth" || facts.handshake->errorType == kNoPermission))
            return ReadinessVerdict::NotAuthorised;
        return ReadinessVerdict::NotReachable;
    }
    if (!facts.handshake->optedIn || readiness.failed > 0) return ReadinessVerdict::NotProtected;
    return readiness.attention > 0 ? ReadinessVerdict::Attention : ReadinessVerdict::Ready;
}

std::string sentenceOf(const ReadinessFacts& facts, const Readiness& readiness) {
    const ReadinessStep* failed = firstFailed(readiness.steps);
    const auto attention =
        std::find_if(readiness.steps.begin(), readiness.steps.end(),
                     [](const ReadinessStep& step) { return step.state == ReadinessState::Attention; });
    const std::string why = failed != nullptr ? clause(failed->cause) : "the check ended early";
    switch (readiness.verdict) {
    case ReadinessVerdict::Running:
        return "The check is running.";
    case ReadinessVerdict::Ready:
        return "SCH is on, end to end: the connection is opted in and will receive maintenance "
               "notifications.";
    case ReadinessVerdict::Attention:
        return "SCH is on: the connection is opted in. Check before the window: " + attention->title +
               (readiness.attention > 1 ? " and " + std::to_string(readiness.attention - 1) + " more." : ".");
    case ReadinessVerdict::NotProtected:
        if (facts.target.policy == Policy::Never && failed == nullptr)
            return "It connects, but is not protected: notifications were not requested (policy never).";
        if (facts.handshake->optedIn)
            return "The connection is opted in, but a handoff may fail: " + why + ".";
        return "It connects, but is not protected: " + why + ".";
    case ReadinessVerdict::NotReachable:
        return "It does not connect: " + why + ".";
    case ReadinessVerdict::Untrusted:
        return "It does not connect, and no password was sent: " + why + ".";
    case ReadinessVerdict::NotAuthorised:
        return "It does not connect: " + why + ".";
    }
    return {};
}

const char* headlineOf(ReadinessVerdict verdict) {
    switch (verdict) {
    case ReadinessVerdict::Running:
        return "CHECKING";
    case ReadinessVerdict::Ready:
        return "READY";
    case ReadinessVerdict::Attention:
        return "READY, WITH NOTES";
    case ReadinessVerdict::NotProtected:
        return "NOT READY";
    case ReadinessVerdict::NotReachable:
    case ReadinessVerdict::Untrusted:
    case ReadinessVerdict::NotAuthorised:
        return "CANNOT CONNECT";
    }
    return "";
}

} // namespace

std::string_view toString(ReadinessVerdict value) {
    switch (value) {
    case ReadinessVerdict::Running:
        return "running";
    case ReadinessVerdict::Ready:
        return "ready";
    case ReadinessVerdict::Attention:
        return "attention";
    case ReadinessVerdict::NotProtected:
        return "not_protected";
    case ReadinessVerdict::NotReachable:
        return "not_reachable";
    case ReadinessVerdict::Untrusted:
        return "untrusted";
    case ReadinessVerdict::NotAuthorised:
        return "not_authorised";
    }
    return {};
}

Readiness judge(const ReadinessFacts& facts) {
    using namespace readiness;
    Readiness result;
    result.platform = recognise(facts);
    result.platformNote = platformNote(result.platform);
    result.steps = {dns(facts),
                    tcp(facts),
                    tls(facts),
                    auth(facts),
                    hello(facts),
                    optIn(facts, result.platform),
                    endpointType(facts),
                    probe(facts),
                    ttl(facts),
                    clock(facts),
                    clusterManager(facts, result.platform),
                    serverFlag(facts),
                    database(facts),
                    versions(facts),
                    certificates(facts)};
    for (const ReadinessStep& step : result.steps) {
        result.failed += step.state == ReadinessState::Failed ? 1 : 0;
        result.attention += step.state == ReadinessState::Attention ? 1 : 0;
    }
    result.verdict = verdictOf(facts, result);
    result.headline = headlineOf(result.verdict);
    result.sentence = sentenceOf(facts, result);
    return result;
}

std::string toJson(const ReadinessFacts& facts, const Readiness& readiness) {
    JsonWriter json(JsonWriter::Style::Indented);
    json.beginObject();
    json.key("schema").value("maint-check/1");
    json.key("target").value(toString(facts.target.endpoint));
    json.key("tls").value(facts.target.tls.enabled);
    json.key("rest").textOrNull(facts.rest ? baseUrl(facts.rest->endpoint) : std::string());
    json.key("checked_utc").value(formatRfc3339(facts.checkedAt));
    json.key("duration_ns").value(facts.elapsed.count());
    json.key("policy").value(toString(facts.target.policy));
    json.key("verdict").value(toString(readiness.verdict));
    json.key("sentence").value(readiness.sentence);
    json.key("platform").value(toString(readiness.platform));
    json.key("platform_note").textOrNull(readiness.platformNote);
    json.key("steps").beginArray();
    for (const ReadinessStep& step : readiness.steps) {
        json.beginObject();
        json.key("step").value(toString(step.id));
        json.key("title").value(step.title);
        json.key("state").value(toString(step.state));
        json.key("value").textOrNull(step.value);
        json.key("took_ns");
        if (step.took)
            json.value(step.took->count());
        else
            json.null();
        json.key("detail").beginArray();
        for (const std::string& line : step.detail)
            json.value(line);
        json.endArray();
        json.key("server_words").textOrNull(step.words);
        json.key("cause").textOrNull(step.cause);
        json.key("remedy").textOrNull(step.remedy);
        json.key("option").textOrNull(step.option);
        json.endObject();
    }
    json.endArray();
    json.key("clients").beginArray();
    for (const ClientGroup& group : auditClients(facts.clientList)) {
        json.beginObject();
        json.key("library").textOrNull(group.library);
        json.key("version").textOrNull(group.version);
        json.key("resp").value(group.resp);
        json.key("connections").value(static_cast<std::uint64_t>(group.connections));
        json.key("state").value(toString(group.state));
        json.key("advice").textOrNull(group.advice);
        json.endObject();
    }
    json.endArray();
    json.key("clients_error").textOrNull(facts.clientListError);
    json.endObject();
    return (json.take() + '\n').toStdString();
}

} // namespace maintscope::model
