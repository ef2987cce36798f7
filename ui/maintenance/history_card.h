// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/maintenance/sch_model.h"
#include "ui/widgets/card.h"

#include <QList>

class QTableWidget;

namespace maintscope::ui {

/// Lists the requests to the cluster in this session and their answers, newest first. GUI thread.
class HistoryCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives this card.
    explicit HistoryCard(const model::SchModel& form, QWidget* parent = nullptr);

    void refresh();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

private:
    const model::SchModel& m_model;
    QTableWidget* m_table;
};

} // namespace maintscope::ui
