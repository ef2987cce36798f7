// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/extract/session_models.h"

namespace maintscope::model {

std::unique_ptr<SessionModels> sessionModels(const ExportSource& source) {
    auto models = std::make_unique<SessionModels>();
    std::vector<TargetStatusTracker> trackers;
    std::vector<GapFinder> finders;
    for (const TargetInfo& target : source.session().targets) {
        models->targets.push_back(std::make_unique<TargetModels>(target));
        trackers.emplace_back(target, source.session().startedWall);
        finders.emplace_back(target, ProbeRole::Protected);
        finders.emplace_back(target, ProbeRole::Control);
    }
    for (const Event& event : source.events()) {
        models->metrics.add(event);
        for (auto& target : models->targets)
            target->timeline.add(event);
        for (GapFinder& finder : finders)
            finder.add(event);
        for (TargetStatusTracker& tracker : trackers)
            if (event.at < source.to()) tracker.add(event);
    }
    // What cannot be read is told where the samples are exported.
    static_cast<void>(source.allSamples([&](const Sample& sample) {
        models->metrics.add(sample);
        for (GapFinder& finder : finders)
            finder.add(sample);
        for (TargetStatusTracker& tracker : trackers)
            if (sample.intended < source.to()) tracker.add(sample);
        return true;
    }));
    for (std::size_t i = 0; i < models->targets.size(); ++i) {
        models->targets[i]->status = trackers[i].status(source.to());
        for (const std::size_t finder : {2 * i, 2 * i + 1})
            for (const Gap& gap : finders[finder].gaps(source.to()).listed)
                if (gap.connection.value != 0) models->targets[i]->gaps.push_back(gap);
    }
    return models;
}

} // namespace maintscope::model
