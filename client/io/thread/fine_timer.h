// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace maintscope::io {

/// A single-shot timer with the kernel's resolution (timerfd): QTimer's millisecond is too coarse for probe
/// schedules. Confined to the thread that made it, which needs an event loop.
class FineTimer {
public:
    explicit FineTimer(std::function<void()> expired);
    ~FineTimer();
    FineTimer(const FineTimer&) = delete;
    FineTimer& operator=(const FineTimer&) = delete;

    /// Replaces an earlier deadline; zero or less expires at the next turn of the event loop.
    void arm(Duration delay);
    void disarm();

private:
    void onActivated();

    std::function<void()> m_expired;
    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace maintscope::io
