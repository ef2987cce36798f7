// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/extract/redaction.h"

#include "client/types/endpoint.h"
#include "model/base/format.h"
#include "model/events/planned_window.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

constexpr std::string_view kNoteWithheld = "(note withheld)";
constexpr std::string_view kCertificateWithheld = "(certificate details withheld)";

/// IPv4 and IPv6 literals, names with a dot in them (also "*.example.org") and e-mail addresses: names that
/// server text and certificate errors may contain in addition to the known endpoints.
const QRegularExpression& suspects() {
    static const QRegularExpression expression(u"(?<user>[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,})"
                                               "|(?<host>(?:\\d{1,3}\\.){3}\\d{1,3}"
                                               "|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
                                               "|[0-9A-Fa-f:]*::(?:[0-9A-Fa-f]{1,4}:)*[0-9A-Fa-f]{1,4}"
                                               "|(?:[A-Za-z0-9*-]+\\.)+[A-Za-z]{2,})"_s);
    return expression;
}

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

/// Replaces whole words only: the host "db" is not part of "mydb". A dot at the end of a sentence ends a
/// word.
std::string replaceWord(std::string text, const std::string& before, const std::string& after) {
    std::size_t at = 0;
    while ((at = text.find(before, at)) != std::string::npos) {
        const std::size_t end = at + before.size();
        const bool begins = at == 0 || !isWordCharacter(text[at - 1]);
        const bool sentenceEnds =
            end < text.size() && text[end] == '.' && (end + 1 == text.size() || text[end + 1] == ' ');
        const bool ends = end == text.size() || !isWordCharacter(text[end]) || sentenceEnds;
        if (begins && ends) {
            text.replace(at, before.size(), after);
            at += after.size();
        } else {
            ++at;
        }
    }
    return text;
}

bool isAboutCertificates(const Event& event) {
    return event.errorType.starts_with("tls") || event.errorType.find("certificate") != std::string::npos;
}

bool isPlanned(const Event& event) {
    return event.kind == EventKind::Recording && event.name.starts_with(kPlannedPrefix);
}

std::string numbered(const char* word, std::size_t number) {
    return std::string(word) + '-' + std::to_string(number);
}

} // namespace

Redaction::Redaction(const SessionInfo& session, const std::vector<Event>& events)
    : Redaction(session, [&events](const std::function<void(const Event&)>& look) {
        std::for_each(events.begin(), events.end(), look);
    }) {}

Redaction::Redaction(const SessionInfo& session, const Events& events) {
    for (const TargetInfo& target : session.targets) {
        m_targets.try_emplace(target.name, numbered("target", m_targets.size() + 1));
        if (!target.endpoint.host.empty()) addHost(target.endpoint.host);
        if (!target.user.empty()) m_users.try_emplace(target.user, numbered("user", m_users.size() + 1));
        if (!target.probe.key.empty())
            m_keys.try_emplace(target.probe.key, numbered("key", m_keys.size() + 1));
    }
    events([this](const Event& event) {
        for (const std::string* peer : {&event.peerOld, &event.peerNew})
            if (const auto endpoint = parseEndpoint(*peer))
                addHost(endpoint->host);
            else
                scan(*peer);
        if (event.kind == EventKind::Note || isPlanned(event)) {
            ++m_notes;
            return;
        }
        if (!event.raw.empty()) ++m_frames;
        if (isAboutCertificates(event)) ++m_certificates;
        scan(event.name);
        scan(event.errorText);
        scan(event.text);
        scan(event.slots);
        scan(event.shards);
    });
    for (const auto* names : {&m_hosts, &m_targets, &m_users, &m_keys})
        m_replacements.insert(m_replacements.end(), names->begin(), names->end());
    std::stable_sort(m_replacements.begin(), m_replacements.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

const std::string& Redaction::addHost(const std::string& host) {
    return m_hosts.try_emplace(host, numbered("host", m_hosts.size() + 1)).first->second;
}

void Redaction::scan(std::string_view text) {
    if (text.empty()) return;
    auto matches =
        suspects().globalMatch(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (const QString user = match.captured(u"user"_s); !user.isEmpty())
            m_users.try_emplace(user.toStdString(), numbered("user", m_users.size() + 1));
        else
            addHost(match.captured(u"host"_s).toStdString());
    }
}

std::string Redaction::applied(std::string_view text) const {
    std::string result(text);
    for (const auto& [before, after] : m_replacements)
        result = replaceWord(std::move(result), before, after);
    return result;
}

SessionInfo Redaction::applied(SessionInfo session) const {
    const auto alias = [](const std::map<std::string, std::string>& names, const std::string& name) {
        const auto found = names.find(name);
        return found == names.end() ? name : found->second;
    };
    for (TargetInfo& target : session.targets) {
        target.name = alias(m_targets, target.name);
        target.endpoint.host = alias(m_hosts, target.endpoint.host);
        target.user = alias(m_users, target.user);
        target.probe.key = alias(m_keys, target.probe.key);
    }
    return session;
}

Event Redaction::applied(Event event) const {
    event.raw.clear(); // contains endpoints and their lengths
    if (event.kind == EventKind::Note) {
        event.name = kNoteWithheld;
        event.text = kNoteWithheld;
        event.errorText.clear();
        return event;
    }
    if (isPlanned(event)) { // also written by the user
        event.name = std::string(kPlannedPrefix) + std::string(kNoteWithheld);
        event.text.clear();
        return event;
    }
    if (isAboutCertificates(event)) {
        event.errorText = kCertificateWithheld;
        event.text = event.text.empty() ? std::string() : std::string(kCertificateWithheld);
    }
    for (std::string* text : {&event.name, &event.peerOld, &event.peerNew, &event.errorText, &event.text,
                              &event.slots, &event.shards})
        *text = applied(*text);
    return event;
}

std::vector<Redaction::Row> Redaction::preview() const {
    std::vector<Row> rows;
    const auto add = [&rows](What what, const std::map<std::string, std::string>& names) {
        const std::size_t first = rows.size();
        for (const auto& [before, after] : names)
            rows.push_back({what, escapeServerText(before), QString::fromStdString(after)});
        // "host-2" before "host-10".
        std::sort(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end(),
                  [](const Row& a, const Row& b) {
                      return std::pair(a.after.size(), a.after) < std::pair(b.after.size(), b.after);
                  });
    };
    add(What::Target, m_targets);
    add(What::Host, m_hosts);
    add(What::User, m_users);
    add(What::Key, m_keys);
    const auto withheld = [&rows](What what, int count) {
        if (count > 0) rows.push_back({what, formatCount(count), u"withheld"_s});
    };
    withheld(What::Note, m_notes);
    withheld(What::Certificate, m_certificates);
    withheld(What::RawFrame, m_frames);
    return rows;
}

QString redactionWord(Redaction::What what) {
    switch (what) {
    case Redaction::What::Host:
        return u"host"_s;
    case Redaction::What::Target:
        return u"target name"_s;
    case Redaction::What::User:
        return u"user"_s;
    case Redaction::What::Key:
        return u"key name"_s;
    case Redaction::What::Note:
        return u"notes"_s;
    case Redaction::What::Certificate:
        return u"certificates"_s;
    case Redaction::What::RawFrame:
        return u"raw frames"_s;
    }
    return {};
}

} // namespace maintscope::model
