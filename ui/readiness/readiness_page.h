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

/// The readiness of the target that is watched: a verdict that reads from afar, then one row for each step,
/// with the server's words, cause and remedy where there is something to say. Shows what model::judge() says
/// and decides nothing. GUI thread.
class ReadinessCard : public QWidget {
    Q_OBJECT

public:
    explicit ReadinessCard(QWidget* parent = nullptr);

    /// Of whom the verdict is; empty: no target, and nothing can be checked.
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
