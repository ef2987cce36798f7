// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/readiness/readiness.h"
#include "ui/paint/badge.h"

#include <QString>
#include <QWidget>

#include <string_view>

class QLabel;

namespace maintscope::ui {

class BadgeWidget;

/// The badge of a readiness state.
[[nodiscard]] Badge badgeOf(model::ReadinessVerdict verdict);

/// One step of a readiness check: badge, name and value on one line; below it the cause, the server's words
/// and the remedy, if any.
class ReadinessRow : public QWidget {
    Q_OBJECT

public:
    ReadinessRow(const QString& objectName, QWidget* parent);
    void setStep(const model::ReadinessStep& step);
    /// The number in front of the title, "4 AUTH".
    void setNumber(int number) { m_number = number; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    model::ReadinessState m_state = model::ReadinessState::NotAsked;
    int m_number = 0;
    BadgeWidget* m_badge;
    QLabel* m_title;
    QLabel* m_value;
    QLabel* m_cause;
    QLabel* m_words;
    QLabel* m_remedy;
};

/// A label for texts of servers and of the model: plain, wrapped, selectable; hidden while it is empty.
[[nodiscard]] QString stepText(std::string_view value);
[[nodiscard]] QLabel* plainStepLabel(const QString& objectName, QWidget* parent);
[[nodiscard]] QLabel* wrappedStepLabel(const QString& objectName, QWidget* parent);
void putWords(QLabel* label, const QString& words);

} // namespace maintscope::ui
