// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <functional>
#include <memory>

namespace maintscope::app {

/// Turns SIGINT, SIGTERM and SIGHUP (unless it is ignored, as by nohup) into calls on the event loop during
/// its lifetime. Afterwards they are ignored: the process is about to end, and must keep its exit code. At
/// most one object per process.
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
