// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QEventLoop>

#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include <pthread.h>

namespace maintscope::io {

/// A thread with an event loop for work that must not block its owner: commands go to it and news come back,
/// each through a mailbox. Created, started, ended and destroyed on the owner's thread, which needs an event
/// loop to receive news. A std::jthread with a QEventLoop, because the thread sanitizer does not know the
/// locks inside QThread.
template <class Command, class News>
class WorkerThread {
public:
    struct Hooks {
        std::function<void()> begin;        ///< on the thread, before the first command; may be empty
        std::function<void(Command&)> work; ///< on the thread
        std::function<void()> end;          ///< on the thread, at its end: destroys what lives there
        std::function<void(News&)> receive; ///< on the owner's thread
    };

    /// `name` as debuggers and `top` show it: at most 15 characters.
    WorkerThread(std::string name, Hooks hooks)
        : m_name(std::move(name))
        , m_hooks(std::move(hooks))
        , m_commands([this] { ring(); })
        , m_newsBell([this] { receiveNews(); })
        , m_news([this] { m_newsBell.ring(); }) {}
    ~WorkerThread() {
        join();
    } ///< ends the thread and waits for it; news that have not been received are lost
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;

    /// Returns once the thread runs. To be called once; commands posted before wait for it.
    void start() {
        std::promise<void> ready;
        m_thread = std::jthread([this, &ready] { run(ready); });
        ready.get_future().wait();
    }
    [[nodiscard]] bool running() const { return m_thread.joinable(); }
    /// Carries out what was posted, ends the thread, waits for it and receives its last news.
    void finish() {
        join();
        receiveNews();
    }

    /// Any thread, the worker's own included.
    void post(Command command) { m_commands.post(std::move(command)); }
    /// On the thread.
    void report(News news) { m_news.post(std::move(news)); }

private:
    struct End {};

    void run(std::promise<void>& ready) {
        ::pthread_setname_np(::pthread_self(), m_name.c_str());
        QEventLoop loop;
        Doorbell bell([this] { workOnCommands(); });
        m_loop = &loop;
        if (m_hooks.begin) m_hooks.begin();
        {
            const std::lock_guard lock(m_bellMutex);
            m_bell = &bell;
        }
        bell.ring(); // for what was posted before the start
        ready.set_value();
        loop.exec();
        m_hooks.end();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const std::lock_guard lock(m_bellMutex);
        m_bell = nullptr;
    }
    void join() {
        if (!running()) return;
        m_commands.post(End{});
        m_thread.join();
    }
    /// Any thread.
    void ring() {
        const std::lock_guard lock(m_bellMutex);
        if (m_bell != nullptr) m_bell->ring();
    }
    void workOnCommands() {
        for (std::variant<Command, End>& command : m_commands.takeAll()) {
            if (std::holds_alternative<End>(command)) {
                m_loop->quit();
                return;
            }
            m_hooks.work(std::get<Command>(command));
        }
    }
    void receiveNews() {
        for (News& news : m_news.takeAll())
            m_hooks.receive(news);
    }

    std::string m_name;
    Hooks m_hooks;
    std::mutex m_bellMutex;
    Doorbell* m_bell = nullptr;   ///< guarded by m_bellMutex; set while the thread's loop runs
    QEventLoop* m_loop = nullptr; ///< on the thread
    Mailbox<std::variant<Command, End>> m_commands;
    Doorbell m_newsBell;
    Mailbox<News> m_news;
    std::jthread m_thread;
};

} // namespace maintscope::io
