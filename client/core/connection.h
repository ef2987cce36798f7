// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/context.h"
#include "client/core/handoff.h"
#include "client/core/probe_ledger.h"
#include "client/core/retry_policy.h"
#include "client/core/route.h"
#include "client/core/stream.h"
#include "client/core/window_log.h"
#include "client/types/connection_state.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::core {

/// One logical connection: a schedule of probes and the sockets that carry them. At any time at most one
/// socket takes writes (serving), former ones only drain, and at most two candidates are being dialled.
///
/// Its state is derived from what is there and published whenever it changes; the table of states and inputs
/// is that of client/PROTOCOL.md, "Handoff". Implementation by subject: connection.cpp (life, dispatch,
/// replies), connection_dial.cpp (routes and attempts), connection_dns.cpp (what the resolver answers),
/// connection_handoff.cpp (notifications, MOVING), connection_switch.cpp (switch, drain, loss).
class Connection {
public:
    struct Identity {
        ConnectionId id;
        ProbeRole role;
        double phase; ///< of the schedule, [0, 1)
        std::string key;
        bool ownKey;
        std::string clientName;
    };
    Connection(Context& context, Identity identity, IncrTally& tally);

    void start();
    void onResolved(ResolveId id, const std::vector<std::string>& addresses);
    void onResolveFailed(ResolveId id, const std::string& text);
    void onOpened(const Opened& opened);
    void onOpenFailed(const OpenFailed& failed);
    void onReceived(StreamId stream, std::string_view bytes);
    void onFlushed(StreamId stream);
    void onClosed(const Closed& closed);
    void onTick();
    void onSuspended(Duration missed);
    /// We did not run for so long: what could not make progress without us gets the time back.
    void onStall(Duration stall);

    void startSchedule();
    /// The schedule ends; replies are awaited to their deadlines.
    void stopSchedule();
    /// Closes everything. Returns the number of probes that were dropped unmeasured.
    std::uint64_t close();
    /// GET of the probe's key beside the probes; the answer is taken by takeIntegrityAnswer().
    bool askIntegrity(bool setUp);
    /// Asks for notifications once more on the socket that serves; the answer is published. False: there is
    /// nothing to ask (a control connection, policy never, RESP2, no socket).
    bool optInAgain();
    [[nodiscard]] std::optional<resp::Value> takeIntegrityAnswer() {
        return std::exchange(m_integrityAnswer, std::nullopt);
    }

    /// Writes what waits, ends what is due, publishes what changed. The last call of every step.
    void settle();
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

    [[nodiscard]] ConnectionId id() const { return m_identity.id; }
    [[nodiscard]] ProbeRole role() const { return m_identity.role; }
    [[nodiscard]] bool ready() const { return m_serving != nullptr; }
    [[nodiscard]] bool wasReady() const { return m_wasReady; }
    [[nodiscard]] bool scheduled() const { return m_ledger.started(); }
    [[nodiscard]] bool idle() const; ///< no probe waits, none is in flight
    [[nodiscard]] NotReadyCause lastFailure() const { return m_lastFailure; }
    [[nodiscard]] bool owns(StreamId stream) const;
    [[nodiscard]] bool owns(ResolveId id) const;

    struct NotMeasured {
        std::uint64_t slots = 0;
        MonoTime from{};
    };
    [[nodiscard]] NotMeasured takeNotMeasured() { return std::exchange(m_notMeasured, {}); }

private:
    using StreamPtr = std::unique_ptr<Stream>;

    // life and replies
    [[nodiscard]] Event event(EventKind kind, std::string_view name, Severity severity);
    [[nodiscard]] ConnectionState state() const;
    void publishState();
    [[nodiscard]] Stream* find(StreamId id);
    void handleFrames(Stream& stream);
    void breakOff(const Stream& stream, const std::string& text);
    void onServingReply(Stream& stream, const resp::Frame& frame);
    void onOptedInAgain(Stream& stream, const resp::Value& reply);
    void onPush(Stream& stream, const resp::Frame& frame);
    void write(Stream& stream, std::string bytes);
    void writeWaiting();
    void giveUpOrder();
    void checkSilence();
    [[nodiscard]] std::optional<MonoTime> silenceDeadline() const;
    [[nodiscard]] std::size_t inFlightOnAll() const;

