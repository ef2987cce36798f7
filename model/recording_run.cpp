// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording_run.h"

#include "client/types/event_names.h"
#include "model/event_ids.h"
#include "model/recording_files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace maintscope::model {
namespace {

/// A later file is told, when it begins, which targets run: from then on it knows of them.
std::optional<MonoTime> beginOf(const std::vector<Event>& events) {
    std::optional<MonoTime> begin;
    for (const Event& event : events)
        if (event.kind == EventKind::Recording && event.name == names::kTargetStarted)
            begin = std::min(begin.value_or(event.at), event.at);
    return begin;
}

/// What stands for the files between two that are there.
Event missingFiles(int firstMissing, int next, MonoTime from, MonoTime to, WallTime started,
                   std::uint64_t seqNo) {
    Event event;
    event.key = derivedKey("missing part " + std::to_string(firstMissing));
    event.seqNo = seqNo;
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
        // What only has such a name is not of this run.
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

std::vector<int> RecordingRun::parts() const {
    std::vector<int> numbers;
    for (const auto& file : m_files)
        numbers.push_back(file->part());
    return numbers;
}

Recording::Events RecordingRun::allEvents() const {
    Recording::Events all = m_files.front()->allEvents();
    if (m_files.size() == 1) return all;
    std::unordered_map<std::uint64_t, std::size_t> places;
    for (std::size_t i = 0; i < all.events.size(); ++i)
        places[all.events[i].key.value] = i;
    for (std::size_t i = 1; i < m_files.size(); ++i) {
        const Recording& before = *m_files[i - 1];
        Recording::Events more = m_files[i]->allEvents();
        if (!all.damage) all.damage = std::move(more.damage);
        const MonoTime begin = beginOf(more.events).value_or(before.until());
        if (m_files[i]->part() > before.part() + 1 && begin > before.until()) {
            const std::uint64_t seqNo = all.events.empty() ? 0 : all.events.back().seqNo + 1;
            all.events.push_back(missingFiles(before.part() + 1, m_files[i]->part(), before.until(), begin,
                                              m_session.startedWall, seqNo));
        }
        for (Event& event : more.events) {
            const auto [place, isNew] = places.try_emplace(event.key.value, all.events.size());
            if (isNew) {
                all.events.push_back(std::move(event));
                continue;
            }
            // It was carried over: how it went on is known here, when it began there.
            Event& known = all.events[place->second];
            event.at = known.at;
            event.wall = known.wall;
            event.clockStep = known.clockStep;
            known = std::move(event);
        }
    }
    std::stable_sort(all.events.begin(), all.events.end(),
                     [](const Event& a, const Event& b) { return a.seqNo < b.seqNo; });
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
