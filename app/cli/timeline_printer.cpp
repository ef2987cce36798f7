// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/timeline_printer.h"

#include "app/services/console.h"
#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/event_text.h"

#include <algorithm>
#include <iterator>
#include <unistd.h>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Duration kTerminalProgress = std::chrono::milliseconds(500);
constexpr Duration kPipedProgress = std::chrono::seconds(10);
/// Between two lines about failures of one kind.
constexpr Duration kFirstPause = std::chrono::seconds(1);
constexpr Duration kLongestPause = std::chrono::seconds(8);
constexpr std::size_t kMostBursts = 64;

QString mark(Severity severity) {
    switch (severity) {
    case Severity::Info:
        return u" "_s;
    case Severity::Notice:
        return u"*"_s;
    case Severity::Warning:
        return u"!"_s;
    case Severity::Error:
        return u"X"_s;
    }
    return {};
}

} // namespace

TimelinePrinter::TimelinePrinter(std::FILE* stream, const model::SessionInfo& session,
                                 std::optional<Duration> length)
    : m_stream(stream)
    , m_terminal(isatty(fileno(stream)) != 0)
    , m_targets(session.targets)
    , m_length(length)
    , m_nextProgress(m_terminal ? kTerminalProgress : kPipedProgress) {}

void TimelinePrinter::add(const Batch& batch) {
    for (const Sample& sample : batch.samples) {
        if (sample.role == ProbeRole::Control || sample.outcome == Outcome::ReplyAfterTimeout) continue;
        if (isReply(sample.outcome))
            ++m_counts.replies;
        else
            ++m_counts.failed;
        if (sample.outcome == Outcome::Late) ++m_counts.late;
    }
    for (const Event& event : batch.events) {
        if (!isWorthPrinting(event) || isHeld(event)) continue;
        if (event.kind == EventKind::Recording) printBursts({}, true); // what came before its end
        printEvent(event);
    }
    printBursts(batch.until, false);
    if (batch.until >= m_nextProgress) printProgress(batch.until);
}

bool TimelinePrinter::isWorthPrinting(const Event& event) {
    const std::uint64_t key = event.key.value;
    switch (event.kind) {
    case EventKind::State:
    case EventKind::Gap:
    case EventKind::Relaxed:
        return false;
    case EventKind::ConnectAttempt: // a success is visible in the events that follow it
        return event.end && event.result != ResultWord::Ok && event.result != ResultWord::Running &&
               m_ended.insert(key);
    case EventKind::Window:
        return event.end && m_ended.insert(key);
    case EventKind::Handoff: // it begins with the notification and ends with its last phase
        return event.end && event.result != ResultWord::Running && m_ended.insert(key);
    case EventKind::Timeout:
    case EventKind::Error:
    case EventKind::NotMeasured:
        if (m_begun.insert(key)) {
            if (event.end) m_ended.insert(key);
            return true;
        }
        return event.end && figure(event, "count").value_or(0) > 1 && m_ended.insert(key);
    case EventKind::Notification:
    case EventKind::Disconnect:
    case EventKind::Connected:
    case EventKind::DnsChange:
    case EventKind::RestChange:
    case EventKind::Note:
    case EventKind::LocalStall:
    case EventKind::Alert:
    case EventKind::Recording:
        return m_begun.insert(key) && isFirstOfItsTarget(event);
    }
    return false;
}

/// Each connection detects by itself what the server supports; the reader needs to see it once.
bool TimelinePrinter::isFirstOfItsTarget(const Event& event) {
    const bool ofTarget = event.name == names::kSupport || event.name == names::kOptInRefused ||
                          event.name.starts_with(names::kEndpointTypePrefix);
    if (!ofTarget) return true;
    // The refusal has more details than the support event that it causes.
    if (event.name == names::kSupport && event.support == Support::Unsupported) return false;
    return m_printedOfTarget.insert({event.target.value, event.role, event.name}).second;
}