    // dialling
    void driveRoute(Route& route);
    void beginAttempt(Route& route);
    void dialNext(Route& route);
    void attemptFailed(Route& route, const std::string& type, const std::string& text);
    void finishAttempt(Stream& stream, ResultWord result, const std::string& type, const std::string& text);
    void handshakeFailed(Stream& stream, const std::string& type, const std::string& text);
    void candidateReady(Stream& stream);
    [[nodiscard]] bool acceptable(const Stream& stream, std::string& type, std::string& text) const;
    void stopRoute(Route& route);
    [[nodiscard]] Route* routeOf(StreamId stream);
    [[nodiscard]] StreamPtr takeDialling(StreamId stream);
    [[nodiscard]] bool hasSomethingBetter() const;
    void ask(DnsPoll& poll, Duration period);
    void startPoll();
    void drivePoll();
    void resolvedPoll(const std::vector<std::string>& addresses);
    void dialFresh(const std::vector<std::string>& addresses);
    [[nodiscard]] bool checksAdvertised() const;
    void driveAdvertisedCheck();
    void checkAdvertisedSoon();
    void checkAdvertisedLater();
    void resolvedCheck(const std::vector<std::string>& addresses);

    // handoff
    WindowLog::Link onMoving(Stream& stream, const Moving& moving);
    WindowLog::Link onMovingBeforeReady(Stream& stream, const Moving& moving);
    [[nodiscard]] HandledMoving* findHandled(const MovingIdentity& identity);
    [[nodiscard]] WindowLog::Link linkToHandoff() const;
    WindowLog::Link changeHandoff(Stream& stream, const Moving& moving);
    WindowLog::Link startHandoff(Stream& stream, const Moving& moving);
    WindowLog::Link joinHandoff(Stream& stream, const Moving& moving);
    WindowLog::Link noteMoving(const Stream& stream, const Moving& moving);
    [[nodiscard]] MonoTime halfTimeOf(const Moving& moving) const;
    [[nodiscard]] MonoTime switchLimitOf(const Moving& moving) const;
    void dialNamed(const Endpoint& target);
    void driveHandoff();
    void dialConfiguredToo();
    void endHandoff(Handoff& handoff, ResultWord result, const std::string& text);

    // switch, drain, loss
    void adopt(StreamPtr stream);
    void publishConnected(const Stream& stream);
    void retire(StreamPtr old);
    void drained(Stream& stream);
    [[nodiscard]] bool wasAnnounced(const Stream& stream) const;
    void lost(StreamPtr stream, std::string_view name, const std::string& type, const std::string& text);
    void dialAfterLoss(bool shortLived);
    void drainingGone(StreamPtr stream);
    void closeWindows(Handoff& handoff, bool properly);
    void firstReply(const Stream& stream);
    void completeHandoffs();

    Context& m_context;
    Identity m_identity;
    WindowLog m_windows;
    ProbeLedger m_ledger;

    StreamPtr m_serving;
    std::vector<StreamPtr> m_draining; ///< retired, with replies in flight
    std::vector<StreamPtr> m_dialling; ///< at most two
    Route m_configured;
    Route m_named; ///< target of a MOVING, or addresses that DNS newly gives

    std::optional<Handoff> m_handoff; ///< not switched yet
    std::vector<Handoff> m_finishing; ///< switched, not complete
    std::vector<HandledMoving> m_handled;
    std::optional<MonoTime> m_orphanSince;
    std::optional<MonoTime>
        m_orderingHeldUntil; ///< until when commands that depend on order wait; max: without limit

    Backoff m_lossBackoff{kRetry.loss};

    std::optional<DnsPoll> m_poll;
    /// Is the peer still among the addresses of the configured name?
    DnsPoll m_advertised;
    MonoTime m_advertisedSoonUntil{}; ///< asked oftener until then

    bool m_started = false;
    bool m_closed = false;
    bool m_wasReady = false;
    bool m_afterHandoff = false; ///< the running tail is that of a handoff
    bool m_supportReported = false;
    NotReadyCause m_lastFailure = NotReadyCause::None;
    ConnectionState m_published = ConnectionState::Idle;
    Endpoint m_lastPeer;
    std::optional<resp::Value> m_integrityAnswer;
    NotMeasured m_notMeasured;
};

} // namespace maintscope::core
