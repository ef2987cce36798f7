// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace maintscope::model {

/// Selects the events to show. The text is a list of alternatives:
///
///     moving, gap            a comma means or
///     moving seq:17          all words must match
///     "no reply"             a phrase
///     -connected             events that match are excluded, in every alternative
///     kind: name: conn: seq: severity: text: peer:    only in that field
///
/// Matching ignores case. A word is searched in the names of kind, connection ("conn 1" and "conn1") and
/// severity, and in the event's name, endpoints, shards, slots and text. Every text is a valid filter.
class EventFilter {
public:
    EventFilter() = default;
    [[nodiscard]] static EventFilter parse(const QString& text);

    /// Only events at least this severe, of this kind, of this connection (0: the target as a whole).
    void setSeverity(std::optional<Severity> least) { m_least = least; }
    void setKind(std::optional<EventKind> kind) { m_kind = kind; }
    void setConnection(std::optional<ConnectionId> connection) { m_connection = connection; }
    [[nodiscard]] std::optional<Severity> severity() const { return m_least; }
    [[nodiscard]] std::optional<EventKind> kind() const { return m_kind; }
    [[nodiscard]] std::optional<ConnectionId> connection() const { return m_connection; }

    /// The text that was passed to parse().
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const;
    /// The filter in words, for messages: its text and the other selections.
    [[nodiscard]] QString description(int protectedConnections) const;

    /// `protectedConnections`: see connectionLabel().
    [[nodiscard]] bool matches(const Event& event, int protectedConnections) const;

    friend bool operator==(const EventFilter& a, const EventFilter& b) {
        return a.m_text == b.m_text && a.m_least == b.m_least && a.m_kind == b.m_kind &&
               a.m_connection == b.m_connection;
    }

private:
    enum class Field { Any, Kind, Name, Connection, Sequence, Severity, Text, Peer };
    struct Term {
        Field field = Field::Any;
        std::string needle; ///< folded
    };
    using Alternative = std::vector<Term>;

    static Term term(const QString& word);
    static bool holds(const Term& term, const Event& event, int protectedConnections);

    QString m_text;
    std::vector<Alternative> m_alternatives; ///< empty: everything
    std::vector<Term> m_excluded;
    std::optional<Severity> m_least;
    std::optional<EventKind> m_kind;
    std::optional<ConnectionId> m_connection;
};

} // namespace maintscope::model
