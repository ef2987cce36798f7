// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/time_range.h"
#include "model/base/zone_clock.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/metric_store.h"
#include "model/session/target_status.h"
#include "model/session/timeline.h"

#include <QAbstractTableModel>
#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

/// The content of a chart, lane or strip as words and numbers, for users who cannot see the picture or want
/// the figures.
namespace maintscope::model {

enum class ChartTable {
    LatencyProtected,
    LatencyControl,
    FailuresProtected,
    FailuresControl,
    Moves,
    Operations,
    Connections,
    Gaps,
    Relaxed,
    Dns,
    Findings,
    Observer,
    Readiness,
};

struct DataTable {
    QString title;
    QStringList columns;
    std::vector<QStringList> rows;
    QString remark; ///< why the resolution is lower than expected; empty if it is not
};

/// All referenced data must outlive the call.
struct ChartTableInput {
    const Timeline* timeline = nullptr;
    const MetricStore* metrics = nullptr;
    TargetStatus status;
    std::vector<Gap> gaps; ///< of single connections
    WallTime start{};      ///< wall clock of session time zero
    ZoneClock clock;       ///< of the displayed times
    MonoTime from{};       ///< visible range
    MonoTime to{};
    MonoTime now{};
    SampleSource samples; ///< single probes; empty: only values per second are available
    /// Probes up to this time may be missing in `samples`; nullopt: none are missing.
    std::optional<MonoTime> forgottenUntil;
};

/// The tables that apply to this target: those of control connections only if control is probed.
[[nodiscard]] std::vector<ChartTable> chartTables(const ChartTableInput& input);
[[nodiscard]] QString chartTableName(ChartTable table);
/// The rows within the range, ascending by time. A chart has at most kMaxTableRows intervals: longer ranges
/// get longer intervals. If the picture shows single probes (ProbeColumns::kLongestRange), each probe is a
/// row.
[[nodiscard]] DataTable chartTable(ChartTable table, const ChartTableInput& input);
inline constexpr int kMaxTableRows = 400;
inline constexpr std::size_t kMaxProbeRows = 20'000;

/// RFC 4180 with a header, for the clipboard.
[[nodiscard]] QByteArray toCsv(const DataTable& table);

/// A finished table for a view. GUI thread.
class DataTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(DataTable table);
    [[nodiscard]] const DataTable& table() const { return m_table; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    DataTable m_table;
};

} // namespace maintscope::model
