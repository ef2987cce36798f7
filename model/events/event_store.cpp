// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_store.h"

#include "model/events/event_text.h"

#include <algorithm>

namespace maintscope::model {
namespace {

void giveText(Event& event) {
    if (event.text.empty()) event.text = eventText(event).toStdString();
}

} // namespace

EventStore::EventStore(QObject* parent)
    : QObject(parent) {}

void EventStore::apply(const std::vector<Event>& events) {
    std::vector<Event> fresh;
    std::unordered_map<std::uint64_t, std::size_t> freshPlaces;
    std::vector<int> replaced;
    for (const Event& event : events) {
        if (const auto known = m_rows.find(event.key.value); known != m_rows.end()) {
            Event& row = m_events[static_cast<std::size_t>(known->second)];
            row = event;
            giveText(row);
            if (std::find(replaced.begin(), replaced.end(), known->second) == replaced.end())
                replaced.push_back(known->second);
        } else if (const auto again = freshPlaces.find(event.key.value); again != freshPlaces.end()) {
            fresh[again->second] = event;
        } else {
            freshPlaces.emplace(event.key.value, fresh.size());
            fresh.push_back(event);
        }
    }
    if (!fresh.empty()) {
        const int first = count();
        const int last = first + static_cast<int>(fresh.size()) - 1;
        Q_EMIT aboutToAppend(first, last);
        for (Event& event : fresh) {
            giveText(event);
            m_rows.emplace(event.key.value, count());
            m_events.push_back(std::move(event));
        }
        Q_EMIT appended(first, last);
    }
    for (const int row : replaced)
        Q_EMIT changed(row);
}

void EventStore::clear() {
    Q_EMIT aboutToClear();
    m_events.clear();
    m_rows.clear();
    Q_EMIT cleared();
}

int EventStore::rowOf(EventKey key) const {
    const auto found = m_rows.find(key.value);
    return found == m_rows.end() ? -1 : found->second;
}

} // namespace maintscope::model

#include "moc_event_store.cpp"
