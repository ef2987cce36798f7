// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"

#include <optional>
#include <string>
#include <vector>

namespace maintscope::core {

/// One question that is asked again and again. One is outstanding at a time: a resolver that takes longer
/// than the period must be heard, too.
struct DnsPoll {
    ResolveId asked{};
    MonoTime giveUp{}; ///< when the outstanding question is forgotten
    MonoTime next{};
    std::vector<std::string> last;
    bool reported = false; ///< an answer was published

    [[nodiscard]] bool isDue(MonoTime now) const { return when() <= now; }
    [[nodiscard]] MonoTime when() const { return asked.value == 0 ? next : std::max(next, giveUp); }
};

/// What the resolver is asked about the configured name beside the attempts: every second while a MOVING
/// without a working target is open, and now and then to see whether the peer is still advertised. Dials
/// nothing: Dialler acts on the findings.
class DnsWatch {
public:
    explicit DnsWatch(ConnectionParts& parts)
        : m_parts(parts) {}

    /// Asks until the answer changes; nothing for an address literal.
    void startPoll();
    void stopPoll() { m_poll.reset(); }
    /// Asks what is due.
    void drive();
    /// What was moved may have included the peer's proxy: the peer is looked up more often for a while.
    void checkSoon();
    /// The connection is new: the next look comes after a full period.
    void checkLater();

    enum class Finding {
        Nothing,
        Fresh,           ///< a handoff runs, and there are addresses other than the peer's
        StillAdvertised, ///< the peer is among the addresses of the name
        Left,            ///< it was, and is no longer
    };
    struct Answer {
        Finding finding = Finding::Nothing;
        std::vector<std::string> addresses;
    };
    [[nodiscard]] bool owns(ResolveId id) const;
    /// For an id that it owns.
    [[nodiscard]] Answer onResolved(ResolveId id, const std::vector<std::string>& addresses);
    void onResolveFailed(ResolveId id);
    void publishLeft(const std::vector<std::string>& addresses);

    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

private:
    void ask(DnsPoll& poll, Duration period);
    void drivePoll();
    [[nodiscard]] Answer resolvedPoll(const std::vector<std::string>& addresses);
    [[nodiscard]] Answer resolvedCheck(const std::vector<std::string>& addresses) const;
    [[nodiscard]] bool checksAdvertised() const;

    ConnectionParts& m_parts;
    std::optional<DnsPoll> m_poll;
    DnsPoll m_advertised;
    MonoTime m_advertisedSoonUntil{}; ///< asked more often until then
};

} // namespace maintscope::core
