// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/readiness/readiness_client.h"

#include "client/io/net/name_resolver.h"
#include "client/io/thread/steady_clock.h"
#include "client/io/thread/worker_thread.h"

#include <cstdint>
#include <memory>
#include <utility>

namespace maintscope::io {

/// The checks are numbered, so that late results of one are not attributed to the next.
class ReadinessClient::Worker {
public:
    explicit Worker(ReadinessClient& owner)
        : m_owner(owner)
        , m_thread("readiness", {.begin = {},
                                 .work = [this](Begin& command) { work(command); },
                                 .end = [this] { m_check.reset(); },
                                 .receive = [this](const News& news) { receive(news); }}) {
        m_thread.start();
    }

    void begin(ReadinessTask task) { m_thread.post({++m_number, std::move(task)}); }

private:
    struct Begin {
        std::uint64_t number = 0;
        ReadinessTask task;
    };
    struct News {
        std::uint64_t number = 0;
        ReadinessFacts facts;
    };

    void receive(const News& news) {
        if (news.number == m_number) Q_EMIT m_owner.seen(news.facts);
    }

    void work(Begin& command) {
        m_check = std::make_unique<ReadinessCheck>(m_lookups, m_clock);
        m_check->start(std::move(command.task), [this, number = command.number](const ReadinessFacts& facts) {
            m_thread.report({number, facts});
        });
    }

    ReadinessClient& m_owner;
    SteadyClock m_clock;
    LookupPool m_lookups;
    std::unique_ptr<ReadinessCheck> m_check; ///< made and destroyed on the thread
    std::uint64_t m_number = 0;              ///< of the current check; owner's thread
    WorkerThread<Begin, News> m_thread;      ///< declared last: it ends before the members that it uses
};

ReadinessClient::ReadinessClient(QObject* parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>(*this)) {}

ReadinessClient::~ReadinessClient() = default;

void ReadinessClient::start(ReadinessTask task) {
    m_worker->begin(std::move(task));
}

} // namespace maintscope::io

#include "moc_readiness_client.cpp"
