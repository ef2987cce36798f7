// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/target_list_model.h"

#include <QWidget>

class QComboBox;
class QTableView;

namespace maintscope::ui {

/// Shows all targets: how many are in each state, and one row per target with its last two hours, one cell
/// per minute. Enter or a double click opens a target.
class FleetPage : public QWidget {
    Q_OBJECT

public:
    explicit FleetPage(QWidget* parent = nullptr);

    /// The model must stay alive until another is set.
    void setModel(model::TargetListModel* model);
    /// Marks the target that the window shows.
    void setCurrent(SessionId id);
    /// The target of the selected row.
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
