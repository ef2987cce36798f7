// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/note.h"

#include "model/base/event_ids.h"

#include <string>

namespace maintscope::model {

Event note(EventKey key, const QString& text, MonoTime at, std::optional<MonoTime> end) {
    Event event;
    event.key = key;
    event.kind = EventKind::Note;
    event.at = at;
    event.end = end;
    event.name = text.trimmed().toStdString();
    return event;
}

EventKey noteKey(std::uint64_t number) {
    return derivedKey("note " + std::to_string(number));
}

Event withdrawn(const Event& note) {
    Event event = note;
    event.result = ResultWord::Superseded;
    event.name.clear();
    event.text.clear();
    return event;
}

bool isWithdrawn(const Event& event) {
    return (event.kind == EventKind::Note || event.kind == EventKind::Recording) &&
           event.result == ResultWord::Superseded;
}

} // namespace maintscope::model
