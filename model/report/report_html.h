// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/report.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace maintscope::model {

/// Pictures of one target as SVG, from the painters of the window; empty without a painter.
struct ReportPictures {
    QByteArray timeline;
    QByteArray latency;
    QByteArray percentiles; ///< protected against control
};

/// One file without network access and scripts, printable on A4 and Letter. `pictures`: one per target.
[[nodiscard]] QByteArray reportHtml(const Report& report, const std::vector<ReportPictures>& pictures);
[[nodiscard]] QByteArray reportMarkdown(const Report& report);

/// Two sides of a comparison as a separate page.
struct ComparisonPage {
    ComparisonSide a;
    ComparisonSide b;
    QString alignment; ///< "aligned on the first notification"
    std::vector<ComparisonGroup> groups;
    QStringList caveats;
    QByteArray percentiles; ///< SVG; may be empty
    QByteArray timelineA;
    QByteArray timelineB;
    QString appVersion;
    bool redacted = false;
};
/// Two recordings side by side, without pictures. `a` and `b` must have been read with the ranges of
/// alignedRanges(). Uses the first target of each.
[[nodiscard]] ComparisonPage comparisonPage(const RecordingExtract& a, const RecordingExtract& b,
                                            Alignment alignment);
[[nodiscard]] QByteArray comparisonHtml(const ComparisonPage& page);
[[nodiscard]] QByteArray comparisonMarkdown(const ComparisonPage& page);

} // namespace maintscope::model
