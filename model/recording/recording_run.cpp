// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_run.h"

#include "client/types/event_names.h"
#include "model/base/event_ids.h"
#include "model/recording/recording_files.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace maintscope::model {
namespace {

/// The event for missing files between two existing ones.
Event missingFiles(int firstMissing, int next, MonoTime from, MonoTime to, WallTime started) {
    Event event;
    event.key = derivedKey("missing part " + std::to_string(firstMissing));
    event.kind = EventKind::NotMeasured;
    event.severity = Severity::Warning;
    event.name = names::kNotMeasured;
    event.at = from;
    event.wall = started + from.time_since_epoch();
    event.end = to;
    event.text = next - firstMissing == 1
                     ? "part " + std::to_string(firstMissing) + " of the recording is missing"
                     : "parts " + std::to_string(firstMissing) + " to " + std::to_string(next - 1) +
                           " of the recording are missing";
    return event;
}

} // namespace

RecordingRun::RecordingRun(const Recording& recording)
    : RecordingRun({std::shared_ptr<const Recording>(std::shared_ptr<void>(), &recording)}) {}

RecordingRun::RecordingRun(std::vector<std::shared_ptr<const Recording>> files)
    : m_files(std::move(files))
    , m_session(m_files.front()->session()) {
    for (const auto& file : m_files)
        for (const TargetInfo& target : file->session().targets)
            if (!findTarget(m_session, target.id)) m_session.targets.push_back(target);
}

Result<RecordingRun> RecordingRun::open(const QString& path) {
    auto named = Recording::open(path);
    if (!named) return named.error();
    const std::string uuid = (*named)->session().uuid;
    const int part = (*named)->part();
    std::vector<std::shared_ptr<const Recording>> files{std::move(*named)};
    for (const QString& other : partsBeside(path)) {
        // A file that only has such a name does not belong to this run.
        if (auto file = Recording::open(other);
            file && (*file)->session().uuid == uuid && (*file)->part() != part)
            files.push_back(std::move(*file));
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a->part() < b->part(); });
    return RecordingRun(std::move(files));
}

Result<RecordingRun> RecordingRun::open(const QStringList& paths) {
    std::vector<std::shared_ptr<const Recording>> files;
    for (const QString& path : paths) {
        auto file = Recording::open(path);
        if (!file) return file.error();
        if (!files.empty() && (*file)->session().uuid != files.front()->session().uuid)
            return Error{"The file belongs to another recording.", path.toStdString(), {}, {}};
        files.push_back(std::move(*file));
    }
    if (files.empty()) return Error{"There is no file to read.", {}, {}, {}};
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a->part() < b->part(); });
    return RecordingRun(std::move(files));
}

bool RecordingRun::complete() const {
    return std::all_of(m_files.begin(), m_files.end(), [](const auto& file) { return file->complete(); });
}

Recovery::Ending RecordingRun::ending() const {
    if (m_files.back()->ending() == Recovery::Ending::BeingWritten) return Recovery::Ending::BeingWritten;
    const bool cut = std::any_of(m_files.begin(), m_files.end(),
                                 [](const auto& file) { return file->ending() == Recovery::Ending::CutOff; });
    return cut ? Recovery::Ending::CutOff : Recovery::Ending::Closed;
}

const std::string& RecordingRun::keptName() const {
    const auto named = std::find_if(m_files.begin(), m_files.end(),
                                    [](const auto& file) { return !file->keptName().empty(); });
    return (named == m_files.end() ? m_files.front() : *named)->keptName();
}

std::vector<int> RecordingRun::parts() const {
    std::vector<int> numbers;
    for (const auto& file : m_files)
        numbers.push_back(file->part());
    return numbers;
}

struct RecordingRun::Seams {
    std::unordered_map<std::uint64_t, Event>
        carried; ///< events in several files, in the version of the last one
    struct File {
        std::unordered_set<std::uint64_t> again; ///< contained in an earlier file
        std::vector<Event> notMeasured;          ///< missing time before it and in it, by time
    };
    std::vector<File> files;
};

MonoTime RecordingRun::beginOf(std::size_t file) const {
    return m_files[file]->begin().value_or(file == 0 ? kSessionStart : m_files[file - 1]->until());
}

