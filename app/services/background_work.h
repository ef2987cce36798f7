// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace maintscope::app {

/// Work that would block the window, such as reading a whole recording. Each piece runs on a thread of its
/// own, and its result arrives on the thread that started it, unless this object is destroyed before. Work
/// cannot be cancelled: the destructor waits for it.
class BackgroundWork final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    ~BackgroundWork() override {
        for (const auto& thread : m_threads)
            thread->wait();
    }

    /// `work` runs on another thread and shares nothing with this one; `then` gets its result.
    template <class Work, class Then>
    void run(Work work, Then then, QThread::Priority priority = QThread::InheritPriority) {
        using Answer = decltype(work());
        const auto answer = std::make_shared<std::optional<Answer>>();
        const std::shared_ptr<QThread> thread(
            QThread::create([answer, work = std::move(work)] { answer->emplace(work()); }));
        connect(thread.get(), &QThread::finished, this,
                [this, answer, then = std::move(then), raw = thread.get()] {
                    forget(raw);
                    then(std::move(**answer));
                });
        m_threads.push_back(thread);
        thread->start(priority);
    }

private:
    void forget(const QThread* thread) {
        std::erase_if(m_threads, [thread](const auto& one) { return one.get() == thread && one->wait(); });
    }

    std::vector<std::shared_ptr<QThread>> m_threads;
};

} // namespace maintscope::app
