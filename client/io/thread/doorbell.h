// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

namespace maintscope::io {

/// Lets any thread wake the event loop of the thread that this object lives on. Carries no data (that goes
/// through a Mailbox), because the thread sanitizer cannot see into Qt's queued calls.
class Doorbell : public QObject {
    Q_OBJECT
public:
    explicit Doorbell(std::function<void()> answer, QObject* parent = nullptr);

    /// Any thread; the object must be alive.
    void ring();

private:
    Q_INVOKABLE void answer();

    std::function<void()> m_answer;
};

} // namespace maintscope::io
