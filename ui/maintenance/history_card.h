// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/maintenance/sch_model.h"
#include "ui/widgets/card.h"

#include <QList>

class QTableWidget;

namespace maintscope::ui {

/// What was asked of the cluster in this session, and what it answered, the last one first. GUI thread.
class HistoryCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives the card.
    explicit HistoryCard(const model::SchModel& form, QWidget* parent = nullptr);

    void refresh();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

private:
    const model::SchModel& m_model;
    QTableWidget* m_table;
};

} // namespace maintscope::ui
