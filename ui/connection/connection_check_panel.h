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

/// Shows the results of a connection test, step by step as they arrive, and a separate verdict: the client
/// may connect and yet not be protected. Uses model::judge(). GUI thread.
class ConnectionCheckPanel : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionCheckPanel(QWidget* parent = nullptr);

    void setFacts(const ReadinessFacts& facts);
    /// Marks the results as outdated, because the fields have changed.
    void setStale();

Q_SIGNALS:
    /// The user wants to see the SCH switch.
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
