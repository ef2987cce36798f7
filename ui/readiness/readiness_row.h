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

/// How a verdict on readiness is drawn.
[[nodiscard]] Badge badgeOf(model::ReadinessVerdict verdict);

/// One step of a readiness check: badge, name and value on a line; below it the cause, the server's words and
/// the remedy, where there is something to say.
class ReadinessRow : public QWidget {
    Q_OBJECT

public:
    ReadinessRow(const QString& objectName, QWidget* parent);
    void setStep(const model::ReadinessStep& step);
    /// In front of the title, for steps that are counted: "4 AUTH".
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

/// Texts of servers and of the model as a page shows them: plain, wrapped, to be marked and copied; hidden
/// where there is nothing to say.
[[nodiscard]] QString stepText(std::string_view value);
[[nodiscard]] QLabel* plainStepLabel(const QString& objectName, QWidget* parent);
[[nodiscard]] QLabel* wrappedStepLabel(const QString& objectName, QWidget* parent);
void putWords(QLabel* label, const QString& words);

} // namespace maintscope::ui
