// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"
#include "client/core/dialler.h"
#include "client/core/handoffs.h"
#include "client/core/notification_handler.h"
#include "client/core/opt_in_report.h"
#include "client/core/probe_traffic.h"
#include "client/core/step.h"
#include "client/types/connection_state.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::core {

/// One logical connection: a schedule of probes and the sockets that carry them. At any time at most one
/// socket takes writes (serving), former ones only drain, and at most two candidates are being dialled. This
/// class dispatches input and makes the switch from one socket to the next; Dialler finds the sockets,
/// Handoffs carries out MOVINGs, ProbeTraffic writes the probes.
///
/// Its state is derived from these and published whenever it changes; the table of states and inputs is that
/// of client/PROTOCOL.md, "Handoff". Confined to the thread that calls Target::step().
class Connection {
public:
    using Identity = ConnectionIdentity;
    using NotMeasured = ProbeTraffic::NotMeasured;

    Connection(Context& context, Identity identity, IncrTally& tally);

    void start();
    void onResolved(ResolveId id, const std::vector<std::string>& addresses) {
        m_dialler.onResolved(id, addresses);
    }
    void onResolveFailed(ResolveId id, const std::string& text) { m_dialler.onResolveFailed(id, text); }
    void onOpened(const Opened& opened) { m_dialler.onOpened(opened); }
    void onOpenFailed(const OpenFailed& failed) { m_dialler.onOpenFailed(failed); }
    void onReceived(StreamId stream, std::string_view bytes);
    void onFlushed(StreamId stream);
    void onClosed(const Closed& closed);
    void onTick();
    void onSuspended(Duration missed) { m_traffic.onSuspended(missed); }
    /// This program did not run for so long: what could not make progress gets the time back.
    void onStall(Duration stall);

    void startSchedule() { m_traffic.start(); }
    /// The schedule ends; replies are awaited to their deadlines.
    void stopSchedule() { m_traffic.stop(); }
    /// Closes everything. Returns the number of probes that were dropped unmeasured.
    std::uint64_t close();
    /// GET of the probe's key beside the probes; the answer is taken by takeIntegrityAnswer(). False: no
    /// socket serves.
    bool askIntegrity(bool setUp) { return m_traffic.askIntegrity(setUp); }
    [[nodiscard]] std::optional<resp::Value> takeIntegrityAnswer() { return m_traffic.takeIntegrityAnswer(); }
    /// Asks for notifications once more on the socket that serves; the answer is published. False: there is
    /// nothing to ask (a control connection, policy never, RESP2, no socket).
    bool optInAgain() { return m_traffic.optInAgain(); }

    /// Writes what waits, ends what is due, publishes what changed. The last call of every step.
    void settle();
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

    [[nodiscard]] ConnectionId id() const { return m_parts.identity.id; }
    [[nodiscard]] ProbeRole role() const { return m_parts.identity.role; }
    [[nodiscard]] bool ready() const { return m_parts.serving != nullptr; }
    [[nodiscard]] bool wasReady() const { return m_wasReady; }
    [[nodiscard]] bool scheduled() const { return m_traffic.started(); }
    [[nodiscard]] bool idle() const { return m_traffic.idle(); } ///< no probe waits, none is in flight
    [[nodiscard]] NotReadyCause lastFailure() const { return m_dialler.lastFailure(); }
    [[nodiscard]] bool owns(StreamId stream) const { return find(stream) != nullptr; }
    [[nodiscard]] bool owns(ResolveId id) const { return m_dialler.owns(id); }
    [[nodiscard]] NotMeasured takeNotMeasured() { return m_traffic.takeNotMeasured(); }

private:
    [[nodiscard]] ConnectionState state() const;
    void publishState();
    [[nodiscard]] Stream* find(StreamId id) const;
    void handleFrames(Stream& stream);
    void breakOff(const Stream& stream, const std::string& text);
    void onServingReply(Stream& stream, const resp::Frame& frame);
    void onOptedInAgain(Stream& stream, const resp::Value& reply);
    void checkSilence();

    void serve(StreamPtr stream);
    void retire(StreamPtr old);
    void drained(Stream& stream);
    void retiredClosed(StreamPtr stream);
    [[nodiscard]] bool wasAnnounced(const Stream& stream) const;
    void lost(StreamPtr stream, std::string_view name, const std::string& type, const std::string& text);

    ConnectionParts m_parts;
    Dialler m_dialler;
    Handoffs m_handoffs;
    NotificationHandler m_notifications;
    OptInReport m_optInReport;
    ProbeTraffic m_traffic;
    bool m_started = false;
    bool m_closed = false;
    bool m_wasReady = false;
    ConnectionState m_published = ConnectionState::Idle;
};

} // namespace maintscope::core
