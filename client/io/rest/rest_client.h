// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"

#include <QObject>

#include <memory>

namespace maintscope::io {

/// Runs REST tasks on a separate thread and delivers the results to the thread of this object, so that a
/// handshake or a slow cluster manager never blocks a window or a probe. All functions must be called on the
/// owner's thread.
class RestClient final : public QObject {
    Q_OBJECT
public:
    explicit RestClient(QObject* parent = nullptr);
    ~RestClient() override; ///< cancels the running task and waits for the thread

    /// Starts a task; a running task is cancelled first.
    void start(const RestTask& task);
    /// Cancels the running task; it reports nothing more. A change that was already sent may still take
    /// effect.
    void cancel();

Q_SIGNALS:
    void stepEnded(const maintscope::RestStep& step);
    void ended(const maintscope::RestOutcome& outcome);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace maintscope::io
