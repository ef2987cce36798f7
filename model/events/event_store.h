// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QObject>

#include <unordered_map>
#include <vector>

namespace maintscope::model {

/// All events of a session in the order of their seqNo: the single source of truth of the GUI thread. A span
/// that is published again under its key replaces the earlier version in its row. Events without a text get
/// one. Confined to the thread that created it.
class EventStore : public QObject {
    Q_OBJECT
public:
    explicit EventStore(QObject* parent = nullptr);

    /// Appends new events and replaces known ones. Emits appended() at most once and changed() per row.
    void apply(const std::vector<Event>& events);
    void clear();

    [[nodiscard]] int count() const { return static_cast<int>(m_events.size()); }
    [[nodiscard]] const Event& at(int row) const { return m_events[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const std::vector<Event>& events() const { return m_events; }
    /// Row of a key, -1 when unknown.
    [[nodiscard]] int rowOf(EventKey key) const;

Q_SIGNALS:
    void aboutToAppend(int first, int last);
    void appended(int first, int last);
    void changed(int row);
    void aboutToClear();
    void cleared();

private:
    std::vector<Event> m_events;
    std::unordered_map<std::uint64_t, int> m_rows;
};

} // namespace maintscope::model
