// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/alerts.h"

#include "model/base/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace maintscope::model {

namespace {

QString words(const char* text) {
    return QCoreApplication::translate("Alerts", text);
}

} // namespace

std::vector<Alert> AlertWatch::step(const AlertRules& rules, const AlertFacts& facts) {
    const bool first = !m_seen.contains(facts.id.value);
    Seen& seen = m_seen[facts.id.value];
    std::vector<Alert> alerts;
    const auto tell = [&](AlertKind kind, const QString& what, const QString& text) {
        const auto before = seen.told.find(kind);
        if (before != seen.told.end() && facts.now - before->second < kPause) return;
        seen.told[kind] = facts.now;
        alerts.push_back({facts.id, kind, facts.now, words("%1: %2").arg(facts.name, what), text});
    };
    if (first) {
        seen.failed = facts.failed;
        seen.unannounced = facts.unannounced;
        if (!facts.gaps.empty()) seen.gapsTold = facts.gaps.back().from;
    }

    for (const Gap& gap : facts.gaps) {
        if (seen.gapsTold && gap.from <= *seen.gapsTold) continue;
        if (!rules.gapOver || gap.duration() <= *rules.gapOver) continue;
        seen.gapsTold = gap.from;
        tell(AlertKind::Gap, words("no reply for %1").arg(formatDuration(gap.duration())),
             gap.covered ? words("Maintenance was announced.") : words("No operation was announced."));
    }

    const bool slow = rules.p99Over && facts.p99 && *facts.p99 > *rules.p99Over;
    if (slow && !std::exchange(seen.slow, slow))
        tell(AlertKind::P99, words("p99 is %1").arg(formatDuration(*facts.p99)),
             words("In the last 15 minutes; the limit is %1.").arg(formatDuration(*rules.p99Over)));
    seen.slow = slow;

    const std::uint64_t failed =
        facts.failed - std::min(facts.failed, std::exchange(seen.failed, facts.failed));
    if (rules.failed && failed > 0)
        tell(AlertKind::Failed,
             failed == 1 ? words("1 command failed")
                         : words("%1 commands failed").arg(formatCount(static_cast<std::int64_t>(failed))),
             {});

    const std::uint64_t lost =
        facts.unannounced - std::min(facts.unannounced, std::exchange(seen.unannounced, facts.unannounced));
    if (rules.unannounced && lost > 0)
        tell(AlertKind::Unannounced, words("unannounced disruption"),
             words("A connection was lost without an announcement."));

    const bool missing = facts.wantsOptIn && facts.serving > 0 && facts.optedIn < facts.serving;
    if (!missing) {
        seen.missingSince.reset();
        seen.optInLost = false;
        seen.wasOptedIn = seen.wasOptedIn || facts.optedIn > 0;
    } else if (!seen.missingSince) {
        seen.missingSince = facts.now;
    }
    if (missing && seen.wasOptedIn && !seen.optInLost && facts.now - *seen.missingSince >= kOptInPatience) {
        seen.optInLost = true;
        if (rules.optInLost)
            tell(AlertKind::OptInLost,
                 words("only %1 of %2 connections opted in").arg(facts.optedIn).arg(facts.serving),
                 words("The others do not receive maintenance notifications."));
    }
    return alerts;
}

} // namespace maintscope::model
