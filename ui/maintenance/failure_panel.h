// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"

#include <QWidget>

class QLabel;

namespace maintscope::ui {

/// What went wrong, with the server's words and the remedy.
class FailurePanel : public QWidget {
    Q_OBJECT

public:
    /// Named `objectName`; its first line and the server's words have "What" and "Words" behind it.
    explicit FailurePanel(const QString& objectName, QWidget* parent = nullptr);

    /// nullptr: nothing went wrong; hides itself.
    void setFailure(const RestFailure* failure);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_what;
    QLabel* m_words;
    QLabel* m_remedy;
};

} // namespace maintscope::ui
