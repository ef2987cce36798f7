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

/// How long an answer is awaited.
inline constexpr std::chrono::milliseconds kKeychainPatience{15'000};

/// The keychain of the desktop: Secret Service or KWallet. A locked one asks the user by itself, for as long
/// as it likes; we wait for as long as we have patience. Without support in this build, or with
/// MAINTSCOPE_KEYCHAIN=off in the environment, a store that is unavailable and says so. Needs a
/// QCoreApplication.
[[nodiscard]] std::unique_ptr<ports::SecretStore>
makeKeychain(std::chrono::milliseconds patience = kKeychainPatience);

/// Looks one up and waits for the answer. nullopt: none is known, or the keychain cannot be used, which is
/// said on standard error unless there is none at all. Runs an event loop; without a QCoreApplication:
/// nullopt.
[[nodiscard]] std::optional<Secret> findInKeychain(const std::string& account);

/// Under which a password is kept.
[[nodiscard]] std::string keychainAccount(const TargetSettings& target);
[[nodiscard]] std::string keychainAccount(const RestSettings& manager);

} // namespace maintscope::app
