// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/readiness/readiness.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace maintscope::ui {

class BadgeWidget;
class ReadinessRow;

/// What a test of a connection came to, step by step as the steps end, and a verdict that is separate from
/// them: it may connect and yet not be protected. Shows what model::judge() says. GUI thread.
class ConnectionCheckPanel : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionCheckPanel(QWidget* parent = nullptr);

    void setFacts(const ReadinessFacts& facts);
    /// The fields say something else by now.
    void setStale();

Q_SIGNALS:
    /// The switch of the cluster is to be looked at.
    void clusterSettingsRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void copyDetails();

    ReadinessFacts m_facts;
    model::Readiness m_readiness;
    QLabel* m_note;
    QVBoxLayout* m_list;
    std::vector<ReadinessRow*> m_rows;
    QWidget* m_verdict;
    BadgeWidget* m_badge;
    QLabel* m_headline;
    QLabel* m_sentence;
    QPushButton* m_settings;
    QPushButton* m_copy;
};

} // namespace maintscope::ui
