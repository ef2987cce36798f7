// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/metric_store.h"
#include "model/session/timeline.h"
#include "model/verdict/comparison.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QButtonGroup;
class QComboBox;
class QLabel;
class QTableWidget;

namespace maintscope::ui {

/// One side of a comparison: a set of connections of a recording.
struct CompareChoice {
    QString id;    ///< set by the application: path of the recording, and which set
    QString label; ///< "orders-prod, protected, 20 Nov 14:00"
};

/// Both sides, cut to the aligned ranges.
struct CompareContent {
    model::ComparisonSide a;
    model::ComparisonSide b;
    /// The models of the timelines: protected and control connections of a recording together. B has none if
    /// both sides come from one recording.
    model::Summary storyA;
    model::Summary storyB;
    std::shared_ptr<const model::Timeline> timelineA;
    std::shared_ptr<const model::Timeline> timelineB;
    std::shared_ptr<const model::MetricStore> metricsA;
    std::shared_ptr<const model::MetricStore> metricsB;
    model::AlignedRanges aligned;
    WallTime startA{}; ///< wall clock of session time zero
    WallTime startB{};
    Duration timeout = std::chrono::seconds(1); ///< the normal one of A
};

/// Compares two sets of connections: verdicts, timelines on one axis, percentile plot, delta table and its
/// caveats. The page reads no recording: comparisonRequested() is the intent, setContent() or setMessage()
/// the answer.
class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(QWidget* parent = nullptr);
    ~ComparePage() override;

    /// The sides on offer, newest first; the selection is kept if still on offer. With two or more, the first
    /// two are requested at once.
    void setChoices(const std::vector<CompareChoice>& choices);
    /// Selects both sides and requests their comparison; adds a side that is not on offer yet.
    void choose(const QString& a, const QString& b);
    void setContent(CompareContent content);
    /// Why there is no content.
    void setMessage(const QString& message);

    [[nodiscard]] QString choiceA() const; ///< id; empty: none
    [[nodiscard]] QString choiceB() const;
    [[nodiscard]] model::Alignment alignment() const;
    /// The delta table as text, cells separated by tabs.
    [[nodiscard]] QString tableText() const;

Q_SIGNALS:
    void comparisonRequested(const QString& a, const QString& b, maintscope::model::Alignment alignment);
    /// The page became visible.
    void shown();
    /// The user pressed "Export…".
    void exportRequested(const QString& a, const QString& b);

protected:
    void showEvent(QShowEvent* event) override;

private:
    class Pictures;
    class Verdicts;

    void request();
    void fillTable();

    QComboBox* m_a;
    QComboBox* m_b;
    QButtonGroup* m_alignment;
    QLabel* m_message;
    QWidget* m_body;
    Verdicts* m_verdicts;
    Pictures* m_pictures;
    QTableWidget* m_table;
    QLabel* m_size;
    QLabel* m_caveats;
    std::optional<CompareContent> m_content;
};

} // namespace maintscope::ui
