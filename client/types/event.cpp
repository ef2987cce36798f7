// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/event.h"

namespace maintscope {

std::string_view toString(EventKind value) {
    switch (value) {
    case EventKind::Notification:
        return "notification";
    case EventKind::Window:
        return "window";
    case EventKind::Handoff:
        return "handoff";
    case EventKind::Disconnect:
        return "disconnect";
    case EventKind::ConnectAttempt:
        return "connect_attempt";
    case EventKind::Connected:
        return "connected";
    case EventKind::Timeout:
        return "timeout";
    case EventKind::Error:
        return "error";
    case EventKind::Gap:
        return "gap";
    case EventKind::Relaxed:
        return "relaxed";
    case EventKind::DnsChange:
        return "dns_change";
    case EventKind::RestChange:
        return "rest_change";
    case EventKind::Note:
        return "note";
    case EventKind::LocalStall:
        return "local_stall";
    case EventKind::NotMeasured:
        return "not_measured";
    case EventKind::Alert:
        return "alert";
    case EventKind::Recording:
        return "recording";
    case EventKind::State:
        return "state";
    }
    return {};
}

std::string_view toString(Severity value) {
    switch (value) {
    case Severity::Info:
        return "info";
    case Severity::Notice:
        return "notice";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return {};
}

std::string_view toString(PairState value) {
    switch (value) {
    case PairState::None:
        return "";
    case PairState::Open:
        return "open";
    case PairState::Closed:
        return "closed";
    case PairState::Capped:
        return "capped";
    case PairState::OrphanClose:
        return "orphan_close";
    }
    return {};
}

std::string_view toString(ResultWord value) {
    switch (value) {
    case ResultWord::None:
        return "";
    case ResultWord::Running:
        return "running";
    case ResultWord::Ok:
        return "ok";
    case ResultWord::Failed:
        return "failed";
    case ResultWord::Superseded:
        return "superseded";
    case ResultWord::Expired:
        return "expired";
    }
    return {};
}

std::optional<std::int64_t> figure(const Event& event, std::string_view name) {
    for (const Figure& f : event.figures)
        if (f.name == name) return f.value;
    return std::nullopt;
}

} // namespace maintscope
