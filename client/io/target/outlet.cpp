// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/target/outlet.h"

#include "client/types/event_names.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace maintscope::io {

namespace {

/// Keys that the outlet gives lie above those of any target.
constexpr std::uint64_t kOwnKeys = std::uint64_t{0xFFFF} << 48;
constexpr std::size_t kRememberedKeys = 65'536;
constexpr Duration kClockStepWorthTelling = std::chrono::milliseconds(10);

bool isSpan(EventKind kind) {
    switch (kind) {
    case EventKind::Window:
    case EventKind::Handoff:
    case EventKind::ConnectAttempt:
    case EventKind::Timeout:
    case EventKind::Error:
    case EventKind::Gap:
    case EventKind::Relaxed:
    case EventKind::NotMeasured:
        return true;
    case EventKind::Notification:
    case EventKind::Disconnect:
    case EventKind::Connected:
    case EventKind::DnsChange:
    case EventKind::RestChange:
    case EventKind::Note:
    case EventKind::LocalStall:
    case EventKind::Alert:
    case EventKind::Recording:
    case EventKind::State:
        return false;
    }
    return false;
}

std::size_t sizeInBytes(const Event& event) {
    std::size_t size = sizeof event + event.name.size() + event.peerOld.size() + event.peerNew.size() +
                       event.slots.size() + event.shards.size() + event.errorText.size() + event.raw.size() +
                       event.text.size();
    for (const Figure& entry : event.figures)
        size += sizeof entry + entry.name.size();
    return size;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

} // namespace

std::size_t sizeInBytes(const Batch& batch) {
    std::size_t size = sizeof batch + batch.samples.size() * sizeof(Sample);
    for (const Event& event : batch.events)
        size += sizeInBytes(event);
    return size;
}

Outlet::Outlet(const ports::Clock& clock, RecorderMailbox* recorder, ViewMailbox* view, Limits limits)
    : m_clock(clock)
    , m_recorder(recorder)
    , m_view(view)
    , m_limits(limits)
    , m_lastOwnKey(kOwnKeys) {}

void Outlet::publish(std::vector<Event>& events, std::vector<Sample>& samples) {
    for (Event& event : events)
        collect(std::move(event));
    events.clear();
    append(m_samples, samples);
    if (m_events.size() >= m_limits.batchEvents || m_samples.size() >= m_limits.batchSamples) send(false);
}

void Outlet::publish(Event event) {
    collect(std::move(event));
    if (m_events.size() >= m_limits.batchEvents) send(false);
}

void Outlet::collect(Event&& event) {
    stamp(event);
    number(event);
    m_events.push_back(std::move(event));
}

void Outlet::number(Event& event) {
    if (event.key == EventKey{}) event.key = EventKey{++m_lastOwnKey};
    const auto [entry, isNew] = m_known.try_emplace(event.key.value);
    if (isNew) {
        entry->second.seqNo = ++m_lastSeqNo;
        m_knownOrder.push_back(event.key.value);
    }
    entry->second.mayGrow = isSpan(event.kind) && !event.end;
    event.seqNo = entry->second.seqNo;
    if (isNew) forgetOldKeys();
}

void Outlet::forgetOldKeys() {
    // Spans that are still open are asked for again; they go to the end of the line.
    for (std::size_t looked = 0; m_known.size() > kRememberedKeys && looked < kRememberedKeys; ++looked) {
        const std::uint64_t oldest = m_knownOrder.front();
        m_knownOrder.pop_front();
        const auto entry = m_known.find(oldest);
        if (entry->second.mayGrow)
            m_knownOrder.push_back(oldest);
        else
            m_known.erase(entry);
    }
}

void Outlet::stamp(Event& event) {
    // The event's own time is in the past by what the step and the loop took; the wall clock is read now.
    const Duration lead = m_clock.wallNow().time_since_epoch() - m_clock.now().time_since_epoch();
    // What is planned brings its time along: it is one of the calendar's, and follows no clock of ours.
    if (event.wall == WallTime{}) event.wall = WallTime(event.at.time_since_epoch() + lead);
    event.clockStep = m_wallLead ? lead - *m_wallLead : Duration::zero();
    m_wallLead = lead;
    if (std::chrono::abs(event.clockStep) <= kClockStepWorthTelling) return;

    Event step;
    step.at = m_clock.now();
    step.wall = WallTime(step.at.time_since_epoch() + lead);
    step.clockStep = event.clockStep;
    step.kind = EventKind::Recording;
    step.severity = Severity::Warning;
    step.name = names::kClockStep;
    step.figures.push_back({"step_ns", event.clockStep.count()});
    number(step);
    m_events.push_back(std::move(step));
}

void Outlet::flush() {
    const bool heartbeatDue = m_clock.now() - m_lastSent >= m_limits.heartbeat;
    send(heartbeatDue);
}

void Outlet::finish() {
    if (m_view != nullptr) m_view->unacknowledged = 0;
    send(true);
}

void Outlet::send(bool evenIfEmpty) {
    const bool viewWaits = !m_held.events.empty() || !m_held.samples.empty();
    if (m_events.empty() && m_samples.empty() && !evenIfEmpty && !viewWaits) return;
    publishNotRecorded();
    auto batch = std::make_shared<Batch>();
    batch->events = std::exchange(m_events, {});
    batch->samples = std::exchange(m_samples, {});
    batch->until = m_clock.now();
    batch->untilWall = m_clock.wallNow();
    m_lastSent = batch->until;
    if (m_recorder != nullptr) sendToRecorder(batch);
    if (m_view != nullptr) sendToView(batch);
}

void Outlet::sendToRecorder(const BatchPtr& batch) {
    const std::size_t waiting = m_recorder->weight();
    const std::size_t size = sizeInBytes(*batch);
    if (waiting + size <= m_limits.recorderBytes) {
        m_recorder->post(batch, size);
        return;
    }
    if (m_lostEvents == 0 && m_lostSamples == 0) m_lostSince = batch->until;
    m_lostSamples += batch->samples.size();
    auto eventsOnly = std::make_shared<Batch>();
    eventsOnly->events = batch->events;
    eventsOnly->until = batch->until;
    eventsOnly->untilWall = batch->untilWall;
    const std::size_t eventsSize = sizeInBytes(*eventsOnly);
    if (waiting + eventsSize <= m_limits.recorderBytes / 4 * 5)
        m_recorder->post(std::move(eventsOnly), eventsSize);
    else
        m_lostEvents += batch->events.size();
}

void Outlet::publishNotRecorded() {
    const bool anyLost = m_lostEvents != 0 || m_lostSamples != 0;
    // Told once there is room again, so that the report itself is recorded.
    if (!anyLost || m_recorder == nullptr || m_recorder->weight() > m_limits.recorderBytes / 2) return;
    Event event;
    event.at = m_lostSince;
    event.end = m_clock.now();
    event.kind = EventKind::Recording;
    event.severity = Severity::Error;
    event.name = names::kNotRecorded;
    event.figures = {{"samples", static_cast<std::int64_t>(m_lostSamples)},
                     {"events", static_cast<std::int64_t>(m_lostEvents)}};
    m_lostSamples = 0;
    m_lostEvents = 0;
    collect(std::move(event));
}

void Outlet::sendToView(const BatchPtr& batch) {
    const bool holding = !m_held.events.empty() || !m_held.samples.empty() || m_omittedSamples != 0;
    const bool behind = m_view->unacknowledged >= m_limits.viewBatches;
    if (!holding && !behind) {
        ++m_view->unacknowledged;
        m_view->box.post(batch);
        return;
    }
    hold(*batch);
    if (behind) return;
    m_held.omittedSamples = std::exchange(m_omittedSamples, 0);
    m_held.omittedEvents = std::exchange(m_omittedEvents, 0);
    m_heldEventBytes = 0;
    ++m_view->unacknowledged;
    m_view->box.post(std::make_shared<const Batch>(std::exchange(m_held, {})));
}

void Outlet::hold(const Batch& batch) {
    for (const Event& event : batch.events) {
        const std::size_t size = sizeInBytes(event);
        if (m_heldEventBytes + size > m_limits.viewEventBytes) {
            ++m_omittedEvents;
            continue;
        }
        m_heldEventBytes += size;
        m_held.events.push_back(event);
    }
    const std::size_t room = m_limits.viewSamples - std::min(m_limits.viewSamples, m_held.samples.size());
    const auto fitting = static_cast<std::ptrdiff_t>(std::min(room, batch.samples.size()));
    m_held.samples.insert(m_held.samples.end(), batch.samples.begin(), batch.samples.begin() + fitting);
    m_omittedSamples += batch.samples.size() - static_cast<std::size_t>(fitting);
    m_held.until = batch.until;
    m_held.untilWall = batch.untilWall;
}

} // namespace maintscope::io
