// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/extract/recording_extract.h"
#include "model/session/timeline.h"
#include "model/verdict/comparison.h"
#include "model/verdict/summary.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// The content of a report as text, before it is formatted as HTML, PDF or Markdown.
namespace maintscope::model {

// Titles and captions that HTML, PDF and Markdown share.
inline const QString kReportTitle = QStringLiteral("Maintenance report");
inline const QString kScopeTitle = QStringLiteral("Scope");
inline const QString kTimelineTitle = QStringLiteral("Timeline");
inline const QString kTimelineCaption =
    QStringLiteral("Numbers refer to the table of operations. A connection's line alternates between double "
                   "and single with each endpoint. Blank: no reply.");
inline const QString kControlTitle = QStringLiteral("With and without handoffs");
inline const QString kMethodTitle = QStringLiteral("Method and limits of the measurement");
inline const QString kPercentilesTitle = QStringLiteral("Latency by percentile");
inline const QString kPercentilesCaption =
    QStringLiteral("Corrected latency by percentile of all due commands; a failed command ranks worse than "
                   "any latency.");

/// One of the large figures of the first half page.
struct ReportFigure {
    QString value;  ///< "0.45 s"
    QString what;   ///< "longest time without a reply"
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
    std::vector<QStringList> rows; ///< as many cells as columns
    std::vector<std::optional<OperationKind>>
        marks;         ///< the symbol of a row's operation; empty: no row has one
    QString whenEmpty; ///< shown instead of a table without rows
    QString note;      ///< below it
};

struct TargetReport {
    std::size_t index = 0; ///< of the session's targets
    QString name;
    Summary summary;
    QString verdict;     ///< PASS, WARN, FAIL, INCONCLUSIVE
    QString sentence;    ///< the result for readers who do not know Redis
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
    QStringList method; ///< the method of measurement, and its limits
    ReportTable appendix;
    QString checksum; ///< SHA-256 of the same range as NDJSON, hexadecimal
};

[[nodiscard]] Report makeReport(const RecordingExtract& source, const SessionStores& stores);

/// The first half page in one line each: verdict and sentence. Shared with the morning summary.
[[nodiscard]] QString impactSentence(const Summary& summary);
/// The summary of an unattended night for the next morning: "Recorded 7 h 58 min of 8 h (2
/// min not measured, 03:10:00Z to 03:12:00Z). 2 operations announced, longest unannounced gap 3.20 s
/// at 02:41:07Z." `planned`: the intended duration.
[[nodiscard]] QString nightSentence(const Summary& summary, std::optional<Duration> planned);
/// A node keeps its old sockets a little longer than announced. Source: field measurements of closing times
/// (StackExchange.Redis PR 3202).
inline constexpr Duration kAfterDeadline = std::chrono::seconds(10);

/// "MIGRATING 21", "MOVING".
[[nodiscard]] QString operationName(const Band& band);

/// The rows of "Gaps and failures". Pure.
[[nodiscard]] ReportTable findingsTable(const RecordingExtract& source, const Summary& summary,
                                        const Timeline& timeline);

} // namespace maintscope::model
