// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/thread/mailbox.h"
#include "client/ports/clock.h"
#include "client/types/batch.h"
#include "client/types/event.h"
#include "client/types/sample.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace maintscope::io {

/// The recorder's end of the outlet: every batch, in order.
using RecorderMailbox = Mailbox<BatchPtr>;

/// The view's end of the outlet. The view acknowledges the batches that it has processed; while too many are
/// open, further batches omit samples, never events.
struct ViewMailbox {
    explicit ViewMailbox(std::function<void()> wake = {})
        : box(std::move(wake)) {}
    Mailbox<BatchPtr> box;
    std::atomic<int> unacknowledged{0};
    void acknowledge(int batches) { unacknowledged.fetch_sub(batches); }
};

/// The one way out of the client. Numbers events, stamps them with the wall clock, collects them with the
/// samples into batches for two consumers: the recorder, which gets everything (within a bound in bytes; what
/// does not fit is counted and published as `not_recorded`), and the view, for which samples are left out
/// first and events only at a bound that no honest server reaches. Confined to the client thread; flush() is
/// to be called every 50 ms.
class Outlet {
public:
    struct Limits {
        std::size_t batchEvents = 1024;
        std::size_t batchSamples = 65'536;
        /// Past this samples are not recorded; past 5/4 of it events neither.
        std::size_t recorderBytes = std::size_t{64} << 20;
        int viewBatches = 4;
        /// Samples that are kept for a view that is behind; further ones are counted and left out.
        std::size_t viewSamples = 65'536;
        /// Events that are kept for it, in bytes: more than hours of maintenance make, less than a server
        /// that pushes without end would fill. The recorder has what is left out here.
        std::size_t viewEventBytes = std::size_t{64} << 20;
        /// An empty batch lets the consumers know that time passes.
        Duration heartbeat = std::chrono::milliseconds(500);
    };

    /// Either mailbox may be null. All references must outlive the outlet.
    Outlet(const ports::Clock& clock, RecorderMailbox* recorder, ViewMailbox* view)
        : Outlet(clock, recorder, view, Limits{}) {}
    Outlet(const ports::Clock& clock, RecorderMailbox* recorder, ViewMailbox* view, Limits limits);

    /// Moves the contents out; the vectors are left empty with their capacity. An event with key 0 gets one.
    void publish(std::vector<Event>& events, std::vector<Sample>& samples);
    void publish(Event event);
    /// Sends what has been collected.
    void flush();
    /// The last flush: also what was held back from a slow view.
    void finish();

private:
    struct Numbered {
        std::uint64_t seqNo = 0;
        bool mayGrow = false;
    };

    void number(Event& event);
    void stamp(Event& event);
    void collect(Event&& event);
    void forgetOldKeys();
    void send(bool evenIfEmpty);
    void sendToRecorder(const BatchPtr& batch);
    void sendToView(const BatchPtr& batch);
    void hold(const Batch& batch);
    void publishNotRecorded();

    const ports::Clock& m_clock;
    RecorderMailbox* m_recorder;
    ViewMailbox* m_view;
    Limits m_limits;

    std::vector<Event> m_events;
    std::vector<Sample> m_samples;
    MonoTime m_lastSent{};

    std::uint64_t m_lastSeqNo = 0;
    std::uint64_t m_lastOwnKey;
    std::unordered_map<std::uint64_t, Numbered> m_known;
    std::deque<std::uint64_t> m_knownOrder;
    std::optional<Duration> m_wallLead; ///< wall clock minus session clock, at the previous event

    std::uint64_t m_lostEvents = 0;
    std::uint64_t m_lostSamples = 0;
    MonoTime m_lostSince{};

    Batch m_held; ///< for a view that is behind
    std::size_t m_heldEventBytes = 0;
    std::uint64_t m_omittedSamples = 0;
    std::uint64_t m_omittedEvents = 0;
};

/// The approximate memory of a batch while it waits.
[[nodiscard]] std::size_t sizeInBytes(const Batch& batch);

} // namespace maintscope::io
