// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/quit_signals.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace maintscope::app {

namespace {

// All that a signal handler may touch.
std::atomic<int> g_signalPipe{-1};         ///< the write end
std::atomic<bool> g_interruptWaits{false}; ///< the next SIGINT has no deadline
std::atomic<int> g_deadlineSignal{0};      ///< the signal whose deadline runs
constexpr int kFirstExitOfSignals = 128;   ///< as shells count
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

/// setitimer() is a plain system call on Linux.
void startDeadline(int number) {
    int none = 0;
    if (!g_deadlineSignal.compare_exchange_strong(none, number)) return;
    const itimerval once{
        .it_interval = {},
        .it_value = {.tv_sec = kQuitPatience.count() / 1000, .tv_usec = kQuitPatience.count() % 1000 * 1000}};
    ::setitimer(ITIMER_REAL, &once, nullptr);
}

void onSignal(int number) {
    const int saved = errno;
    if (number != SIGINT || !g_interruptWaits.exchange(false)) startDeadline(number);
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const auto written = ::write(g_signalPipe, &byte, 1);
    errno = saved;
}

/// The process ends as it would have without a handler.
void onDeadline(int) {
    constexpr std::string_view kWords =
        "maintscope: did not end in time after the signal, and is ended. Recordings are complete up to their "
        "last half second.\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kWords.data(), kWords.size());
    const int number = g_deadlineSignal;
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    ::sigaction(number, &usual, nullptr);
    ::kill(::getpid(), number);
    ::_exit(kFirstExitOfSignals + number);
}

void handle(int number, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

} // namespace

QuitSignals::QuitSignals(std::function<void(int)> asked, FirstInterrupt firstInterrupt)
    : m_asked(std::move(asked)) {
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
    g_signalPipe = m_pipe[1];
    g_interruptWaits = firstInterrupt == FirstInterrupt::MayTakeLong;
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        unsigned char byte = 0;
        while (::read(m_pipe[0], &byte, 1) == 1)
            m_asked(byte);
    });
    handle(SIGALRM, onDeadline);
    handle(SIGINT, onSignal);
    handle(SIGTERM, onSignal);
    // A closed terminal ends the run in good order; nohup says that it is not to end at all.
    struct sigaction hangUp {};
    ::sigaction(SIGHUP, nullptr, &hangUp);
    if (hangUp.sa_handler != SIG_IGN) handle(SIGHUP, onSignal);
}

QuitSignals::~QuitSignals() {
    if (!m_notifier) return;
    // The handlers stay: the process is about to end and must keep its exit code, but not for ever.
    m_notifier.reset();
    g_signalPipe = -1;
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

} // namespace maintscope::app
