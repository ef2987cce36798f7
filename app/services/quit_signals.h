// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/build_kind.h"

#include <QSocketNotifier>

#include <array>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>

namespace maintscope::app {

/// From a signal to the end of the process, whatever it does at that moment.
inline constexpr std::chrono::milliseconds kQuitPatience{kSanitized ? 9'000 : 1'800};

/// Turns SIGINT, SIGTERM and SIGHUP (unless it is ignored, as by nohup) into calls on the event loop during
/// its lifetime. A process that has not ended kQuitPatience after one of them is ended by it, even if no
/// event loop runs any more, so that nothing can be stuck: not in a long computation, not behind a dialog,
/// not in a destructor. That also holds after this object is gone. At most one object per process.
class QuitSignals {
public:
    /// Whether the first SIGINT has a deadline, too. Ctrl-C can be repeated by the person who sees that it
    /// takes long, and a result may be worth waiting for.
    enum class FirstInterrupt { HasDeadline, MayTakeLong };

    /// `asked` gets the number of the signal.
    explicit QuitSignals(std::function<void(int signal)> asked,
                         FirstInterrupt firstInterrupt = FirstInterrupt::HasDeadline);
    ~QuitSignals();
    QuitSignals(const QuitSignals&) = delete;
    QuitSignals& operator=(const QuitSignals&) = delete;

private:
    std::function<void(int)> m_asked;
    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace maintscope::app
