// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/thread/fine_timer.h"

#include <QtGlobal>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utility>

namespace maintscope::io {

FineTimer::FineTimer(std::function<void()> expired)
    : m_expired(std::move(expired))
    , m_descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
    if (m_descriptor < 0) qFatal("No timer can be made (timerfd_create): %s", std::strerror(errno));
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { onActivated(); });
}

FineTimer::~FineTimer() {
    m_notifier.reset();
    ::close(m_descriptor);
}

void FineTimer::arm(Duration delay) {
    // A zero value would disarm the kernel's timer.
    const Duration positive = std::max(delay, Duration(1));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(positive);
    itimerspec when{};
    when.it_value.tv_sec = seconds.count();
    when.it_value.tv_nsec = (positive - seconds).count();
    timerfd_settime(m_descriptor, 0, &when, nullptr);
}

void FineTimer::disarm() {
    const itimerspec never{};
    timerfd_settime(m_descriptor, 0, &never, nullptr);
}

void FineTimer::onActivated() {
    std::uint64_t expirations = 0;
    // Armed anew since the loop saw it: nothing to read, nothing has expired.
    if (::read(m_descriptor, &expirations, sizeof expirations) != sizeof expirations) return;
    m_expired();
}

} // namespace maintscope::io
