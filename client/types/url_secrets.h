// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/secret.h"

#include <string>
#include <string_view>

// Secrets in text that is meant as a URL, valid or not.
namespace maintscope {

/// Where the authority starts: after "://", after a ":/" that lacks a slash, or at 0.
[[nodiscard]] std::size_t authorityStart(std::string_view url);

/// The text with what may be a secret replaced by "***", for messages, logs and fields that show pasted text: the
/// password before the last `@`, the value of every parameter after `?` or `#`, and, where there is no `@`, what
/// stands in the place of the port and cannot be one.
[[nodiscard]] std::string withoutPassword(std::string_view url);

/// "?timeout=***" of a query or a fragment: the names of its parameters without their values.
[[nodiscard]] std::string withoutValues(std::string_view query);

/// The text without its password, for a field that shows it, and the password for one that does not. The password is
/// the one before the last `@`, or else the parameter `password`, `pass`, `pwd` or `auth`.
struct PastedUrl {
    std::string shown;
    Secret password; ///< as it is written, not decoded; empty: there is none
};
[[nodiscard]] PastedUrl takePassword(std::string_view url);

} // namespace maintscope
