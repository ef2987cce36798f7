// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"

#include <QString>
#include <QThread>

#include <functional>
#include <optional>
#include <utility>

namespace maintscope::io {

/// A thread with an event loop for work that must not hold up its owner: commands go to it and news come
/// back, each through a mailbox. Made, used and destroyed on the owner's thread, which needs an event loop to
/// hear news; destroying it ends the thread and waits for it.
template <class Command, class News>
class WorkerThread {
public:
    struct Hooks {
        std::function<void(Command&)> work; ///< on the thread
        std::function<void()> end;          ///< on the thread, at its end: what lives there goes
        std::function<void(News&)> hear;    ///< on the owner's thread
    };

    WorkerThread(const QString& name, Hooks hooks)
        : m_hooks(std::move(hooks))
        , m_commandBell([this] { onCommands(); })
        , m_commands([this] { m_commandBell.ring(); })
        , m_newsBell([this] { onNews(); })
        , m_news([this] { m_newsBell.ring(); }) {
        m_thread.setObjectName(name);
        m_commandBell.moveToThread(&m_thread);
        m_thread.start();
    }
    ~WorkerThread() {
        m_commands.post(std::nullopt);
        m_thread.wait();
    }
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;

    /// Owner's thread.
    void post(Command command) { m_commands.post(std::move(command)); }
    /// On the thread.
    void tell(News news) { m_news.post(std::move(news)); }

private:
    void onCommands() {
        for (std::optional<Command>& command : m_commands.takeAll()) {
            if (command) {
                m_hooks.work(*command);
                continue;
            }
            m_hooks.end();
            QThread::currentThread()->quit();
        }
    }
    void onNews() {
        for (News& news : m_news.takeAll())
            m_hooks.hear(news);
    }

    Hooks m_hooks;
    QThread m_thread;
    Doorbell m_commandBell;
    Mailbox<std::optional<Command>> m_commands; ///< nullopt: the end
    Doorbell m_newsBell;
    Mailbox<News> m_news;
};

} // namespace maintscope::io
