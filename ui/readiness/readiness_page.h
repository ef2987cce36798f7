// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/readiness/readiness.h"

#include <QString>
#include <QWidget>

#include <array>
#include <cstddef>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace maintscope::ui {

class BadgeWidget;
class ReadinessRow;

/// Shows the readiness of the watched target: a large verdict, then one row per step with the server's words,
/// the cause and the remedy, if any. Shows the result of model::judge() and decides nothing. GUI thread.
class ReadinessCard : public QWidget {
    Q_OBJECT

public:
    explicit ReadinessCard(QWidget* parent = nullptr);

    /// Name of the target; empty: no target, so nothing can be checked.
    void setTarget(const QString& name);
    void setFacts(const ReadinessFacts& facts);
    [[nodiscard]] const model::Readiness& readiness() const { return m_readiness; }

Q_SIGNALS:
    void checkRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void copyDetails();

    QString m_target;
    ReadinessFacts m_facts;
    model::Readiness m_readiness;
    bool m_checked = false;
    QWidget* m_head;
    BadgeWidget* m_badge;
    QLabel* m_headline;
    QLabel* m_summary;
    QLabel* m_sentence;
    QPushButton* m_check;
    QPushButton* m_copy;
    QVBoxLayout* m_rows;
    std::array<ReadinessRow*, 15> m_steps{};
    QLabel* m_platform;
    QLabel* m_foot;
};

} // namespace maintscope::ui
