// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/quit_signals.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace maintscope::app {

namespace {

/// The write end of a pipe, the only object that the signal handler uses.
int g_signalPipe = -1;

void onSignal(int) {
    const int saved = errno;
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(g_signalPipe, &byte, 1);
    errno = saved;
}

} // namespace

QuitSignals::QuitSignals(std::function<void()> asked)
    : m_asked(std::move(asked)) {
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
    g_signalPipe = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        char byte = 0;
        while (::read(m_pipe[0], &byte, 1) == 1)
            m_asked();
    });
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    // A closed terminal ends the run normally; under nohup, the run continues.
    struct sigaction hangUp {};
    ::sigaction(SIGHUP, nullptr, &hangUp);
    if (hangUp.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);
}

QuitSignals::~QuitSignals() {
    if (!m_notifier) return;
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGINT, &ignore, nullptr);
    ::sigaction(SIGTERM, &ignore, nullptr);
    ::sigaction(SIGHUP, &ignore, nullptr);
    m_notifier.reset();
    g_signalPipe = -1;
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

} // namespace maintscope::app
