// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace maintscope::io {

/// Hands values from any thread to one consumer. The consumer either waits (waitAndTake) or is woken by
/// `wake`, which is called once for each passage from empty to not empty. `wake` runs on the posting thread
/// with the lock held, so that after close() it is certain not to run again: it may post an event to an event
/// loop (Doorbell::ring), and nothing more.
template <class T>
class Mailbox {
public:
    explicit Mailbox(std::function<void()> wake = {})
        : m_wake(std::move(wake)) {}
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    /// `weight` is added to weight(): bytes, or items. Dropped after close().
    void post(T item, std::size_t weight = 1) {
        const std::scoped_lock lock(m_mutex);
        if (m_closed) return;
        const bool wasEmpty = m_items.empty();
        m_items.push_back(std::move(item));
        m_weight += weight;
        if (!wasEmpty) return;
        if (m_wake) m_wake();
        m_arrived.notify_one();
    }

    [[nodiscard]] std::vector<T> takeAll() {
        const std::scoped_lock lock(m_mutex);
        return take();
    }

    /// Blocks until something has arrived, the mailbox is closed or `limit` has passed.
    template <class Rep, class Period>
    [[nodiscard]] std::vector<T> waitAndTake(std::chrono::duration<Rep, Period> limit) {
        std::unique_lock lock(m_mutex);
        m_arrived.wait_for(lock, limit, [this] { return !m_items.empty() || m_closed; });
        return take();
    }

    /// Sum of the weights of what waits. A single producer that checks it before it posts keeps a bound.
    [[nodiscard]] std::size_t weight() const {
        const std::scoped_lock lock(m_mutex);
        return m_weight;
    }

    /// What waits can still be taken; what comes later is dropped.
    void close() {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_arrived.notify_all();
    }
    [[nodiscard]] bool closed() const {
        const std::scoped_lock lock(m_mutex);
        return m_closed;
    }

private:
    std::vector<T> take() {
        m_weight = 0;
        return std::exchange(m_items, {});
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::function<void()> m_wake;
    std::vector<T> m_items;
    std::size_t m_weight = 0;
    bool m_closed = false;
};

} // namespace maintscope::io
