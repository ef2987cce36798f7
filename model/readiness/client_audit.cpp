// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/client_audit.h"

#include "model/readiness/known_clients.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace maintscope::model {
namespace {

constexpr std::size_t kMostKinds = 200;
constexpr std::size_t kLongestName = 80;
constexpr std::string_view kOwnName = "maintscope";
/// "maintscope-3" of a recording, "maintscope-check" of a check.
constexpr std::string_view kOwnConnections = "maintscope-";

/// The value of " name=value" in a line, up to the next blank.
std::string_view field(std::string_view line, std::string_view name) {
    for (std::size_t at = line.find(name); at != std::string_view::npos; at = line.find(name, at + 1)) {
        if (at > 0 && line[at - 1] != ' ') continue;
        const std::size_t begin = at + name.size();
        if (begin >= line.size() || line[begin] != '=') continue;
        const std::string_view value = line.substr(begin + 1);
        return value.substr(0, std::min(value.find(' '), kLongestName));
    }
    return {};
}

/// The first three numbers of "9.16.0-beta.1"; missing ones are 0.
std::array<int, 3> numbers(std::string_view version) {
    std::array<int, 3> result{};
    for (int& number : result) {
        const auto [end, code] = std::from_chars(version.data(), version.data() + version.size(), number);
        if (code != std::errc{}) break;
        version.remove_prefix(static_cast<std::size_t>(end - version.data()));
        if (!version.starts_with('.')) break;
        version.remove_prefix(1);
    }
    return result;
}

void judge(ClientGroup& group) {
    if (group.library == kOwnName) {
        group.state = ClientGroup::State::OurOwn;
        return;
    }
    const KnownClient* known = knownClient(group.library);
    if (known == nullptr || known->proxied.empty()) {
        group.state = ClientGroup::State::Unknown;
        group.advice = known != nullptr ? std::string(known->advice)
                       : group.library.empty()
                           ? "The client does not report its library: ask its owner."
                           : "This library is not known to support notifications: plan for reconnections.";
        return;
    }
    const std::string name(known->name);
    if (group.version.empty() || numbers(group.version) < numbers(known->proxied)) {
        group.state = ClientGroup::State::TooOld;
        group.advice = "Upgrade " + name + " to " + std::string(known->proxied) + " or later.";
    } else if (group.resp == 2) {
        group.state = ClientGroup::State::Resp2;
        group.advice = known->settings ? "Switch it to RESP3; maintscope check --settings " + name +
                                             " prints the configuration."
                                       : "Switch it to RESP3.";
        if (!known->onResp2.empty()) group.advice += ' ' + std::string(known->onResp2);
    } else {
        group.state = ClientGroup::State::Able;
        group.advice = numbers(group.version) < numbers(known->complete) ? known->before : known->advice;
    }
}

} // namespace

std::string_view toString(ClientGroup::State value) {
    switch (value) {
    case ClientGroup::State::Able:
        return "able";
    case ClientGroup::State::TooOld:
        return "too_old";
    case ClientGroup::State::Resp2:
        return "resp2";
    case ClientGroup::State::Unknown:
        return "unknown";
    case ClientGroup::State::OurOwn:
        return "our_own";
    }
    return {};
}

std::vector<ClientGroup> auditClients(std::string_view clientList) {
    std::vector<ClientGroup> groups;
    while (!clientList.empty()) {
        const std::size_t end = std::min(clientList.find('\n'), clientList.size());
        std::string_view line = clientList.substr(0, end);
        clientList.remove_prefix(std::min(end + 1, clientList.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (field(line, "id").empty()) continue;
        ClientGroup one;
        one.library = field(line, "lib-name");
        one.version = field(line, "lib-ver");
        // Before Redis 7.2 there is no CLIENT SETINFO; our connections have a name as well.
        if (one.library.empty() && field(line, "name").starts_with(kOwnConnections)) one.library = kOwnName;
        const std::string_view resp = field(line, "resp");
        std::from_chars(resp.data(), resp.data() + resp.size(), one.resp);
        const auto same = std::find_if(groups.begin(), groups.end(), [&one](const ClientGroup& group) {
            return group.library == one.library && group.version == one.version && group.resp == one.resp;
        });
        if (same != groups.end()) {
            ++same->connections;
        } else if (groups.size() < kMostKinds) {
            one.connections = 1;
            judge(one);
            groups.push_back(std::move(one));
        }
    }
    std::stable_sort(groups.begin(), groups.end(), [](const ClientGroup& a, const ClientGroup& b) {
        const bool ownA = a.state == ClientGroup::State::OurOwn;
        const bool ownB = b.state == ClientGroup::State::OurOwn;
        return ownA != ownB ? ownB : a.connections > b.connections;
    });
    return groups;
}

} // namespace maintscope::model
