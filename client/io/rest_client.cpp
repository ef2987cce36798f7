// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest_client.h"

#include "client/io/doorbell.h"
#include "client/io/mailbox.h"
#include "client/io/name_resolver.h"
#include "client/io/rest_session.h"
#include "client/io/steady_clock.h"

#include <QThread>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace maintscope::io {

namespace {

/// Numbers tasks, so that news of a cancelled one that are already on their way are not taken for the next
/// one's.
using TaskNumber = std::uint64_t;

struct Begin {
    TaskNumber number = 0;
    RestTask task;
};
struct Cancel {};
struct Quit {};
using Command = std::variant<Begin, Cancel, Quit>;

struct News {
    TaskNumber number = 0;
    std::variant<RestStep, RestOutcome> what;
};

} // namespace

/// Both ends of the border: commands go to the thread, news come back, each through a mailbox.
class RestClient::Worker {
public:
    explicit Worker(RestClient& owner)
        : m_owner(owner)
        , m_commandBell([this] { onCommands(); })
        , m_commands([this] { m_commandBell.ring(); })
        , m_newsBell([this] { onNews(); })
        , m_news([this] { m_newsBell.ring(); }) {
        m_thread.setObjectName(QStringLiteral("rest"));
        m_commandBell.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Worker() {
        m_commands.post(Quit{});
        m_thread.wait();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // On the owner's thread.
    void begin(const RestTask& task) { m_commands.post(Begin{++m_number, task}); }
    void cancel() {
        ++m_number;
        m_commands.post(Cancel{});
    }

private:
    void onNews() {
        for (const News& news : m_news.takeAll()) {
            if (news.number != m_number) continue;
            if (const auto* step = std::get_if<RestStep>(&news.what)) Q_EMIT m_owner.stepEnded(*step);
            if (const auto* outcome = std::get_if<RestOutcome>(&news.what)) Q_EMIT m_owner.ended(*outcome);
        }
    }

    // On the thread.
    void onCommands() {
        if (!m_session) m_session = std::make_unique<RestSession>(m_lookups, m_clock);
        for (Command& command : m_commands.takeAll())
            std::visit([this](auto& one) { handle(one); }, command);
    }
    void handle(Begin& begin) {
        m_session->cancel();
        const TaskNumber number = begin.number;
        m_session->start(
            std::move(begin.task),
            [this, number](const RestStep& step) {
                m_news.post({number, step});
            },
            [this, number](const RestOutcome& outcome) {
                m_news.post({number, outcome});
            });
    }
    void handle(const Cancel&) { m_session->cancel(); }
    void handle(const Quit&) {
        m_session.reset();
        QThread::currentThread()->quit();
    }

    RestClient& m_owner;
    QThread m_thread;
    SteadyClock m_clock;
    LookupPool m_lookups;
    Doorbell m_commandBell;
    Mailbox<Command> m_commands;
    Doorbell m_newsBell;
    Mailbox<News> m_news;
    std::unique_ptr<RestSession> m_session; ///< made and destroyed on the thread
    TaskNumber m_number = 0;                ///< of the task that is listened to; owner's thread
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
