// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_filter.h"

#include "client/types/ascii.h"
#include "model/events/event_label.h"
#include "model/events/event_text.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

bool contains(std::string_view text, std::string_view needle) {
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                       [](char a, char b) { return lower(a) == b; }) != text.end();
}

bool equals(std::string_view text, std::string_view needle) {
    return std::equal(text.begin(), text.end(), needle.begin(), needle.end(),
                      [](char a, char b) { return lower(a) == b; });
}

/// Accepts "conn 2" and "conn2": people omit the space where it would separate words.
bool connectionHolds(const Event& event, int protectedConnections, std::string_view needle, bool whole) {
    if (event.connection.value == 0) return false;
    const QString label = connectionLabel(event.connection, event.role, protectedConnections);
    const std::string spaced = label.toStdString();
    const std::string joined = QString(label).remove(u' ').toStdString();
    if (!whole) return contains(spaced, needle) || contains(joined, needle);
    return equals(spaced, needle) || equals(joined, needle) ||
           equals(std::to_string(event.connection.value), needle);
}

/// Finds the exported name ("tail") and the displayed one ("timeouts still relaxed").
bool nameHolds(const Event& event, std::string_view needle) {
    return contains(event.name, needle) || contains(eventLabel(event), needle);
}

/// Exported names have underscores, displayed names have spaces.
bool kindHolds(EventKind kind, std::string_view needle) {
    const std::string_view name = toString(kind);
    if (contains(name, needle)) return true;
    if (name.find('_') == std::string_view::npos) return false;
    std::string shown(name);
    std::replace(shown.begin(), shown.end(), '_', ' ');
    return contains(shown, needle);
}

struct Word {
    QString text;
    bool excluded = false;
};

/// The words of one alternative. Quotes protect spaces and commas; an unclosed quote extends to the end.
std::vector<std::vector<Word>> words(const QString& text) {
    std::vector<std::vector<Word>> alternatives(1);
    qsizetype i = 0;
    while (i < text.size()) {
        const QChar c = text.at(i);
        if (c == u',') {
            alternatives.emplace_back();
            ++i;
            continue;
        }
        if (c.isSpace()) {
            ++i;
            continue;
        }
        Word word;
        if (c == u'-') {
            word.excluded = true;
            ++i;
        }
        bool open = false;
        for (; i < text.size(); ++i) {
            const QChar next = text.at(i);
            if (!open && (next.isSpace() || next == u',')) break;
            if (next == u'"')
                open = !open;
            else
                word.text += next;
        }
        if (!word.text.isEmpty()) alternatives.back().push_back(std::move(word));
    }
    return alternatives;
}

} // namespace

EventFilter::Term EventFilter::term(const QString& word) {
    static constexpr std::array<std::pair<const char16_t*, Field>, 7> kFields{{
        {u"kind:", Field::Kind},
        {u"name:", Field::Name},
        {u"conn:", Field::Connection},
        {u"seq:", Field::Sequence},
        {u"severity:", Field::Severity},
        {u"text:", Field::Text},
        {u"peer:", Field::Peer},
    }};
    for (const auto& [prefix, field] : kFields) {
        const QStringView name(prefix);
        if (word.startsWith(name, Qt::CaseInsensitive) && word.size() > name.size())
            return {field, lower(word.mid(name.size()).toStdString())};
    }
    return {Field::Any, lower(word.toStdString())};
}

EventFilter EventFilter::parse(const QString& text) {
    EventFilter filter;
    filter.m_text = text.trimmed();
    for (const std::vector<Word>& alternative : words(filter.m_text)) {
        Alternative terms;
        for (const Word& word : alternative)
            (word.excluded ? filter.m_excluded : terms).push_back(term(word.text));
        if (!terms.empty()) filter.m_alternatives.push_back(std::move(terms));
    }
    return filter;
}

bool EventFilter::isEmpty() const {
    return m_alternatives.empty() && m_excluded.empty() && !m_least && !m_kind && !m_connection;
}

QString EventFilter::description(int protectedConnections) const {
    QStringList parts;
    if (!m_text.isEmpty()) parts << m_text;
    if (m_least) {
        const std::string_view word = toString(*m_least);
        parts << QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
    }
    if (m_kind) parts << kindLabel(*m_kind);
    if (m_connection) {
        const bool control = protectedConnections > 0 && m_connection->value > protectedConnections;
        parts << (m_connection->value == 0
                      ? u"target"_s
                      : connectionLabel(*m_connection, control ? ProbeRole::Control : ProbeRole::Protected,
                                        protectedConnections));
    }
    return parts.join(u", "_s);
}

bool EventFilter::holds(const Term& term, const Event& event, int protectedConnections) {
    const std::string_view needle = term.needle;
    switch (term.field) {
    case Field::Kind:
        return kindHolds(event.kind, needle);
    case Field::Name:
        return nameHolds(event, needle);
    case Field::Connection:
        return connectionHolds(event, protectedConnections, needle, true);
    case Field::Sequence:
        return event.sequence && equals(std::to_string(event.sequence->value), needle);
    case Field::Severity:
        return contains(toString(event.severity), needle);
    case Field::Text:
        return contains(event.text, needle);
    case Field::Peer:
        return contains(event.peerOld, needle) || contains(event.peerNew, needle);
    case Field::Any:
        break;
    }
    return nameHolds(event, needle) || kindHolds(event.kind, needle) || contains(event.text, needle) ||
           contains(toString(event.severity), needle) || contains(event.peerOld, needle) ||
           contains(event.peerNew, needle) || contains(event.shards, needle) ||
           contains(event.slots, needle) || connectionHolds(event, protectedConnections, needle, false);
}

bool EventFilter::matches(const Event& event, int protectedConnections) const {
    if (m_least && event.severity < *m_least) return false;
    if (m_kind && event.kind != *m_kind) return false;
    if (m_connection && event.connection != *m_connection) return false;
    const auto held = [&](const Term& one) { return holds(one, event, protectedConnections); };
    if (std::any_of(m_excluded.begin(), m_excluded.end(), held)) return false;
    return m_alternatives.empty() ||
           std::any_of(m_alternatives.begin(), m_alternatives.end(), [&](const Alternative& alternative) {
               return std::all_of(alternative.begin(), alternative.end(), held);
           });
}

} // namespace maintscope::model
