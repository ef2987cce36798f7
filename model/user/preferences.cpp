// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/preferences.h"

#include "client/types/endpoint.h"
#include "client/types/target_url.h"

#include <QSettings>

#include <algorithm>
#include <array>
#include <string_view>

namespace maintscope::model {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array kCommandWords{ProbeCommand::Get, ProbeCommand::Ping, ProbeCommand::Set,
                                   ProbeCommand::Incr};

/// Reads and writes the same keys in one place, so that the two cannot diverge.
class Store {
public:
    Store(QSettings& settings, bool writes)
        : m_settings(settings)
        , m_writes(writes) {}

    void flag(const QString& key, bool& value) {
        if (m_writes)
            m_settings.setValue(key, value);
        else
            value = m_settings.value(key, value).toBool();
    }
    void number(const QString& key, double& value, double least, double most) {
        if (m_writes) return m_settings.setValue(key, value);
        bool good = false;
        const double read = m_settings.value(key, value).toDouble(&good);
        if (good && read >= least && read <= most) value = read;
    }
    template <class Whole>
    void whole(const QString& key, Whole& value, int least, int most) {
        double number = value;
        this->number(key, number, least, most);
        value = static_cast<Whole>(number);
    }
    void time(const QString& key, Duration& value) {
        double ms = static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(value).count());
        constexpr double kHour = 3'600'000;
        number(key, ms, 1, kHour);
        value = std::chrono::milliseconds(static_cast<std::int64_t>(ms));
    }
    /// A limit that can be off: its value is stored even then.
    void limit(const QString& key, std::optional<Duration>& value, Duration usual) {
        bool on = value.has_value();
        Duration limit = value.value_or(usual);
        flag(key + u"On"_s, on);
        time(key + u"Ms"_s, limit);
        value = on ? std::optional(limit) : std::nullopt;
    }
    void command(const QString& key, ProbeCommand& value) {
        if (m_writes) return m_settings.setValue(key, QString::fromLatin1(toString(value).data()));
        const std::string word = m_settings.value(key).toString().toStdString();
        const auto* found = std::find_if(kCommandWords.begin(), kCommandWords.end(),
                                         [&](ProbeCommand one) { return toString(one) == word; });
        if (found != kCommandWords.end()) value = *found;
    }

private:
    QSettings& m_settings;
    bool m_writes;
};

void transfer(Store store, Preferences& p) {
    store.flag(u"preferences/askBeforeClosing"_s, p.askBeforeClosing);
    store.flag(u"preferences/patternsAlways"_s, p.patternsAlways);
    store.flag(u"preferences/compactRows"_s, p.compactRows);
    store.flag(u"preferences/rememberRecents"_s, p.rememberRecents);
    store.whole(u"preferences/probeConnections"_s, p.probe.connections, 1, kMostProbeConnections);
    store.number(u"preferences/probeRate"_s, p.probe.ratePerSecond, kLowestRate, kMostProbesPerSecond);
    store.command(u"preferences/probeCommand"_s, p.probe.command);
    store.flag(u"preferences/probeControl"_s, p.probe.control);
    store.time(u"preferences/normalTimeoutMs"_s, p.timeouts.normal);
    store.time(u"preferences/relaxedTimeoutMs"_s, p.timeouts.relaxed);
    store.whole(u"preferences/keepDays"_s, p.keepDays, 1, kMostKeepDays);
    store.whole(u"preferences/keepGigabytes"_s, p.keepGigabytes, 1, kMostKeepGigabytes);
    store.limit(u"preferences/alertGap"_s, p.alerts.gapOver, std::chrono::seconds(1));
    store.limit(u"preferences/alertP99"_s, p.alerts.p99Over, std::chrono::milliseconds(50));
    store.flag(u"preferences/alertFailed"_s, p.alerts.failed);
    store.flag(u"preferences/alertUnannounced"_s, p.alerts.unannounced);
    store.flag(u"preferences/alertOptInLost"_s, p.alerts.optInLost);
    store.flag(u"preferences/alertOnDesktop"_s, p.alerts.onDesktop);
}

} // namespace

PruneRules pruneRules(const Preferences& preferences) {
    return {std::chrono::hours(24) * preferences.keepDays,
            static_cast<std::uint64_t>(preferences.keepGigabytes) * 1'000'000'000};
}

TargetSettings newTarget(const Preferences& preferences) {
    TargetSettings target;
    target.endpoint.port = kDefaultRedisPort;
    target.probe = preferences.probe;
    target.timeouts = preferences.timeouts;
    return target;
}

void savePreferences(QSettings& settings, const Preferences& preferences) {
    Preferences copy = preferences;
    transfer(Store(settings, true), copy);
}

Preferences loadPreferences(QSettings& settings) {
    Preferences preferences;
    transfer(Store(settings, false), preferences);
    preferences.timeouts.relaxed = std::max(preferences.timeouts.relaxed, preferences.timeouts.normal);
    if (probesPerSecond(preferences.probe) > kMostProbesPerSecond) preferences.probe = ProbePlan{};
    return preferences;
}

} // namespace maintscope::model
