// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/rest_failure.h"

namespace maintscope {

std::string_view toString(RestFailureKind value) {
    switch (value) {
    case RestFailureKind::BadSettings:
        return "bad settings";
    case RestFailureKind::Unreachable:
        return "unreachable";
    case RestFailureKind::Untrusted:
        return "untrusted";
    case RestFailureKind::NameMismatch:
        return "name mismatch";
    case RestFailureKind::ClientCertificate:
        return "client certificate";
    case RestFailureKind::NotAuthorised:
        return "not authorised";
    case RestFailureKind::Forbidden:
        return "forbidden";
    case RestFailureKind::NotFound:
        return "not found";
    case RestFailureKind::BadRequest:
        return "bad request";
    case RestFailureKind::ServerError:
        return "server error";
    case RestFailureKind::BadReply:
        return "bad reply";
    case RestFailureKind::Redirected:
        return "redirected";
    case RestFailureKind::Timeout:
        return "timeout";
    case RestFailureKind::NotSupported:
        return "not supported";
    case RestFailureKind::ChangedMeanwhile:
        return "changed meanwhile";
    case RestFailureKind::AcceptedNotStored:
        return "accepted but not stored";
    case RestFailureKind::Cancelled:
        return "cancelled";
    }
    return {};
}

std::string serverSaid(const RestFailure& failure) {
    std::string text;
    if (failure.httpStatus != 0) text = "HTTP " + std::to_string(failure.httpStatus);
    if (!failure.errorCode.empty()) text += (text.empty() ? "" : " ") + failure.errorCode;
    if (!failure.serverWords.empty()) text += (text.empty() ? "" : ": ") + failure.serverWords;
    return text;
}

Error toError(const RestFailure& failure) {
    return Error{failure.what, failure.where, serverSaid(failure), failure.remedy};
}

} // namespace maintscope