/// Bounded by open spans and connections at the end of each file: see RotationSnapshot.
const RecordingRun::Seams& RecordingRun::seams() const {
    if (m_seams) return *m_seams;
    const auto seams = std::make_shared<Seams>();
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        Seams::File& file = seams->files.emplace_back();
        file.notMeasured = notMeasured(i);
        const auto before = std::span(m_files).first(i);
        if (before.empty()) continue;
        // Read errors are reported by events().
        static_cast<void>(m_files[i]->events({{}, beginOf(i) + Duration(1)}, [&](const Event& event) {
            const bool known = std::any_of(before.begin(), before.end(), [&event](const auto& earlier) {
                return earlier->hasEvent(event.key);
            });
            if (!known) return true;
            file.again.insert(event.key.value);
            seams->carried[event.key.value] = event;
            return true;
        }));
    }
    m_seams = seams;
    return *m_seams;
}

std::optional<Event> RecordingRun::missingBefore(std::size_t file) const {
    if (file == 0) return std::nullopt;
    const Recording& before = *m_files[file - 1];
    const MonoTime begin = beginOf(file);
    if (m_files[file]->part() <= before.part() + 1 || begin <= before.until()) return std::nullopt;
    return missingFiles(before.part() + 1, m_files[file]->part(), before.until(), begin,
                        m_session.startedWall);
}

std::vector<Event> RecordingRun::notMeasured(std::size_t file) const {
    std::vector<Event> events;
    if (auto missing = missingBefore(file)) events.push_back(std::move(*missing));
    for (Event& event : lostEvents(m_files[file]->lostSpans(beginOf(file)), m_session.startedWall))
        events.push_back(std::move(event));
    return events;
}

Status RecordingRun::events(const EventVisitor& visit, EventOrder order) const {
    const Seams& seams = this->seams();
    std::optional<Error> damage;
    bool stopped = false;
    const auto tell = [&](const Event& event) {
        stopped = stopped || !visit(event);
        return !stopped;
    };
    for (std::size_t i = 0; i < m_files.size() && !stopped; ++i) {
        const std::vector<Event>& lost = seams.files[i].notMeasured;
        auto nextLost = lost.begin();
        const auto tellWhole = [&](const Event& event) {
            for (; order == EventOrder::Time && nextLost != lost.end() && nextLost->at < event.at; ++nextLost)
                if (!tell(*nextLost)) return false;
            const auto later = seams.carried.find(event.key.value);
            if (later == seams.carried.end()) return tell(event);
            // A carried-over span: the later file has its end, this one its beginning.
            Event whole = later->second;
            whole.at = event.at;
            whole.wall = event.wall;
            whole.clockStep = event.clockStep;
            return tell(whole);
        };
        const Status read = m_files[i]->events(
            {},
            [&](const Event& event) {
                return seams.files[i].again.contains(event.key.value) || tellWhole(event);
            },
            order);
        if (!read && !damage) damage = read.error();
        for (; nextLost != lost.end() && !stopped; ++nextLost)
            tell(*nextLost);
    }
    return damage && !stopped ? Status(*damage) : success();
}

Recording::Events RecordingRun::allEvents() const {
    Recording::Events all;
    const Status read = events([&all](const Event& event) {
        all.events.push_back(event);
        return true;
    });
    if (!read) all.damage = read.error();
    return all;
}

Recording::Events RecordingRun::storedEvents() const {
    Recording::Events all = m_files.front()->allEvents();
    if (m_files.size() == 1) return all;
    std::unordered_map<std::uint64_t, std::size_t> places;
    for (std::size_t i = 0; i < all.events.size(); ++i)
        places[all.events[i].key.value] = i;
    for (std::size_t i = 1; i < m_files.size(); ++i) {
        Recording::Events more = m_files[i]->allEvents();
        if (!all.damage) all.damage = std::move(more.damage);
        if (auto missing = missingBefore(i)) all.events.push_back(std::move(*missing));
        for (Event& event : more.events) {
            const auto [place, isNew] = places.try_emplace(event.key.value, all.events.size());
            if (isNew) {
                all.events.push_back(std::move(event));
                continue;
            }
            // A carried-over span: this file has its end, an earlier one its beginning.
            Event& known = all.events[place->second];
            event.at = known.at;
            event.wall = known.wall;
            event.clockStep = known.clockStep;
            known = std::move(event);
        }
    }
    return all;
}

Status RecordingRun::samples(const TimeRange& range, const SampleVisitor& visit) const {
    std::optional<Error> damage;
    bool stopped = false;
    for (const auto& file : m_files) {
        const Status read = file->samples(range, [&](const Sample& sample) {
            stopped = !visit(sample);
            return !stopped;
        });
        if (!read && !damage) damage = read.error();
        if (stopped) return success();
    }
    return damage ? Status(*damage) : success();
}

} // namespace maintscope::model
