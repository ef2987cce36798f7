// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_loader.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

constexpr int kBlocksPerRead = 64;
/// Half an hour of metrics at a time: a few milliseconds of work for the receiver.
constexpr int kRollupsPerChunk = 30;
constexpr std::size_t kSamplesPerChunk = 32'768;
/// The maximum time between the end of a probe and its publication.
constexpr Duration kPublishSlack = std::chrono::seconds(2);

} // namespace

// Samples one by one

BlockReader::BlockReader(const RecordingRun& run)
    : m_files(run.files())
    , m_tailLost(m_files.size(), false) {
    for (std::size_t i = 0; i < m_files.size(); ++i)
        m_tallies.emplace_back(run.beginOf(i));
}

BlockReader::BlockReader(std::shared_ptr<const Recording> file, std::int64_t after)
    : m_files{std::move(file)}
    , m_tallies{RecoveryTally(std::nullopt)}
    , m_tailLost(1, false)
    , m_lastId(after) {}

const Sample* BlockReader::peek() {
    do {
        for (; m_block < m_blocks.size(); ++m_block, m_next = 0)
            if (m_next < m_blocks[m_block].samples.size()) return &m_blocks[m_block].samples[m_next];
    } while (readMore());
    return nullptr;
}

/// Returns false at the end.
bool BlockReader::readMore() {
    if (m_file == m_files.size()) return false;
    auto read = m_files[m_file]->blocks(m_lastId, kBlocksPerRead);
    m_blocks = std::move(read.rows);
    m_block = m_next = 0;
    if (read.tailLost) m_tailLost[m_file] = true;
    for (const Recording::Block& block : m_blocks)
        m_tallies[m_file].add(block.id, block.samples);
    if (!m_blocks.empty()) m_lastId = m_blocks.back().id;
    if (read.atEnd) {
        ++m_file;
        m_lastId = 0;
    }
    return true;
}

Recovery BlockReader::recovery(bool eventsLost) const {
    std::optional<Recovery> all;
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        const Recording& file = *m_files[i];
        const Recovery one = m_tallies[i].finish(file.ending(), file.until(), m_tailLost[i], eventsLost);
        all = all ? together(*all, one) : one;
    }
    return all.value_or(Recovery{});
}

// Events as they were

std::optional<Event> asOf(const Event& event, MonoTime time) {
    if (event.at > time) return std::nullopt;
    Event then = event;
    bool changed = false;
    for (auto phase : {&HandoffPhases::notified, &HandoffPhases::connecting, &HandoffPhases::optedIn,
                       &HandoffPhases::firstOk, &HandoffPhases::oldDrained, &HandoffPhases::oldClosed}) {
        std::optional<Duration>& reached = then.phases.*phase;
        if (!reached || event.at + *reached <= time) continue;
        reached.reset();
        changed = true;
    }
    if (then.end && *then.end > time) {
        then.end.reset();
        changed = true;
        if (then.kind == EventKind::Window) then.pairState = PairState::Open;
        if (then.result != ResultWord::None) then.result = ResultWord::Running;
        then.errorType.clear();
        then.errorText.clear();
    }
    if (changed) then.text.clear(); // it described the future
    return then;
}

// Chunk by chunk

RecordingLoader::RecordingLoader(RecordingRun run, std::optional<MonoTime> until)
    : m_run(std::move(run))
    , m_until(until)
    , m_end(until ? std::min(*until, m_run.until()) : m_run.until())
    , m_uncountedReader(m_run.files().front(), 0)
    , m_gapReader(m_run) {}

double RecordingLoader::share(MonoTime at) const {
    const Duration whole = std::max<Duration>(m_end - kSessionStart, std::chrono::seconds(1));
    return std::clamp(static_cast<double>((at - kSessionStart).count()) / static_cast<double>(whole.count()),
                      0.0, 1.0);
}

MonoTime RecordingLoader::settled(MonoTime at) const {
    // A probe is published when it ends, at the latest at its relaxed deadline.
    Duration latest{};
    for (const TargetInfo& target : m_run.session().targets)
        latest = std::max({latest, target.timeouts.normal, target.timeouts.relaxed});
    return std::clamp(at - latest - kPublishSlack, kSessionStart, std::max(kSessionStart, m_end));
}

