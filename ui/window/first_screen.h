// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;

namespace maintscope::ui {

class BigButton;

/// The screen without targets: explains the program in a picture and offers ways to begin.
class FirstScreen : public QWidget {
    Q_OBJECT

public:
    /// The actions of its buttons, shared with menu and toolbar.
    struct Ways {
        QAction* connect;
        QAction* simulator;
        QAction* again; ///< the most recent target
        QAction* recording;
    };
    explicit FirstScreen(const Ways& ways, QWidget* parent = nullptr);

    /// Sets name and address of the most recent target; empty: none. Its button comes first, so that one key
    /// reconnects.
    void setLast(const QString& name, const QString& place);

private:
    BigButton* m_again;
    BigButton* m_connect;
    QLabel* m_title;
    QLabel* m_offer;
};

} // namespace maintscope::ui
