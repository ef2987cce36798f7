// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "model/maintenance/discovery.h"
#include "model/maintenance/sch_model.h"
#include "ui/widgets/card.h"

#include <QList>

#include <vector>

class QLabel;
class QPushButton;
class QTableWidget;

namespace maintscope::ui {

/// Lists the databases of the cluster and their coverage, and offers to watch one. GUI thread.
class DatabasesCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives this card.
    explicit DatabasesCard(const model::SchModel& form, QWidget* parent = nullptr);

    void refresh();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

Q_SIGNALS:
    /// The user wants to watch this database. `target` holds what the cluster reports, without user and
    /// password.
    void watchRequested(const maintscope::TargetSettings& target);

private:
    void watchSelected();

    const model::SchModel& m_model;
    QTableWidget* m_table;
    QLabel* m_note;
    QPushButton* m_watch;
    std::vector<model::DiscoveredDatabase> m_discovered; ///< one per row
};

} // namespace maintscope::ui
