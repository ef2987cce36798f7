// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/candidates.h"
#include "client/core/connection_parts.h"
#include "client/core/dns_watch.h"
#include "client/core/route.h"
#include "client/core/step.h"
#include "client/types/connection_state.h"

#include <optional>
#include <string>
#include <vector>

namespace maintscope::core {

/// Finds a new socket for one connection: up to two routes (the configured endpoint, and the one that a
/// MOVING names or DNS newly gives), their attempts, timeouts and retries, from the lookup to +PONG. Decides
/// whether a candidate may serve; Connection makes it serve. Rules of retry: retry_policy.h.
class Dialler {
public:
    explicit Dialler(ConnectionParts& parts);

    /// Begins with the configured endpoint.
    void start();
    /// Ends all attempts.
    void stop();
    /// Does what is due.
    void drive();
    /// The same without the questions to DNS.
    void driveRoutes();
    /// A candidate is about to serve: the other attempts end, the next ones begin afresh.
    void onConnected();
    /// The serving socket was lost. `known`: a MOVING with a target that is still valid, or null. Its target
    /// is the better address; both ways are tried, the first that is ready wins. An attempt that is under way
    /// may be nearly there: it continues.
    void onLost(bool shortLived, const HandledMoving* known);
    /// This program did not run for so long: what made no progress gets the time back.
    void onStall(Duration stall);

    /// A handoff takes over the attempts. `configuredToo`: that to the configured endpoint ends as well.
    void clearForHandoff(bool configuredToo);
    /// Begins the attempts of the handoff that runs: to `target`, or where DNS newly leads.
    void beginHandoff(const std::optional<Endpoint>& target);
    /// Asks DNS until its answer changes.
    void pollDns() { m_dns.startPoll(); }
    /// Half of the grace has passed: the configured endpoint is dialled at once, beside a running attempt and
    /// outside any backoff, then every second.
    void dialConfiguredToo();
    [[nodiscard]] bool dialsConfigured() const {
        return m_configured.active() && !m_configured.fixedAddresses;
    }
    /// No candidate was ready in time.
    void onHandoffExpired();
    /// A completion arrived; see DnsWatch.
    void checkAdvertisedSoon() { m_dns.checkSoon(); }

    void onResolved(ResolveId id, const std::vector<std::string>& addresses);
    void onResolveFailed(ResolveId id, const std::string& text);
    void onOpened(const Opened& opened) { m_candidates.onOpened(opened); }
    void onOpenFailed(const OpenFailed& failed);
    /// A candidate was closed. False: the stream is none.
    bool onClosed(StreamId stream, const std::string& type, const std::string& text);
    /// A reply to a candidate's handshake. Returns the candidate once it may serve, else null.
    [[nodiscard]] StreamPtr onHandshakeReply(Stream& stream, const resp::Value& reply);

    [[nodiscard]] Stream* find(StreamId stream) const;
    [[nodiscard]] bool owns(ResolveId id) const;
    /// Connecting, Handshaking, Resolving or Backoff.
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] NotReadyCause lastFailure() const { return m_lastFailure; }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

private:
    void driveRoute(Route& route);
    void beginAttempt(Route& route);
    void dialNext(Route& route);
    void dialFresh(const std::vector<std::string>& addresses);
    void dialWhatDnsSays(const std::vector<std::string>& addresses);
    void resetConfigured(MonoTime begin);
    bool candidateFailed(StreamId stream, const Candidates::Failure& failure);
    void attemptFailed(Route& route, const Candidates::Failure& failure);
    void publishUnresolved(const Route& route, const Candidates::Failure& failure);
    void stopRoute(Route& route);
    [[nodiscard]] Route* routeOf(StreamId stream);

    ConnectionParts& m_parts;
    DnsWatch m_dns;
    Candidates m_candidates;
    Route m_configured;
    Route m_named; ///< target of a MOVING, or addresses that DNS newly gives
    Backoff m_lossBackoff{kRetry.loss};
    NotReadyCause m_lastFailure = NotReadyCause::None;
};

} // namespace maintscope::core
