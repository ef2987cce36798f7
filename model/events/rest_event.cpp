// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/rest_event.h"

#include <string>

namespace maintscope::model {
namespace {

std::string_view nameOf(RestAction action) {
    switch (action) {
    case RestAction::Read:
    case RestAction::Survey:
        return "read";
    case RestAction::DryRun:
        return "dry_run";
    case RestAction::Apply:
        return "apply";
    }
    return {};
}

std::string sentence(const RestOutcome& outcome, std::string_view user) {
    const std::string by = user.empty() ? std::string() : " by " + std::string(user);
    if (onlyReads(outcome.action)) {
        if (!outcome.reading) return "Cluster could not be read" + by + ".";
        return "Cluster " + outcome.reading->name + " read" + by + ": " + std::string(kNotificationsField) +
               " is " + std::string(toString(outcome.reading->notifications)) + ".";
    }
    const std::string what =
        outcome.reading ? summary(diff(*outcome.reading, outcome.change)) : toJson(outcome.change);
    const std::string cluster = outcome.reading ? outcome.reading->name + ": " : std::string();
    const std::string word = outcome.action == RestAction::DryRun ? "dry run of " : "";
    return cluster + word + what + by + (outcome.ok() ? "." : " failed.");
}

} // namespace

Event restEvent(const RestOutcome& outcome, std::string_view user, const Endpoint& endpoint,
                TargetId target) {
    Event event;
    event.kind = EventKind::RestChange;
    event.name = nameOf(outcome.action);
    event.target = target;
    event.peerNew = toString(endpoint);
    event.severity = outcome.action == RestAction::Apply ? Severity::Notice : Severity::Info;
    event.result = outcome.ok() ? ResultWord::Ok : ResultWord::Failed;
    if (outcome.failure) {
        event.severity = Severity::Warning;
        event.errorType = toString(outcome.failure->kind);
        for (char& c : event.errorType)
            if (c == ' ') c = '_';
        event.errorText = serverSaid(*outcome.failure);
    }
    for (const RestStep& step : outcome.steps) {
        if (step.httpStatus == 0) continue;
        std::string stage(toString(step.stage));
        for (char& c : stage)
            if (c == ' ') c = '_';
        event.figures.push_back({stage + "_http_status", step.httpStatus});
        event.figures.push_back({stage + "_ns", step.elapsed.count()});
    }
    event.text = sentence(outcome, user);
    return event;
}

} // namespace maintscope::model
