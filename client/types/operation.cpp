// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/operation.h"

#include <algorithm>

namespace maintscope {
namespace {

/// factsOf() takes the kind as the index.
constexpr bool rowsAreInOrder() {
    for (std::size_t i = 0; i < kOperations.size(); ++i)
        if (kOperations[i].kind != static_cast<OperationKind>(i)) return false;
    return true;
}
static_assert(rowsAreInOrder());

} // namespace

std::optional<OperationKind> operationOf(std::string_view name) {
    const auto* const found = std::find_if(kOperations.begin(), kOperations.end(),
                                           [&](const OperationFacts& one) { return one.name == name; });
    return found == kOperations.end() ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string_view> notificationNames() {
    std::vector<std::string_view> names;
    for (const OperationFacts& facts : kOperations) {
        names.push_back(facts.name);
        if (!facts.endName.empty()) names.push_back(facts.endName);
    }
    return names;
}

} // namespace maintscope
