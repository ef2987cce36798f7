// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/extract/export_source.h"
#include "model/extract/session_models.h"
#include "model/session/timeline.h"
#include "model/verdict/comparison.h"
#include "model/verdict/summary.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// What a report says, in the words in which it says it, before it becomes HTML, PDF or Markdown: three forms
/// of one content.
namespace maintscope::model {

/// One of the large figures of the first half page.
struct ReportFigure {
    QString value;  ///< "0.45 s"
    QString what;   ///< "longest time without an answer"
    QString beside; ///< "control 6.10 s, limit 1 s"; may be empty
};

struct ReportFact {
    QString name;
    QString value;
};

struct ReportColumn {
    QString title;
    bool figure = false; ///< a number or time: set in the mono font
    bool right = false;
};

struct ReportTable {
    QString title;
    std::vector<ReportColumn> columns;
    std::vector<QStringList> rows;              ///< as many cells as columns
    std::vector<std::optional<BandKind>> marks; ///< the sign of a row's operation; empty: none has one
    QString whenEmpty;                          ///< instead of the table where it has no row
    QString note;                               ///< below it
};

struct TargetReport {
    std::size_t index = 0; ///< of the session's targets
    QString name;
    Summary summary;
    QString verdict;     ///< PASS, WARN, FAIL, INCONCLUSIVE
    QString sentence;    ///< what it comes to, for somebody who knows no Redis
    QStringList reasons; ///< why it is not a pass
    std::vector<ReportFigure> figures;
    std::vector<ReportFact> scope;
    ReportTable operations;
    ReportTable handoffs;                 ///< phases, one row per connection
    ReportTable findings;                 ///< gaps and failures, each with its likely cause
    std::vector<ComparisonGroup> control; ///< protected minus control; empty without control
    QStringList controlCaveats;
};

struct Report {
    QString title;
    QString range; ///< "Friday 20 November 2026, 14:00:00 to 15:00:00 UTC"
    QString appVersion;
    bool redacted = false;
    std::vector<TargetReport> targets;
    ReportTable changes; ///< made to the cluster through this program
    ReportTable notes;
    QStringList method; ///< how it was measured, and what that cannot show
    ReportTable appendix;
    QString checksum; ///< SHA-256 of the same range as NDJSON, hexadecimal
};

[[nodiscard]] Report makeReport(const ExportSource& source, const SessionModels& models);

/// The first half page in one line each: verdict and sentence. Shared with the morning summary.
[[nodiscard]] QString impactSentence(const Summary& summary);
/// What somebody who comes in the morning wants to know of an unattended night: "Recorded 7 h 58 min of 8 h (2
/// min not measured, 03:10:00Z to 03:12:00Z). 2 operations announced, longest gap with nothing announced 3.20 s
/// at 02:41:07Z." `planned`: how long it was to be.
[[nodiscard]] QString nightSentence(const Summary& summary, std::optional<Duration> planned);
/// A node keeps its old sockets a little longer than announced. Source: field measurements of closing times
/// (StackExchange.Redis PR 3202).
inline constexpr Duration kAfterDeadline = std::chrono::seconds(10);

/// "FAILING_OVER 21", "MOVING".
[[nodiscard]] QString operationName(const Band& band);

/// The rows of "Gaps and failures". Pure.
[[nodiscard]] ReportTable findingsTable(const ExportSource& source, const Summary& summary,
                                        const Timeline& timeline);

} // namespace maintscope::model