bool TimelinePrinter::isHeld(const Event& event) {
    const bool failure = event.kind == EventKind::Timeout || event.kind == EventKind::Error ||
                         event.kind == EventKind::ConnectAttempt;
    if (!failure) return false;
    // The first word of an error reply is its class: OOM, LOADING, ...
    std::string what =
        event.name + ' ' + event.errorType + ' ' + event.errorText.substr(0, event.errorText.find(' '));
    BurstKind kind{event.target.value, event.role, event.kind, std::move(what)};
    // A server can invent words without end; beyond some dozens they are one kind.
    if (m_bursts.size() >= kMostBursts && !m_bursts.contains(kind)) std::get<std::string>(kind).clear();
    Burst& burst = m_bursts[std::move(kind)];
    const MonoTime at = event.end.value_or(event.at);
    if (burst.held == 0 && at >= burst.quietUntil) {
        burst.pause = kFirstPause;
        burst.quietUntil = at + burst.pause;
        return false;
    }
    ++burst.held;
    burst.last = event;
    return true;
}

void TimelinePrinter::printBursts(MonoTime until, bool all) {
    for (auto entry = m_bursts.begin(); entry != m_bursts.end();) {
        Burst& burst = entry->second;
        if (burst.held > 0 && (all || until >= burst.quietUntil)) {
            printEvent(burst.last,
                       burst.held > 1 ? u" (and %1 more like it)"_s.arg(burst.held - 1) : QString());
            burst.held = 0;
            burst.pause = std::min(2 * burst.pause, kLongestPause);
            burst.quietUntil = until + burst.pause;
        }
        const bool over = burst.held == 0 && until >= burst.quietUntil + burst.pause;
        entry = over ? m_bursts.erase(entry) : std::next(entry);
    }
}

bool TimelinePrinter::RecentKeys::insert(std::uint64_t key) {
    constexpr std::size_t kMostKeys = 65'536;
    if (!m_keys.insert(key).second) return false;
    m_order.push_back(key);
    if (m_order.size() > kMostKeys) {
        m_keys.erase(m_order.front());
        m_order.pop_front();
    }
    return true;
}

void TimelinePrinter::print(const QString& line) {
    clearProgress();
    printLine(m_stream, line);
}

void TimelinePrinter::printEvent(const Event& event, const QString& more) {
    clearProgress();
    const model::TargetInfo* target = nullptr;
    for (const model::TargetInfo& one : m_targets) {
        if (one.id == event.target) target = &one;
    }
    // A span is printed when it has ended, so its line carries the time of its end.
    const bool ended = event.end && m_ended.contains(event.key.value);
    const WallTime at = ended ? event.wall + (*event.end - event.at) : event.wall;
    const QString connection =
        model::connectionLabel(event.connection, event.role, target ? target->probe.connections : 0);
    QString line = model::formatTimeMs(at) + u"Z "_s + mark(event.severity) + u' ';
    if (m_targets.size() > 1)
        line += (target ? QString::fromStdString(target->name) : QString()).leftJustified(24) + u' ';
    line += connection.leftJustified(9) + u' ' + model::eventText(event) + more;
    printLine(m_stream, line);
}

void TimelinePrinter::printProgress(MonoTime until) {
    m_nextProgress = until + (m_terminal ? kTerminalProgress : kPipedProgress);
    const auto clock = [](Duration value) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value).count();
        return u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    };
    QString line = clock(until.time_since_epoch());
    if (m_length) line += u" of "_s + clock(*m_length);
    line += u", %1 replies"_s.arg(m_counts.replies);
    if (m_counts.late != 0) line += u", %1 of them late"_s.arg(m_counts.late);
    line += u", %1 failed"_s.arg(m_counts.failed);
    if (!m_terminal) {
        printLine(m_stream, u"--- "_s + line);
        return;
    }
    rewriteLine(m_stream, line);
    m_progressShown = true;
}

void TimelinePrinter::clearProgress() {
    if (!m_progressShown) return;
    clearLine(m_stream);
    m_progressShown = false;
}

void TimelinePrinter::finish() {
    printBursts({}, true);
    clearProgress();
}

void printVerdict(std::FILE* stream, const std::vector<model::Summary>& summaries) {
    for (const model::Summary& summary : summaries) {
        const QString verdict = QString::fromLatin1(model::toString(summary.verdict).data()).toUpper();
        const QString target =
            summaries.size() > 1 ? QString::fromStdString(summary.target) + u": "_s : QString();
        printLine(stream, {});
        printLine(stream, target + u"verdict "_s + verdict);
        for (const std::string& reason : summary.reasons)
            printLine(stream, u"  - "_s + model::reasonText(reason));
        printLine(stream, u"  "_s + model::summarySentence(summary));
        if (summary.control) printLine(stream, u"  control: "_s + model::summarySentence(*summary.control));
    }
}

} // namespace maintscope::app
