// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/ports/secret_store.h"
#include "client/types/cluster.h"
#include "client/types/settings.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace maintscope::app {

/// Longest time to wait for an answer.
inline constexpr std::chrono::milliseconds kKeychainPatience{15'000};

/// The keychain of the desktop: Secret Service or KWallet. A locked keychain asks the user itself;
/// requests fail if that takes too long. Without support in this build, or with MAINTSCOPE_KEYCHAIN=off in
/// the environment, this is a store that is unavailable and gives the reason. Needs a QCoreApplication.
[[nodiscard]] std::unique_ptr<ports::SecretStore>
makeKeychain(std::chrono::milliseconds patience = kKeychainPatience);

/// Looks up a password and waits for the answer. nullopt: there is none, or the keychain is not usable; the
/// reason goes to standard error, unless there is no keychain at all. Runs an event loop; without a
/// QCoreApplication the result is nullopt.
[[nodiscard]] std::optional<Secret> findInKeychain(const std::string& account);

/// The name under which a password is stored.
[[nodiscard]] std::string keychainAccount(const TargetSettings& target);
[[nodiscard]] std::string keychainAccount(const RestSettings& manager);

} // namespace maintscope::app
