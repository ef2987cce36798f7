// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario.h"

#include "app/demo/cluster/scenario_actions.h"
#include "app/demo/cluster/scenario_words.h"
#include "client/types/ascii.h"
#include "client/types/notification.h"

#include <algorithm>

namespace maintscope::demo {

namespace {

int highestNode(const ClusterAction& action) {
    const auto number = [](const NodeRef& ref) { return ref.kind == NodeRef::Kind::Number ? ref.number : 0; };
    return std::visit(Overload{
                          [&](const MoveEndpoint& a) {
                              const int named = a.target.node ? number(*a.target.node) : 0;
                              return std::max({number(a.from), number(a.to), named});
                          },
                          [&](const MoveSlots& a) { return std::max(number(a.from), number(a.to)); },
                          [&](const SetRecord& a) {
                              int highest = 0;
                              for (const NodeRef& ref : a.nodes)
                                  highest = std::max(highest, number(ref));
                              return highest;
                          },
                          [&](const auto& a) {
                              if constexpr (requires { a.node; })
                                  return number(a.node);
                              else
                                  return 0;
                          },
                      },
                      action);
}

bool concernsCertificates(const ClusterAction& action) {
    const auto* refuse = std::get_if<RefuseNode>(&action);
    return refuse != nullptr && refuse->what == Refusal::Trust;
}

/// Comment lines at the top are one text.
void describe(Scenario& scenario, std::string_view comment, bool& expecting) {
    constexpr std::string_view kExpect = "Expect:";
    if (comment.starts_with(kExpect)) {
        expecting = true;
        comment = trimmed(comment.substr(kExpect.size()), " \t\r");
    }
    std::string& text = expecting ? scenario.expectation : scenario.description;
    if (!text.empty()) text += ' ';
    text += comment;
}

Error scenarioError(const std::string& name, int line, const std::string& detail) {
    return Error{"The scenario is not valid.", name + ":" + std::to_string(line), detail,
                 "Correct the line; 'maintscope simulate --help' lists the actions."};
}

} // namespace

Result<Scenario> parseScenario(std::string_view text, const std::string& name) {
    Scenario scenario;
    bool inHeader = true;
    bool expecting = false;
    int number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end), " \t\r");
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.starts_with('#')) {
            const std::string_view comment = trimmed(line.substr(1), " \t\r");
            if (inHeader && !comment.empty() && !comment.starts_with("SPDX-"))
                describe(scenario, comment, expecting);
            continue;
        }
        if (line.empty()) continue;
        inHeader = false;
        Words words(line);
        if (!words.skip("at")) words.expected("'at' and a time, as in 'at 3s drop node 1'");
        ScenarioStep step;
        if (!words.failed()) step.at = words.duration();
        if (!words.failed()) {
            step.action = parseAction(words);
            if (!words.failed()) words.end();
        }
        if (words.failed()) return scenarioError(name, number, words.error());
        scenario.highestNode = std::max(scenario.highestNode, highestNode(step.action));
        scenario.needsTls = scenario.needsTls || concernsCertificates(step.action);
        scenario.steps.push_back(std::move(step));
    }
    if (scenario.steps.empty())
        return scenarioError(name, number, "expected at least one 'at TIME ACTION' line");
    std::stable_sort(scenario.steps.begin(), scenario.steps.end(),
                     [](const ScenarioStep& a, const ScenarioStep& b) { return a.at < b.at; });
    return scenario;
}

} // namespace maintscope::demo
