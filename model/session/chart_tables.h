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

/// What a chart, a lane or a strip shows, as words and numbers: for those who cannot see the picture, and for
/// whoever wants the figures.
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
    QString remark; ///< why it is not as close as one would expect; empty: it is
};

/// All of it outlives the call.
struct ChartTableInput {
    const Timeline* timeline = nullptr;
    const MetricStore* metrics = nullptr;
    TargetStatus status;
    std::vector<Gap> gaps; ///< of single connections
    WallTime start{};      ///< wall clock of session time zero
    ZoneClock clock;       ///< of the times that are shown
    MonoTime from{};       ///< visible range
    MonoTime to{};
    MonoTime now{};
    SampleSource samples; ///< single probes; empty: only seconds are known
    /// Probes up to this time may be missing in `samples`; nullopt: none is.
    std::optional<MonoTime> forgottenUntil;
};

/// Those that have something to show for this target: control ones only where control is probed.
[[nodiscard]] std::vector<ChartTable> chartTables(const ChartTableInput& input);
[[nodiscard]] QString chartTableName(ChartTable table);
/// Rows within the range, ascending by time. Of a chart at most kMaxTableRows columns: longer ranges get
/// longer ones. Where the picture shows single probes (FineColumns::kLongestRange), they are the rows.
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
