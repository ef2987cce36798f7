// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"
#include "model/session/timeline_values.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace maintscope::model {

/// The lanes of one target, built event by event. Pure; used on the GUI thread.
class Timeline {
public:
    explicit Timeline(TargetInfo target);

    /// A known key replaces the earlier version. Events of other targets are ignored, except notes and
    /// observer marks, which apply to all targets.
    void add(const Event& event);

    [[nodiscard]] const TargetInfo& target() const { return m_target; }
    /// Sets the environment that the user has chosen for the target.
    void setEnvironment(Environment environment) { m_target.environment = environment; }
    /// Ascending by start; only a few of one kind overlap.
    [[nodiscard]] const std::vector<Band>& bands() const { return m_bands; }
    /// All configured connections from the start: protected ones first, then control, each ascending by id.
    [[nodiscard]] const std::vector<ConnectionLane>& lanes() const { return m_lanes; }
    [[nodiscard]] const std::vector<DnsMark>& dns() const { return m_dns; }
    [[nodiscard]] const std::vector<ObserverSpan>& observer() const { return m_observer; }
    [[nodiscard]] const std::vector<Finding>& findings() const { return m_findings; }
    [[nodiscard]] const std::vector<NoteMark>& notes() const { return m_notes; }
    /// The planned windows in the order of their events; they may be outside the measured time.
    [[nodiscard]] const std::vector<PlannedMark>& planned() const { return m_planned; }
    /// Relaxed spans of all protected connections combined: overlapping spans are merged, except that spans
    /// after the end of an operation stay separate.
    [[nodiscard]] std::vector<RelaxedSpan> relaxedUnion() const;

    /// The first and last time in any event; nullopt before the first event.
    [[nodiscard]] std::optional<MonoTime> begin() const { return m_begin; }
    [[nodiscard]] std::optional<MonoTime> end() const { return m_end; }
    /// Increases with every change: a view that has painted this revision need not paint again.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

private:
    /// The windows and handoffs that form a band.
    struct BandParts {
        std::map<std::uint64_t, Event> windows; ///< by key
        std::map<ConnectionId, Event> handoffs; ///< the latest of each connection
    };

    ConnectionLane& lane(ConnectionId connection, ProbeRole role);
    void extend(const Event& event);
    void addWindow(const Event& event);
    void addHandoff(const Event& event);
    void addConnected(const Event& event);
    void addDisconnect(const Event& event);
    void addAttempt(const Event& event);
    void addRelaxed(const Event& event);
    void addFailures(const Event& event);
    void addAlert(const Event& event);
    void addNote(const Event& event);
    void addPlanned(const Event& event);
    void addFinding(const Event& event, FindingKind kind, const QString& label);
    void rebuildBand(std::size_t position);
    [[nodiscard]] std::optional<std::size_t> bandFor(const Event& window) const;

    TargetInfo m_target;
    std::vector<Band> m_bands;
    std::vector<BandParts> m_parts;                          ///< one per band
    std::unordered_map<std::uint64_t, std::size_t> m_bandOf; ///< window key -> band
    std::vector<ConnectionLane> m_lanes;
    /// The position of an event's mark in its vector; findings share their event with another mark.
    std::unordered_map<std::uint64_t, std::size_t> m_places;
    std::unordered_map<std::uint64_t, std::size_t> m_findingPlaces;
    std::vector<DnsMark> m_dns;
    std::vector<ObserverSpan> m_observer;
    std::vector<Finding> m_findings;
    std::vector<NoteMark> m_notes;
    std::vector<PlannedMark> m_planned;
    std::optional<MonoTime> m_begin;
    std::optional<MonoTime> m_end;
    std::uint64_t m_revision = 0;
};

} // namespace maintscope::model
