// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::app {

/// Whether a sanitizer watches this build: it is several times slower, and its reports need what is switched
/// off elsewhere.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

} // namespace maintscope::app
