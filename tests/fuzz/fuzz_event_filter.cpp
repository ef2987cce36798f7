// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a filter of the events: it always means something, and the same when it is read again.
#include "model/events/event_filter.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto bytes = fuzz::text(data, size);
    const QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const auto filter = model::EventFilter::parse(text);
    Event event;
    event.kind = EventKind::Notification;
    event.name = "MOVING";
    event.connection = ConnectionId{2};
    event.text.assign(bytes);
    const bool seen = filter.matches(event, 4);
    const auto again = model::EventFilter::parse(filter.text());
    fuzz::require(again == filter, "a filter's text is the filter");
    fuzz::require(again.matches(event, 4) == seen, "and means the same");
    fuzz::require(!filter.isEmpty() || seen, "an empty filter hides nothing");
    return 0;
}
