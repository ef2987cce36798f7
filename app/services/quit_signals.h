// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <functional>
#include <memory>

namespace maintscope::app {

/// Turns SIGINT, SIGTERM and (unless it is ignored, as by nohup) SIGHUP into calls on the event loop while it
/// lives. Afterwards they are ignored: the process is about to end by itself, and its exit code is not to be
/// lost. One in a process.
class QuitSignals {
public:
    explicit QuitSignals(std::function<void()> asked);
    ~QuitSignals();
    QuitSignals(const QuitSignals&) = delete;
    QuitSignals& operator=(const QuitSignals&) = delete;

private:
    std::function<void()> m_asked;
    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace maintscope::app
