// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/verdict.h"

#include "model/base/format.h"

#include <QString>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// An uncovered gap of the whole target fails above this length.
constexpr Duration kGapThatFails = std::chrono::seconds(1);

class Reasons {
public:
    void fail(std::string reason) { m_fail.push_back(std::move(reason)); }
    void warn(std::string reason) { m_warn.push_back(std::move(reason)); }
    void doubt(std::string reason) { m_doubt.push_back(std::move(reason)); }
    template <class Number>
    void failIf(const char* name, Number count) {
        if (count > 0) fail(std::string(name) + ": " + std::to_string(count));
    }

    [[nodiscard]] Verdict verdict() const {
        if (!m_fail.empty()) return Verdict::Fail;
        if (!m_warn.empty()) return Verdict::Warn;
        return m_doubt.empty() ? Verdict::Pass : Verdict::Inconclusive;
    }
    /// Worst first.
    [[nodiscard]] std::vector<std::string> all() const {
        std::vector<std::string> result = m_fail;
        result.insert(result.end(), m_warn.begin(), m_warn.end());
        result.insert(result.end(), m_doubt.begin(), m_doubt.end());
        return result;
    }

private:
    std::vector<std::string> m_fail;
    std::vector<std::string> m_warn;
    std::vector<std::string> m_doubt;
};

void judgeFailures(const Summary& s, const VerdictFacts& facts, const VerdictOptions& options,
                   Reasons& reasons) {
    if (facts.refused) reasons.fail("sch_refused");
    if (s.integrity) {
        reasons.failIf("lost_writes", s.integrity->lost);
        reasons.failIf("duplicated_writes", s.integrity->duplicated);
    }
    // An in-place upgrade drops connections by design, within the announced windows.
    const OutcomeCounts& counted =
        options.method == Method::InPlace ? facts.failuresOutsideWindows : s.counts;
    reasons.failIf("errors", s.counts.errors);
    reasons.failIf("timeouts", counted.timeouts);
    reasons.failIf("unknown", counted.unknown);
    reasons.failIf("not_sent", counted.notSent);

    Duration longestUncovered{};
    for (const Gap& gap : s.gaps.listed)
        if (gap.connection.value == 0 && !gap.covered)
            longestUncovered = std::max(longestUncovered, gap.duration());
    if (longestUncovered > kGapThatFails)
        reasons.fail("uncovered_gap_ns: " + std::to_string(longestUncovered.count()));
}

void judgeSlo(const Summary& s, const Slo& slo, Reasons& reasons) {
    if (slo.gap && s.gaps.longest && s.gaps.longest->duration() > *slo.gap) {
        // The longest gap may be covered while a shorter one above the limit is not.
        const auto uncovered = [&](const Gap& gap) {
            return gap.connection.value == 0 && !gap.covered && gap.duration() > *slo.gap;
        };
        const bool fails =
            !s.gaps.longest->covered || std::any_of(s.gaps.listed.begin(), s.gaps.listed.end(), uncovered);
        const std::string reason = "slo_gap_ns: " + std::to_string(s.gaps.longest->duration().count());
        if (fails)
            reasons.fail(reason);
        else
            reasons.warn(reason);
    }
    if (slo.errors && s.counts.failed() > *slo.errors)
        reasons.fail("slo_errors: " + std::to_string(s.counts.failed()));
    if (slo.p99 && !s.latencyHistogram.empty() && s.latency.p99 > *slo.p99)
        reasons.fail("slo_p99_ns: " + std::to_string(s.latency.p99.count()));
}

} // namespace

std::string_view toString(Verdict value) {
    switch (value) {
    case Verdict::Pass:
        return "pass";
    case Verdict::Warn:
        return "warn";
    case Verdict::Fail:
        return "fail";
    case Verdict::Inconclusive:
        return "inconclusive";
    }
    return {};
}

std::string_view toString(Method value) {
    switch (value) {
    case Method::Rolling:
        return "rolling";
    case Method::InPlace:
        return "in-place";
    case Method::Maintenance:
        return "maintenance";
    case Method::Other:
        return "other";
    }
    return {};
}

std::optional<Method> parseMethod(std::string_view text) {
    for (const Method method : {Method::Rolling, Method::InPlace, Method::Maintenance, Method::Other})
        if (text == toString(method)) return method;
    return std::nullopt;
}

