// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"

#include <QWidget>

class QLabel;

namespace maintscope::ui {

/// Shows a failure with the server's words and the remedy.
class FailurePanel : public QWidget {
    Q_OBJECT

public:
    /// The labels are named `objectName` plus "What" (first line) and "Words" (server's words).
    explicit FailurePanel(const QString& objectName, QWidget* parent = nullptr);

    /// nullptr: hides the panel.
    void setFailure(const RestFailure* failure);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_what;
    QLabel* m_words;
    QLabel* m_remedy;
};

} // namespace maintscope::ui
