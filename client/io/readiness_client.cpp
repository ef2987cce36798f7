// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/readiness_client.h"

#include "client/io/doorbell.h"
#include "client/io/mailbox.h"
#include "client/io/name_resolver.h"
#include "client/io/steady_clock.h"

#include <QThread>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace maintscope::io {

namespace {

struct Command {
    std::uint64_t number = 0;
    std::optional<ReadinessTask> task; ///< nullopt: the end
};

struct News {
    std::uint64_t number = 0;
    ReadinessFacts facts;
};

} // namespace

/// Both ends of the border: commands go to the thread, news come back, each through a mailbox.
class ReadinessClient::Worker {
public:
    explicit Worker(ReadinessClient& owner)
        : m_owner(owner)
        , m_commandBell([this] { onCommands(); })
        , m_commands([this] { m_commandBell.ring(); })
        , m_newsBell([this] { onNews(); })
        , m_news([this] { m_newsBell.ring(); }) {
        m_thread.setObjectName(QStringLiteral("readiness"));
        m_commandBell.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Worker() {
        m_commands.post(Command{});
        m_thread.wait();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void begin(ReadinessTask task) { m_commands.post(Command{++m_number, std::move(task)}); }

private:
    // On the owner's thread.
    void onNews() {
        for (const News& news : m_news.takeAll())
            if (news.number == m_number) Q_EMIT m_owner.seen(news.facts);
    }

    // On the thread.
    void onCommands() {
        for (Command& command : m_commands.takeAll()) {
            m_check.reset();
            if (!command.task) return QThread::currentThread()->quit();
            m_check = std::make_unique<ReadinessCheck>(m_lookups, m_clock);
            m_check->start(std::move(*command.task),
                           [this, number = command.number](const ReadinessFacts& facts) {
                               m_news.post({number, facts});
                           });
        }
    }

    ReadinessClient& m_owner;
    QThread m_thread;
    SteadyClock m_clock;
    LookupPool m_lookups;
    Doorbell m_commandBell;
    Mailbox<Command> m_commands;
    Doorbell m_newsBell;
    Mailbox<News> m_news;
    std::unique_ptr<ReadinessCheck> m_check; ///< made and destroyed on the thread
    std::uint64_t m_number = 0;              ///< of the check that is listened to; owner's thread
};

ReadinessClient::ReadinessClient(QObject* parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>(*this)) {}

ReadinessClient::~ReadinessClient() = default;

void ReadinessClient::start(ReadinessTask task) {
    m_worker->begin(std::move(task));
}

} // namespace maintscope::io
