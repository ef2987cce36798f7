// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/comparison_loader.h"

#include "model/base/format.h"
#include "model/extract/recording_extract.h"
#include "model/recording/recording_run.h"
#include "ui/recordings/compare_page.h"
#include "ui/theme/translate.h"

#include <utility>

namespace maintscope::app {
namespace {

using namespace Qt::Literals::StringLiterals;
using ui::tr;

/// A choice consists of the recording's path and, after the last '#', the set of connections.
struct Choice {
    QString path;
    bool control = false;
};

const QString kControl = u"#control"_s;
const QString kProtected = u"#protected"_s;

Choice parse(const QString& id) {
    const qsizetype hash = id.lastIndexOf(u'#');
    return {id.left(hash), id.mid(hash) == kControl};
}

TargetId firstTarget(const model::RecordingRun& recording) {
    return recording.session().targets.empty() ? TargetId{1} : recording.session().targets.front().id;
}

struct Side {
    std::shared_ptr<const model::SessionStores> stores;
    std::shared_ptr<const model::Timeline> timeline;
    std::shared_ptr<const model::MetricStore> metrics;
    model::Summary whole; ///< protected, with control
    model::ComparisonSide side;
};

Result<Side> read(const QString& letter, const Choice& choice, const model::RecordingRun& recording,
                  const model::TimeRange& range) {
    model::ExportOptions options;
    options.range = range;
    const model::RecordingExtract source(recording, options);
    Side result;
    result.stores = source.stores();
    if (result.stores->targets().empty() || source.summaries().empty())
        return Error{
            "This recording has no target.", choice.path.toStdString(), {}, "Choose another recording."};
    result.timeline = {result.stores, &result.stores->targets().front()->timeline()};
    result.metrics = {result.stores, &result.stores->metrics()};
    result.whole = source.summaries().front();
    if (choice.control && !result.whole.control)
        return Error{"This recording has no control connections.",
                     choice.path.toStdString(),
                     {},
                     "Measure with a control probe, or choose its protected connections."};
    result.side.summary = choice.control ? *result.whole.control : result.whole;
    result.side.label = letter + u' ' + model::escapeServerText(result.whole.target) + u", "_s +
                        (choice.control ? tr("control") : tr("protected"));
    return result;
}

} // namespace

QString compareId(const QString& path, bool control) {
    return path + (control ? kControl : kProtected);
}

QString comparePath(const QString& id) {
    return parse(id).path;
}

std::vector<ui::CompareChoice> compareChoices(const QString& path, const model::SessionInfo& session) {
    std::vector<ui::CompareChoice> choices;
    if (session.targets.empty()) return choices;
    const model::TargetInfo& target = session.targets.front();
    const QString when =
        model::formatDate(session.startedWall) + u' ' + model::formatTimeS(session.startedWall);
    const auto add = [&](bool control, const QString& words) {
        choices.push_back({compareId(path, control),
                           u"%1, %2, %3"_s.arg(model::escapeServerText(target.name), words, when)});
    };
    add(false, tr("protected"));
    if (target.probe.control) add(true, tr("control"));
    return choices;
}

Result<ui::CompareContent> loadComparison(const QString& a, const QString& b, model::Alignment alignment) {
    const Choice choiceA = parse(a);
    const Choice choiceB = parse(b);
    auto first = model::RecordingRun::open(choiceA.path);
    if (!first) return first.error();
    auto second = model::RecordingRun::open(choiceB.path);
    if (!second) return second.error();
    ui::CompareContent content;
    const bool same = choiceA.path == choiceB.path;
    // Both sides of one recording share a clock, so no alignment is needed.
    if (!same)
        content.aligned = model::alignedRanges(first->allEvents().events, firstTarget(*first), first->until(),
                                               second->allEvents().events, firstTarget(*second),
                                               second->until(), alignment);
    auto sideA = read(u"A"_s, choiceA, *first, content.aligned.a);
    if (!sideA) return sideA.error();
    auto sideB = read(u"B"_s, choiceB, *second, content.aligned.b);
    if (!sideB) return sideB.error();
    content.a = sideA->side;
    content.b = sideB->side;
    content.timelineA = sideA->timeline;
    content.metricsA = sideA->metrics;
    content.storyA = sideA->whole;
    if (!same) {
        content.timelineB = sideB->timeline;
        content.metricsB = sideB->metrics;
        content.storyB = sideB->whole;
    }
    content.startA = first->session().startedWall;
    content.startB = second->session().startedWall;
    content.timeout = content.timelineA->target().timeouts.normal;
    return content;
}

} // namespace maintscope::app
