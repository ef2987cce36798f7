// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/readiness/readiness_check.h"

#include <QObject>

#include <memory>

namespace maintscope::io {

/// Runs readiness checks on a thread of its own, so that a busy window does not distort their times and a
/// handshake does not block the window. News come to the thread on which this object lives. All functions are
/// for the owner's thread.
class ReadinessClient final : public QObject {
    Q_OBJECT
public:
    explicit ReadinessClient(QObject* parent = nullptr);
    ~ReadinessClient() override; ///< ends what runs and waits for the thread

    /// One at a time: a check that still runs ends first.
    void start(ReadinessTask task);

Q_SIGNALS:
    /// After each step; the last time with `finished`.
    void seen(const maintscope::ReadinessFacts& facts);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace maintscope::io
