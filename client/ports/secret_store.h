// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/secret.h"

#include <functional>
#include <optional>
#include <string>

namespace maintscope::ports {

/// Keeps passwords between sessions for the user who is signed in. An account names one password:
/// "rediss://app@db.example:12000", "admin@example.com at https://cluster.example:9443". Answers come from
/// the event loop of the thread that asked, once for each question and within a deadline; none comes after
/// the store is gone.
class SecretStore {
public:
    using Found = std::function<void(const Result<std::optional<Secret>>&)>; ///< nullopt: it knows none
    using Done = std::function<void(const Status&)>;

    virtual ~SecretStore() = default;
    /// Why nothing can be kept here at all; nullopt: it may work.
    [[nodiscard]] virtual std::optional<Error> unavailable() const = 0;
    virtual void find(const std::string& account, Found found) = 0;
    virtual void keep(const std::string& account, const Secret& secret, Done done) = 0;
    /// One that is not there is no error.
    virtual void forget(const std::string& account, Done done) = 0;
};

} // namespace maintscope::ports
