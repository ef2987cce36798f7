// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace maintscope::model {
class LogModel;
}

namespace maintscope::ui {

/// Shows the program's log messages, newest at the bottom.
class LogPanel : public QWidget {
    Q_OBJECT

public:
    explicit LogPanel(QWidget* parent = nullptr);
    /// `model` must stay alive as long as the panel uses it.
    void setModel(model::LogModel* model);

private:
    void copy() const;

    model::LogModel* m_model = nullptr;
    QComboBox* m_level;
    QLabel* m_note;
    QTableView* m_table;
    bool m_atEnd = true;
};

} // namespace maintscope::ui