bool RecordingLoader::isPast(std::int64_t block) const {
    if (!m_until) return true;
    const auto read = m_run.files()[m_file]->blocks(block - 1, 1);
    return !read.rows.empty() && read.rows.front().id == block &&
           std::all_of(read.rows.front().samples.begin(), read.rows.front().samples.end(),
                       [this](const Sample& sample) { return isPast(sample); });
}

std::optional<StoredChunk> RecordingLoader::next() {
    switch (m_stage) {
    case Stage::Events:
        return nextEvents();
    case Stage::Rollups:
        return nextRollups();
    case Stage::Uncounted:
        return nextUncounted();
    case Stage::Gaps:
        return nextGaps();
    case Stage::Done:
        break;
    }
    return std::nullopt;
}

StoredChunk RecordingLoader::nextEvents() {
    StoredChunk chunk;
    auto all = m_run.storedEvents();
    m_eventsLost = all.damage.has_value();
    if (m_until) {
        for (const Event& event : all.events)
            if (auto then = asOf(event, *m_until)) chunk.events.push_back(std::move(*then));
    } else {
        chunk.events = std::move(all.events);
    }
    m_stage = Stage::Rollups;
    return chunk;
}

StoredChunk RecordingLoader::nextRollups() {
    StoredChunk chunk;
    const auto& file = m_run.files()[m_file];
    const auto read = file->rollups(m_lastRollup, kRollupsPerChunk);
    bool more = !read.atEnd;
    for (const Recording::Rollup& row : read.rows) {
        // After an unreadable row, its samples would be missing: from there on, the samples are read
        // directly. The same applies to a row that partly covers the future.
        if (row.id != m_lastRollup + 1 || !isPast(row.samplesTo)) {
            more = false;
            break;
        }
        m_lastRollup = row.id;
        m_uncountedReader = BlockReader(file, row.samplesTo);
        chunk.seconds.insert(chunk.seconds.end(), row.seconds.begin(), row.seconds.end());
    }
    if (!chunk.seconds.empty()) {
        const auto latest = std::max_element(
            chunk.seconds.begin(), chunk.seconds.end(),
            [](const RollupSecond& a, const RollupSecond& b) { return a.second < b.second; });
        chunk.until = settled(MonoTime(std::chrono::seconds(latest->second)));
        chunk.progress = share(chunk.until) / 2;
    }
    if (!more) m_stage = Stage::Uncounted;
    return chunk;
}

StoredChunk RecordingLoader::nextUncounted() {
    StoredChunk chunk;
    const Sample* sample = m_uncountedReader.peek();
    for (; sample && isPast(*sample) && chunk.uncounted.size() < kSamplesPerChunk;
         sample = m_uncountedReader.peek()) {
        chunk.uncounted.push_back(*sample);
        m_uncountedReader.pop();
    }
    if (sample && isPast(*sample)) {
        chunk.until = settled(sample->intended);
        chunk.progress = share(chunk.until) / 2;
        return chunk;
    }
    if (m_file + 1 < m_run.files().size()) {
        ++m_file;
        m_lastRollup = 0;
        m_uncountedReader = BlockReader(m_run.files()[m_file], 0);
        m_stage = Stage::Rollups;
        return chunk;
    }
    m_stage = Stage::Gaps;
    chunk.pictureComplete = true;
    chunk.until = m_end;
    chunk.progress = 0.5;
    return chunk;
}

StoredChunk RecordingLoader::nextGaps() {
    StoredChunk chunk;
    chunk.pictureComplete = true;
    chunk.until = m_end;
    const Sample* sample = m_gapReader.peek();
    for (; sample && isPast(*sample) && chunk.samples.size() < kSamplesPerChunk;
         sample = m_gapReader.peek()) {
        chunk.samples.push_back(*sample);
        m_gapReader.pop();
    }
    const bool more = sample && isPast(*sample);
    chunk.progress = more ? 0.5 + share(sample->intended) / 2 : 1;
    if (more) return chunk;
    m_stage = Stage::Done;
    // The unreadable part is known now: it counts as not measured, not as a gap.
    chunk.events = lostEvents(recovery().lostSpans, m_run.session().startedWall);
    if (m_until) std::erase_if(chunk.events, [this](const Event& event) { return event.at > *m_until; });
    return chunk;
}

Recovery RecordingLoader::recovery() const {
    return m_gapReader.recovery(m_eventsLost);
}

} // namespace maintscope::model
