// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/opt_in_report.h"

#include "client/types/event_names.h"

#include <string>
#include <utility>

namespace maintscope::core {

void OptInReport::connected(const Stream& stream, bool wasReady) {
    Event connected = m_parts.event(EventKind::Connected,
                                    m_parts.handoff || m_parts.serving ? names::kSwitched
                                    : wasReady                         ? names::kReconnected
                                                                       : names::kConnected,
                                    Severity::Info);
    connected.stream = stream.id;
    connected.peerOld = toString(m_parts.serving ? m_parts.serving->peer : m_parts.lastPeer);
    connected.peerNew = toString(stream.peer);
    connected.policy = m_parts.settings().policy;
    connected.figures = {{"opted_in", stream.handshake.optedIn() ? 1 : 0},
                         {"resp", stream.handshake.resp3() ? 3 : 2}};
    if (m_parts.optsIn()) connected.support = supportOf(stream);
    m_parts.publish(std::move(connected));
    if (!m_parts.optsIn()) return;

    if (!std::exchange(m_supportReported, true)) {
        publishSupport(stream);
        m_parts.publish(m_parts.event(EventKind::Recording,
                                      std::string(names::kEndpointTypePrefix) +
                                          std::string(toString(stream.endpointType)),
                                      Severity::Info));
    }
    if (stream.handshake.optedIn()) return;
    Event e =
        m_parts.event(EventKind::Alert, stream.handshake.resp3() ? names::kOptInRefused : names::kNotResp3,
                      m_parts.handoff ? Severity::Warning : Severity::Notice);
    e.stream = stream.id;
    e.peerNew = toString(stream.peer);
    e.policy = m_parts.settings().policy;
    e.support = Support::Unsupported;
    e.errorText = stream.handshake.refusal().value_or(std::string());
    m_parts.publish(std::move(e));
}

void OptInReport::optedInAgain(const Stream& stream, bool before) {
    const bool now = stream.handshake.optedIn();
    Event e =
        m_parts.event(EventKind::Recording, names::kOptInAgain, now ? Severity::Info : Severity::Notice);
    e.stream = stream.id;
    e.peerNew = toString(stream.peer);
    e.policy = m_parts.settings().policy;
    e.support = supportOf(stream);
    e.errorText = stream.handshake.refusal().value_or(std::string());
    m_parts.publish(std::move(e));
    if (now != before) publishSupport(stream);
}

void OptInReport::publishSupport(const Stream& stream) {
    Event e = m_parts.event(EventKind::Recording, names::kSupport, Severity::Info);
    e.policy = m_parts.settings().policy;
    e.support = supportOf(stream);
    e.errorText = stream.handshake.refusal().value_or(std::string());
    m_parts.publish(std::move(e));
}

} // namespace maintscope::core
