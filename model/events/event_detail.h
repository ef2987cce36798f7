// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/zone_clock.h"

#include <QString>

#include <optional>
#include <vector>

namespace maintscope::model {

class EventStore;

/// One decoded field, ready for display.
struct DetailField {
    QString name;
    QString value;
    friend bool operator==(const DetailField&, const DetailField&) = default;
};

/// A related event, and how it is related.
struct RelatedEvent {
    EventKey key;
    QString relation; ///< "closes this window", "same sequence id"
    QString what;     ///< "MIGRATED, conn 1, 14:12:09.000 UTC"
};

/// The content of the detail pane for one event.
struct EventDetail {
    QString title;    ///< "MOVING"
    QString facts;    ///< "notification · seq 17 · conn 1"
    QString sentence; ///< what happened
    std::vector<DetailField> fields;
    std::vector<DetailField> timings; ///< times, deadlines, phases and steps
    std::vector<RelatedEvent> related;
    QString frameText; ///< the frame as RESP, control characters escaped; empty: no frame
    QString frameHex;  ///< the same as hex dump: offset, 16 bytes, printable characters
};

/// At most this many related events are listed; the count gives their total.
inline constexpr int kMaxRelated = 20;

/// Server text is escaped. `protectedConnections`: see connectionLabel(). Times are in the zone of `clock`,
/// with its name.
[[nodiscard]] EventDetail describe(const Event& event, const EventStore& store, int protectedConnections,
                                   const ZoneClock& clock = {});

/// The frame, with line ends shown as "␍␊" and other control characters escaped.
[[nodiscard]] QString frameText(const std::string& raw);
/// In the format of `hexdump -C`: "00000000  3e 34 0d 0a ...  |>4..|".
[[nodiscard]] QString hexDump(const std::string& raw);

} // namespace maintscope::model
