// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/session_info.h"

#include <QUuid>

#include <algorithm>

namespace maintscope::model {

TargetInfo targetInfo(const TargetSettings& settings) {
    TargetInfo info;
    info.id = settings.id;
    info.name = settings.name.empty() ? toString(settings.endpoint) : settings.name;
    info.environment = settings.environment;
    info.endpoint = settings.endpoint;
    info.user = settings.user;
    info.tls = settings.tls.enabled;
    info.policy = settings.policy;
    info.endpointType = settings.endpointType;
    info.timeouts = settings.timeouts;
    info.probe = settings.probe;
    return info;
}

Duration probeInterval(const TargetInfo& target) {
    const double rate = target.probe.ratePerSecond;
    if (!(rate > 0)) return std::chrono::milliseconds(50);
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(1.0 / rate));
}

SessionInfo newSession(WallTime startedWall) {
    SessionInfo session;
    session.uuid = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    session.startedWall = startedWall;
    session.appVersion = MAINTSCOPE_VERSION;
    return session;
}

const TargetInfo* findTarget(const SessionInfo& session, TargetId id) {
    const auto found = std::find_if(session.targets.begin(), session.targets.end(),
                                    [id](const TargetInfo& target) { return target.id == id; });
    return found == session.targets.end() ? nullptr : &*found;
}

} // namespace maintscope::model
