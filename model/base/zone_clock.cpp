// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/zone_clock.h"

#include "model/base/format.h"

#include <QDateTime>
#include <QLocale>

#include <cstdlib>

namespace maintscope::model {
namespace {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

QDateTime utcDateTime(WallTime at) {
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count(), Qt::UTC);
}

/// "+01:00"; behind UTC with `minus`.
QString offsetText(Duration ahead, QChar minus) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(ahead).count();
    return u"%1%2:%3"_s.arg(minutes < 0 ? minus : u'+')
        .arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0'))
        .arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

QString ZoneClock::timeS(WallTime at) const {
    return formatTimeS(local(at));
}

QString ZoneClock::timeMs(WallTime at) const {
    return formatTimeMs(local(at));
}

QString ZoneClock::date(WallTime at) const {
    return QLocale::c().toString(utcDateTime(local(at)).date(), u"d MMM yyyy"_s);
}

QString ZoneClock::rfc3339(WallTime at) const {
    const Duration ahead = offset(at);
    QString text = formatRfc3339(local(at));
    if (ahead == Duration{}) return text;
    text.chop(1);
    return text + offsetText(ahead, u'-');
}

QString ZoneClock::zoneName(WallTime at) const {
    if (m_zone == QTimeZone::utc()) return u"UTC"_s;
    const QString name = m_zone.abbreviation(utcDateTime(at));
    if (!name.isEmpty() && name.front().isLetter()) return name;
    return offsetText(offset(at), u'\u2212');
}

QString ZoneClock::heading() const {
    return m_zone == QTimeZone::utc() ? u"UTC"_s : QString::fromUtf8(m_zone.id());
}

Duration ZoneClock::offset(WallTime at) const {
    return m_zone == QTimeZone::utc() ? Duration{}
                                      : Duration(std::chrono::seconds(m_zone.offsetFromUtc(utcDateTime(at))));
}

std::vector<WallTime> ZoneClock::changes(WallTime from, WallTime to) const {
    std::vector<WallTime> found;
    if (m_zone == QTimeZone::utc() || !m_zone.hasTransitions()) return found;
    for (const QTimeZone::OffsetData& change : m_zone.transitions(utcDateTime(from), utcDateTime(to))) {
        const WallTime at{std::chrono::milliseconds(change.atUtc.toMSecsSinceEpoch())};
        if (at > from && at <= to && offset(at) != offset(at - 1s)) found.push_back(at);
    }
    return found;
}

} // namespace maintscope::model
