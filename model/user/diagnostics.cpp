// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/diagnostics.h"

#include "model/base/format.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Names and their aliases; a name always has the same alias.
class Aliases {
public:
    void add(const QString& name, const QString& kind) {
        if (name.isEmpty() || known(name)) return;
        const auto same = std::count_if(m_aliases.begin(), m_aliases.end(),
                                        [&](const auto& one) { return one.second.startsWith(kind + u'-'); });
        m_aliases.emplace_back(name, u"%1-%2"_s.arg(kind).arg(same + 1));
        // The longest first, because a name can be part of another one.
        std::stable_sort(m_aliases.begin(), m_aliases.end(),
                         [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    }
    void addEndpoint(const std::string& peer) {
        const QString text = QString::fromStdString(peer);
        const qsizetype colon = text.lastIndexOf(u':');
        QString host = colon < 0 ? text : text.first(colon);
        host.remove(u'[').remove(u']');
        add(host, u"host"_s);
    }
    /// Addresses that are not configured, such as those in the log.
    [[nodiscard]] QString applied(QString text) {
        for (const auto& [name, alias] : m_aliases)
            text.replace(name, alias);
        static const QRegularExpression kAddress(u"\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b"_s);
        for (auto match = kAddress.match(text); match.hasMatch(); match = kAddress.match(text)) {
            add(match.captured(), u"host"_s);
            text.replace(match.captured(), alias(match.captured()));
        }
        // Secrets that a URL or a log line may still contain: user and password before an @, a secret after
        // its name.
        static const QRegularExpression kUserInfo(u"//[^/@\\s]+@"_s);
        text.replace(kUserInfo, u"//…@"_s);
        static const QRegularExpression kSecret(
            u"(?i)\\b(password|passwd|secret|token|auth)\\b([=:]\\s*)\\S+"_s);
        return text.replace(kSecret, u"\\1\\2…"_s);
    }

private:
    [[nodiscard]] bool known(const QString& name) const {
        return std::any_of(m_aliases.begin(), m_aliases.end(),
                           [&](const auto& one) { return one.first == name; });
    }
    [[nodiscard]] QString alias(const QString& name) const {
        const auto found = std::find_if(m_aliases.begin(), m_aliases.end(),
                                        [&](const auto& one) { return one.first == name; });
        return found == m_aliases.end() ? QString() : found->second;
    }

    std::vector<std::pair<QString, QString>> m_aliases;
};

QString word(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QStringList targetLines(const DiagnosticTarget& t) {
    const TargetInfo& info = t.info;
    const int sets = info.probe.control ? 2 : 1;
    return {
        u"%1 at %2, %3, TLS %4"_s.arg(QString::fromStdString(info.name),
                                      QString::fromStdString(toString(info.endpoint)),
                                      word(toString(info.environment)), info.tls ? u"on"_s : u"off"_s),
        u"  state %1: %2. %3"_s.arg(t.status.word, t.status.headline, t.status.sentence),
        u"  policy %1, support %2, endpoint type %3, opted in %4/%5"_s
            .arg(word(toString(info.policy)), word(toString(t.status.support)),
                 t.status.endpointType.empty() ? u"unknown"_s : word(t.status.endpointType))
            .arg(t.status.optedIn)
            .arg(t.status.connections),
        u"  probe %1 connections x %2/s, command %3, timeouts %4 / %5 / connect %6"_s
            .arg(info.probe.connections * sets)
            .arg(info.probe.ratePerSecond)
            .arg(word(toString(info.probe.command)), formatSetting(info.timeouts.normal),
                 formatSetting(info.timeouts.relaxed), formatSetting(info.timeouts.connect)),
        u"  %1 for %2, %3, %4 events, dropped %5, loop lag %6"_s.arg(
            t.running ? u"recording"_s : u"recorded"_s, formatDuration(t.recorded), formatSize(t.bytes),
            formatCount(t.events), formatCount(static_cast<std::int64_t>(t.dropped)),
            formatDuration(t.loopLag)),
    };
}

} // namespace

QString diagnostics(const DiagnosticsInput& input) {
    Aliases aliases;
    QStringList lines{u"Maintscope %1"_s.arg(QStringLiteral(MAINTSCOPE_VERSION))};
    lines += input.program;
    for (const DiagnosticTarget& target : input.targets) {
        aliases.add(QString::fromStdString(target.info.endpoint.host), u"host"_s);
        aliases.add(QString::fromStdString(target.info.name), u"target"_s);
        aliases.add(QString::fromStdString(target.info.user), u"user"_s);
        aliases.add(QString::fromStdString(target.info.probe.key), u"key"_s);
        aliases.addEndpoint(target.status.peerOld);
        aliases.addEndpoint(target.status.peerNew);
    }
    lines << QString() << u"Targets: %1"_s.arg(input.targets.size());
    for (const DiagnosticTarget& target : input.targets)
        lines += targetLines(target);
    lines << QString() << u"Log:"_s << (input.log.isEmpty() ? u"(empty)"_s : input.log);
    return aliases.applied(lines.join(u'\n'));
}

} // namespace maintscope::model
