// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/lanes.h"
#include "ui/paint/marks.h"
#include "ui/theme/translate.h"

#include <QString>
#include <QStringList>

#include <vector>

/// Paints the rows of paintLanes(); only for ui/paint. ui/paint/lanes.h explains the marks.
namespace maintscope::ui {

/// Prevents texts of one row from overlapping each other and marks.
class Occupied {
public:
    void take(double from, double to) { m_spans.push_back({from, to}); }
    [[nodiscard]] bool isFree(double from, double to) const {
        for (const Span& span : m_spans)
            if (from < span.to && to > span.from) return false;
        return true;
    }

private:
    struct Span {
        double from;
        double to;
    };
    std::vector<Span> m_spans;
};

class LanePainter {
public:
    LanePainter(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                const std::vector<LaneRow>& rows, std::vector<LaneHit>* hits);

    void paint();

private:
    // lane_painter.cpp: used by all rows
    [[nodiscard]] QRectF body(const QRectF& row) const;
    [[nodiscard]] MonoTime endOf(const std::optional<MonoTime>& end) const;
    [[nodiscard]] bool touches(MonoTime from, MonoTime to) const;
    /// The left edge of a text of this width that should begin at `left`, moved so that the now line does not cross it.
    [[nodiscard]] double besideNow(double left, double width) const {
        return left < m_nowX && left + width > m_nowX ? m_nowX + 4 : left;
    }
    /// Time of day and zone.
    [[nodiscard]] QString time(MonoTime at) const;
    /// `words` returns the text; it is called only if marks are requested, because composing it costs more than
    /// painting. `from` and `to`: the time of the mark, for selecting and fitting it.
    template <class Words>
    void hit(const QRectF& area, EventKey key, Words words, MonoTime from, MonoTime to) {
        if (m_hits) m_hits->push_back({area.translated(m_origin), key, words(), {from, to}, false});
        if (key.value != 0 && m_f.selectedEvent == key) m_selected.push_back(area);
    }
    void hitDense(const QRectF& area, std::size_t count, MonoTime from, MonoTime to);
    void paintBackground();
    [[nodiscard]] bool beginsControl(const LaneRow& row) const;
    void label(const QRectF& row, const QString& text, bool strong, double indent = 10, double room = 0);
    void quiet(const QRectF& row, const QString& text);
    void paintRow(const LaneRow& row, const QRectF& area);
    void paintAxis(const QRectF& row);
    void paintNowTag();
    void paintCursorTags();
    void paintSelected();

    // lane_operations.cpp
    void paintPlanned(const QRectF& row);
    [[nodiscard]] MonoTime announcedEnd(const model::Band& band) const;
    void paintBands(const QRectF& row, OperationKind operation);
    /// Where the text of a painted band may go.
    struct BandText {
        QRectF area;
        double right = 0; ///< right edge of everything that belongs to the band
        double room = 0;  ///< pixels inside the band up to the next band
        double rest = 0;  ///< x inside the band from which no other band covers it
        QString toCome;   ///< text for the announced part right of now
    };
    BandText paintBand(const QRectF& row, const model::Band& band, OperationKind operation);
    void paintDiamonds(const QRectF& row, const model::Band& band);
    void paintBandText(const QRectF& row, const model::Band& band, OperationKind operation,
                       const BandText& place, Occupied& occupied);
    [[nodiscard]] QString bandWords(const model::Band& band, OperationKind operation) const;

    // lane_findings.cpp
    void paintFindings(const QRectF& row);
    void paintFinding(const model::Finding* finding, const model::NoteMark* note, std::size_t count, double x,
                      double y, const QRectF& row, Occupied& occupied);
    void paintRelaxed(const QRectF& row);
    void paintDns(const QRectF& row);

    // lane_connections.cpp
    void paintConnection(const model::ConnectionLane& lane, const QRectF& row);
    void paintSegments(const model::ConnectionLane& lane, const QRectF& row);
    void paintGaps(const model::ConnectionLane& lane, const QRectF& row, Occupied& occupied);
    void paintFailures(const model::ConnectionLane& lane, const QRectF& row);
    void paintAttempts(const model::ConnectionLane& lane, const QRectF& row, Occupied& occupied);
    void paintChanges(const model::ConnectionLane& lane, const QRectF& row);
    [[nodiscard]] QRectF connectionRows() const;
    void paintStalls();
    void paintNotMeasured();

    QPainter& m_p;
    const Theme& m_t;
    const LiveFrame& m_f;
    const TimeScale& m_s;
    const std::vector<LaneRow>& m_rows;
    std::vector<LaneHit>* m_hits;
    double m_nowX;
    double m_height;
    QPointF m_origin; ///< of the rows, in the coordinates of hits
    std::vector<TimeTick> m_ticks;
    std::vector<QRectF> m_selected; ///< where the selected event was painted
};

namespace lane {

inline constexpr double kMergePixels = 8; ///< marks closer than this are shown as one
/// This many marks within kDensePixels of each other are drawn as a zig-zag.
inline constexpr std::size_t kDenseCount = 4;
inline constexpr double kDensePixels = 5;
/// This many marks that begin this close together are merged, too, however long they last, because they overlap.
inline constexpr std::size_t kCrowdCount = 12;

/// Server text, made safe for display.
[[nodiscard]] QString words(const std::string& text);
/// Phases of a handoff in one line: "connecting 3 ms, opted in 61 ms, ...".
[[nodiscard]] QString phases(const HandoffPhases& phases);

/// Groups marks, ascending by begin, that are too narrow or too many to be shown separately. `extentOf(i)`
/// returns the pixels of a mark as a pair. Calls `single(i)` for each separate mark, `dense(first, end)` for a
/// group.
template <class ExtentOf, class Single, class Dense>
void forEachGroup(std::size_t count, ExtentOf extentOf, Single single, Dense dense) {
    for (std::size_t first = 0; first < count;) {
        std::size_t end = first + 1;
        const auto narrow = [&](std::size_t i) {
            const auto [from, to] = extentOf(i);
            return to - from < kDensePixels;
        };
        while (end < count && narrow(end - 1) && narrow(end) &&
               extentOf(end).first - extentOf(end - 1).second < kDensePixels)
            ++end;
        std::size_t crowd = end;
        while (crowd < count && extentOf(crowd).first - extentOf(crowd - 1).first < kDensePixels)
            ++crowd;
        if (crowd - first >= kCrowdCount) end = crowd;
        if (end - first >= kDenseCount)
            dense(first, end);
        else
            for (std::size_t i = first; i < end; ++i)
                single(i);
        first = end;
    }
}

} // namespace lane
} // namespace maintscope::ui
