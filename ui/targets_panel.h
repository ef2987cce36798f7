// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/target_list_model.h"
#include "ui/paint/badge.h"

#include <QWidget>

class QLabel;
class QListView;
class QStackedLayout;

namespace maintscope::ui {

/// How a rank is drawn, here and in the overview.
[[nodiscard]] Badge badgeOf(model::TargetRank rank);

/// The targets below each other, worst first, each with its state by shape. Choosing one shows it.
class TargetsPanel : public QWidget {
    Q_OBJECT

public:
    explicit TargetsPanel(QWidget* parent = nullptr);

    /// Must outlive its stay here.
    void setModel(model::TargetListModel* model);
    /// Marks the target that is shown, without telling.
    void setCurrent(model::SessionId id);

Q_SIGNALS:
    void targetChosen(maintscope::model::SessionId id);

private:
    void showState();

    model::TargetListModel* m_model = nullptr;
    QStackedLayout* m_stack;
    QLabel* m_empty;
    QListView* m_list;
    model::SessionId m_current;
    bool m_choosing = false;
};

} // namespace maintscope::ui
