// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/target_list_model.h"

#include <QWidget>

class QComboBox;
class QTableView;

namespace maintscope::ui {

/// All targets beside each other: how many stand how, and one row each with its last two hours, a cell a
/// minute. Enter or a double click shows one.
class FleetPage : public QWidget {
    Q_OBJECT

public:
    explicit FleetPage(QWidget* parent = nullptr);

    /// Must outlive its stay here.
    void setModel(model::TargetListModel* model);
    /// Marks the target that is shown.
    void setCurrent(SessionId id);
    /// The target of the chosen row.
    [[nodiscard]] std::optional<SessionId> chosen() const;

Q_SIGNALS:
    void targetOpened(maintscope::SessionId id);

private:
    class Counters;
    class Legend;
    class Header;

    void showCounts();
    void order();

    model::TargetListModel* m_model = nullptr;
    Counters* m_counters;
    QComboBox* m_sort;
    QComboBox* m_group;
    QTableView* m_table;
};

} // namespace maintscope::ui
