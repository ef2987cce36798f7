// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace maintscope {

/// A number with a type of its own, so that different kinds of numbers cannot be confused. Comparison is
/// written by hand: moc 6.4 cannot parse <compare>.
template <class Tag, class Rep>
struct Id {
    Rep value{};
    friend constexpr bool operator==(Id, Id) = default;
    friend constexpr bool operator<(Id a, Id b) { return a.value < b.value; }
};

/// A database that is probed; numbered from 1 within a session.
using TargetId = Id<struct TargetTag, std::uint16_t>;
/// A session of the window (a watched target or an open recording); numbered from 1 in order of creation.
using SessionId = Id<struct SessionTag, std::uint32_t>;
/// A logical connection (one probe schedule); numbered from 1 within a target, protected ones first. 0: the
/// target as a whole.
using ConnectionId = Id<struct ConnectionTag, std::uint16_t>;
/// One socket of a target, from connecting to closing; never reused within a session.
using StreamId = Id<struct StreamTag, std::uint32_t>;
/// One name resolution of a target.
using ResolveId = Id<struct ResolveTag, std::uint32_t>;
/// Sequence id of a maintenance notification. Starts at 0, so 0 is a value like any other
/// (facts: StackExchange.Redis PR 3202 had the bug of treating it as unset).
using SequenceId = Id<struct SequenceTag, std::int64_t>;
/// Identity of an event within a session: publishing the same key again replaces the earlier version (a span
/// that grows).
using EventKey = Id<struct EventKeyTag, std::uint64_t>;

} // namespace maintscope
