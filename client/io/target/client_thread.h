// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/target.h"
#include "client/io/target/outlet.h"
#include "client/io/thread/doorbell.h"
#include "client/io/thread/steady_clock.h"
#include "client/types/batch.h"
#include "client/types/event.h"
#include "client/types/ids.h"
#include "client/types/settings.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <variant>

namespace maintscope::io {

/// How a target ended.
struct TargetReport {
    TargetId target;
    bool wasReady = false; ///< any protected connection, ever
    core::NotReadyCause cause = core::NotReadyCause::None;
};

/// Runs the clients of all targets on a thread of its own and reports to the thread on which this object
/// lives. One object is one session: its clock starts with it. All functions are for the owner's thread,
/// unless noted.
class ClientThread final : public QObject {
    Q_OBJECT
public:
    /// Nothing is collected for a consumer that is absent.
    struct Consumers {
        bool recorder = true;
        bool view = true;
    };

    explicit ClientThread(Consumers consumers, QObject* parent = nullptr);
    ~ClientThread() override; ///< aborts what runs and waits for the thread

    void start();
    void addTarget(TargetSettings settings);
    /// Ends the schedules of all targets and waits for their replies; targetFinished() follows for each.
    void stopAll();
    /// The open connections of all targets ask for maintenance notifications once more, because the server's
    /// setting may have changed. The results are events: opt_in_asked, then opt_in_again for each.
    void optInAgain();
    /// Ends all targets without waiting for replies.
    void abort();
    /// An event made by the program: a note, a change over REST. Its time is set when it is zero.
    void publish(Event event);
    /// Aborts what runs, hands over the last batch and ends the thread. Blocks until then.
    void shutdown();

    /// The session's clock; any thread.
    [[nodiscard]] const SteadyClock& clock() const { return m_clock; }
    /// Where the recorder takes its batches; any thread. Closed when the last batch is in.
    [[nodiscard]] RecorderMailbox& recorderMailbox() { return m_recorder; }

Q_SIGNALS:
    // Emitted on the owner's thread.
    void batchArrived(const maintscope::BatchPtr& batch);
    void targetFinished(const maintscope::io::TargetReport& report);

private:
    void takeBatches();

    class Worker;

    Consumers m_consumers;
    SteadyClock m_clock;
    Doorbell m_bell; ///< for m_view
    RecorderMailbox m_recorder;
    ViewMailbox m_view;
    std::unique_ptr<Worker> m_worker;
};

} // namespace maintscope::io
