// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"

#include <QObject>

#include <memory>

namespace maintscope::io {

/// Carries out REST tasks on a thread of its own and brings the news to the thread on which this object
/// lives, so that a handshake or a slow cluster manager never holds up a window or a probe. All functions are
/// for the owner's thread.
class RestClient final : public QObject {
    Q_OBJECT
public:
    explicit RestClient(QObject* parent = nullptr);
    ~RestClient() override; ///< cancels what runs and waits for the thread

    /// One at a time: what still runs is cancelled first.
    void start(const RestTask& task);
    /// Nothing more is heard of the running task. A change that is on its way may still take effect.
    void cancel();

Q_SIGNALS:
    void stepEnded(const maintscope::RestStep& step);
    void ended(const maintscope::RestOutcome& outcome);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace maintscope::io