void judge(Summary& s, const VerdictFacts& facts, const VerdictOptions& options) {
    Reasons reasons;
    judgeFailures(s, facts, options, reasons);
    judgeSlo(s, options.slo, reasons);
    if (s.policy == Policy::Auto && s.support == Support::Unsupported)
        reasons.warn("server_does_not_support_sch");
    if (s.windows.expired > 0) reasons.warn("windows_expired: " + std::to_string(s.windows.expired));
    if (s.unannounced > 0) reasons.warn("unannounced_disruptions: " + std::to_string(s.unannounced));
    if (facts.pushesSkipped > 0) reasons.warn("pushes_skipped: " + std::to_string(facts.pushesSkipped));
    if (s.notMeasured > s.duration / 100)
        reasons.doubt("not_measured_ns: " + std::to_string(s.notMeasured.count()));
    if (facts.clockSteps > 0) reasons.doubt("clock_steps: " + std::to_string(facts.clockSteps));

    s.verdict = reasons.verdict();
    s.reasons = reasons.all();
    if (s.counts.ok + s.counts.late > 0) return;
    // A refusal with policy `required` is a valid answer.
    if (!facts.refused) s.verdict = Verdict::Inconclusive;
    s.reasons.insert(s.reasons.begin() + (facts.refused ? 1 : 0), "no_reply");
    if (facts.underWay && s.counts.failed() == 0)
        s.reasons.push_back("too_short: " + std::to_string(s.connections));
}

QString reasonText(const std::string& reason) {
    const auto colon = reason.find(": ");
    const std::string name = reason.substr(0, colon);
    std::int64_t number = 0;
    if (colon != std::string::npos)
        std::from_chars(reason.data() + colon + 2, reason.data() + reason.size(), number);
    const auto counted = [number](const QString& one, const QString& many) {
        return formatCount(number) + u' ' + (number == 1 ? one : many);
    };
    const QString length = formatDuration(Duration(number));
    if (name == "sch_refused")
        return u"the server refused maintenance notifications, but the policy is required"_s;
    if (name == "lost_writes")
        return counted(u"acknowledged write was lost"_s, u"acknowledged writes were lost"_s);
    if (name == "duplicated_writes")
        return counted(u"write was carried out twice"_s, u"writes were carried out twice"_s);
    if (name == "errors") return counted(u"error reply"_s, u"error replies"_s);
    if (name == "timeouts") return counted(u"probe timed out"_s, u"probes timed out"_s);
    if (name == "unknown") return counted(u"command was lost in flight"_s, u"commands were lost in flight"_s);
    if (name == "not_sent") return counted(u"probe could not be sent"_s, u"probes could not be sent"_s);
    if (name == "uncovered_gap_ns")
        return u"no reply for "_s + length + u" while no operation was announced"_s;
    if (name == "slo_gap_ns") return u"longest gap "_s + length + u" is over the limit"_s;
    if (name == "slo_errors")
        return counted(u"failed command is"_s, u"failed commands are"_s) + u" over the limit"_s;
    if (name == "slo_p99_ns") return u"p99 latency "_s + length + u" is over the limit"_s;
    if (name == "server_does_not_support_sch")
        return u"the server does not support maintenance notifications"_s;
    if (name == "windows_expired")
        return counted(u"maintenance window expired without its closing frame"_s,
                       u"maintenance windows expired without their closing frames"_s);
    if (name == "unannounced_disruptions")
        return counted(u"unannounced disruption"_s, u"unannounced disruptions"_s);
    if (name == "pushes_skipped")
        return counted(u"push of the server was skipped"_s, u"pushes of the server were skipped"_s) +
               u": it sends more than anyone can act on"_s;
    if (name == "not_measured_ns")
        return length + u" were not measured: this program was not running, or the recording is damaged"_s;
    if (name == "clock_steps") return u"the system clock was changed "_s + counted(u"time"_s, u"times"_s);
    if (name == "no_reply") return u"there was no reply at all"_s;
    if (name == "too_short")
        return u"the time was too short for "_s + counted(u"connection"_s, u"connections"_s) +
               u": none was ready at its end, and none had failed"_s;
    return QString::fromStdString(reason);
}

} // namespace maintscope::model
