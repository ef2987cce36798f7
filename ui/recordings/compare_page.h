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

/// One side that can be chosen: a set of connections of a recording.
struct CompareChoice {
    QString id;    ///< of the application: the recording's path, and which set of it
    QString label; ///< "orders-prod, protected, 20 Nov 14:00"
};

/// Both sides as they are to be shown, of the aligned ranges.
struct CompareContent {
    model::ComparisonSide a;
    model::ComparisonSide b;
    /// What the timelines are painted from: protected and control of a recording together. B has none where
    /// both sides are of one recording.
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

/// Two sides of one window, or two recordings, laid over each other: verdicts, timelines on one axis,
/// percentile plot, delta table and what must be said beside it. Reads nothing: comparisonRequested() is the
/// intent, setContent() or setMessage() the answer.
class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(QWidget* parent = nullptr);
    ~ComparePage() override;

    /// What can be chosen, the newest first; keeps what is chosen where it is still there. With two or more
    /// the first two are asked for at once.
    void setChoices(const std::vector<CompareChoice>& choices);
    /// Chooses both sides and asks for them; what is not among the choices yet joins them.
    void choose(const QString& a, const QString& b);
    void setContent(CompareContent content);
    /// Instead of content: why there is none.
    void setMessage(const QString& message);

    [[nodiscard]] QString choiceA() const; ///< id; empty: none
    [[nodiscard]] QString choiceB() const;
    [[nodiscard]] model::Alignment alignment() const;
    /// The delta table as text, cells parted by tabs.
    [[nodiscard]] QString tableText() const;

Q_SIGNALS:
    void comparisonRequested(const QString& a, const QString& b, maintscope::model::Alignment alignment);
    /// The page comes into sight.
    void shown();
    /// "Export…" was pressed.
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
