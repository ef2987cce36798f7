// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/net/name_resolver.h"
#include "client/io/rest/rest_exchange.h"
#include "client/ports/clock.h"
#include "client/types/cluster.h"
#include "client/types/secret_mask.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::io {

/// Runs one task after the other, each a short sequence of requests, and reports every step. It never sends
/// anything on its own initiative, so a wrong password is not repeated; a PUT is sent once and then read
/// back, also when its reply does not say whether the change was made (5xx, none at all). Confined to one thread with an event loop; callbacks come from that loop.
class RestSession : public QObject {
    Q_OBJECT
public:
    using StepSeen = std::function<void(const RestStep&)>;
    using Done = std::function<void(const RestOutcome&)>;

    RestSession(LookupPool& pool, const ports::Clock& clock, QObject* parent = nullptr);

    /// Starts a task; returns false and does nothing while another one runs. `done` is called exactly once,
    /// unless the task is cancelled.
    bool start(RestTask task, StepSeen stepSeen, Done done);
    [[nodiscard]] bool busy() const { return m_running; }
    /// Cancels the running task: its callbacks are no longer called. A PUT that was already sent may still
    /// take effect.
    void cancel();

private:
    void next();
    void ask(RestStage stage);
    void onEnded(RestStage stage, ExchangeResult result);
    void onCluster(RestStage stage, const HttpReply& reply, const ExchangeResult& result, RestStep& step);
    void onRead(ClusterReading reading, RestStep& step);
    void onReadBack(ClusterReading reading, RestStep& step);
    /// A change whose reply leaves it open whether it was made is read back before anything is said.
    [[nodiscard]] bool leftOpen(RestStage stage, RestStep& step, const RestFailure& failure);
    /// True: the reading back is repeated after a pause.
    [[nodiscard]] bool readBackLater(RestStep& step, std::string note);
    void failStep(RestStep& step, RestFailure failure);
    void failExtra(RestStep& step, RestFailure failure);
    [[nodiscard]] std::string* noteOf(RestStage stage);
    void finish();
    [[nodiscard]] std::string where(RestStage stage) const;

    LookupPool& m_pool;
    const ports::Clock& m_clock;
    RestTask m_task;
    StepSeen m_stepSeen;
    Done m_done;
    bool m_running = false;
    RestToken m_token;    ///< of this task; empty: user and password are sent each time
    SecretMask m_secrets; ///< of this task: what the cluster sends is masked before it is reported
    RestOutcome m_outcome;
    ClusterChange m_open;               ///< the part of the change that is not in effect yet
    std::vector<RestStage> m_stages;    ///< still to come
    RestExchange* m_exchange = nullptr; ///< a child, while one runs
    int m_readBacks = 0;
    QTimer m_pause;
};

} // namespace maintscope::io
