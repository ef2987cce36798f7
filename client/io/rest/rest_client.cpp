// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_client.h"

#include "client/io/net/name_resolver.h"
#include "client/io/rest/rest_session.h"
#include "client/io/thread/steady_clock.h"
#include "client/io/thread/worker_thread.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace maintscope::io {

/// Tasks are numbered, so that late results of a cancelled task are not attributed to the next one.
class RestClient::Worker {
public:
    explicit Worker(RestClient& owner)
        : m_owner(owner)
        , m_thread("rest", {.begin = {},
                            .work = [this](Command& command) { work(command); },
                            .end = [this] { m_session.reset(); },
                            .receive = [this](const News& news) { receive(news); }}) {
        m_thread.start();
    }

    void begin(const RestTask& task) { m_thread.post({++m_number, task}); }
    void cancel() { m_thread.post({++m_number, std::nullopt}); }

private:
    using TaskNumber = std::uint64_t;
    struct Command {
        TaskNumber number = 0;
        std::optional<RestTask> task; ///< nullopt: cancel the running task
    };
    struct News {
        TaskNumber number = 0;
        std::variant<RestStep, RestOutcome> what;
    };

    void receive(const News& news) {
        if (news.number != m_number) return;
        if (const auto* step = std::get_if<RestStep>(&news.what)) Q_EMIT m_owner.stepEnded(*step);
        if (const auto* outcome = std::get_if<RestOutcome>(&news.what)) Q_EMIT m_owner.ended(*outcome);
    }

    void work(Command& command) {
        if (!m_session) m_session = std::make_unique<RestSession>(m_lookups, m_clock);
        m_session->cancel();
        if (!command.task) return;
        const TaskNumber number = command.number;
        m_session->start(
            std::move(*command.task),
            [this, number](const RestStep& step) {
                m_thread.report({number, step});
            },
            [this, number](const RestOutcome& outcome) {
                m_thread.report({number, outcome});
            });
    }

    RestClient& m_owner;
    SteadyClock m_clock;
    LookupPool m_lookups;
    std::unique_ptr<RestSession> m_session; ///< made and destroyed on the thread
    TaskNumber m_number = 0;                ///< of the current task; owner's thread
    WorkerThread<Command, News> m_thread;   ///< declared last: it ends before the members that it uses
};

RestClient::RestClient(QObject* parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>(*this)) {}

RestClient::~RestClient() = default;

void RestClient::start(const RestTask& task) {
    m_worker->begin(task);
}

void RestClient::cancel() {
    m_worker->cancel();
}

} // namespace maintscope::io

#include "moc_rest_client.cpp"
