// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/readiness/readiness_row.h"

#include "model/base/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"
#include "ui/widgets/soft_breaks.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using model::ReadinessState;
using model::ReadinessVerdict;

QString stepText(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

QLabel* plainStepLabel(const QString& objectName, QWidget* parent) {
    auto* result = new QLabel(parent);
    result->setObjectName(objectName);
    result->setTextFormat(Qt::PlainText);
    return result;
}

QLabel* wrappedStepLabel(const QString& objectName, QWidget* parent) {
    QLabel* result = plainStepLabel(objectName, parent);
    result->setWordWrap(true);
    result->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return result;
}

void putWords(QLabel* label, const QString& words) {
    label->setText(words);
    label->setVisible(!words.isEmpty());
}

namespace {

constexpr int kRowInset = 12;
constexpr double kFailureTint = 0.08;

Badge stateBadge(ReadinessState state) {
    switch (state) {
    case ReadinessState::Ok:
        return Badge::Healthy;
    case ReadinessState::Attention:
        return Badge::Attention;
    case ReadinessState::Failed:
        return Badge::Failing;
    case ReadinessState::NotReached:
    case ReadinessState::NotAsked:
    case ReadinessState::Running:
        break;
    }
    return Badge::NotMeasured;
}

QString stateWord(ReadinessState state) {
    switch (state) {
    case ReadinessState::Ok:
        return ReadinessRow::tr("passed");
    case ReadinessState::Attention:
        return ReadinessRow::tr("needs attention");
    case ReadinessState::Failed:
        return ReadinessRow::tr("failed");
    case ReadinessState::NotReached:
        return ReadinessRow::tr("not reached");
    case ReadinessState::NotAsked:
        return ReadinessRow::tr("not checked");
    case ReadinessState::Running:
        break;
    }
    return ReadinessRow::tr("running");
}

} // namespace

Badge badgeOf(ReadinessVerdict verdict) {
    switch (verdict) {
    case ReadinessVerdict::Running:
        return Badge::NotMeasured;
    case ReadinessVerdict::Ready:
        return Badge::Healthy;
    case ReadinessVerdict::Attention:
    case ReadinessVerdict::NotProtected:
        return Badge::Attention;
    case ReadinessVerdict::NotReachable:
    case ReadinessVerdict::Untrusted:
    case ReadinessVerdict::NotAuthorised:
        break;
    }
    return Badge::Failing;
}

ReadinessRow::ReadinessRow(const QString& objectName, QWidget* parent)
    : QWidget(parent) {
    setObjectName(objectName);
    m_badge = new BadgeWidget(16, this);
    m_title = plainStepLabel(objectName + u"Title"_s, this);
    m_title->setFont(uiFont(12, QFont::DemiBold));
    m_value = plainStepLabel(objectName + u"Value"_s, this);
    m_value->setFont(monoFont(12));
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setWordWrap(true);
    m_cause = wrappedStepLabel(objectName + u"Cause"_s, this);
    m_words = wrappedStepLabel(objectName + u"Words"_s, this);
    m_words->setFont(monoFont(12));
    m_remedy = wrappedStepLabel(objectName + u"Remedy"_s, this);
    auto* top = new QHBoxLayout;
    top->setSpacing(10);
    top->addWidget(m_badge, 0, Qt::AlignTop);
    top->addWidget(m_title, 0, Qt::AlignTop);
    top->addWidget(m_value, 1);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(26, 0, 0, 0);
    below->setSpacing(3);
    for (QLabel* one : {m_cause, m_words, m_remedy})
        below->addWidget(one);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kRowInset, 7, kRowInset, 7);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addLayout(below);
}

void ReadinessRow::setStep(const model::ReadinessStep& step) {
    m_state = step.state;
    m_badge->setBadge(stateBadge(step.state));
    m_title->setText(m_number > 0 ? tr("%1 %2").arg(QString::number(m_number), stepText(step.title))
                                  : stepText(step.title));
    QString value = model::escapeServerText(step.value);
    if (value.isEmpty() || step.state == ReadinessState::NotReached) value = stateWord(step.state);
    if (step.took) value += u", "_s + model::formatDuration(*step.took);
    m_value->setText(withSoftBreaks(value));
    QStringList details;
    for (const std::string& line : step.detail)
        details << model::escapeServerText(line);
    setToolTip(details.join(u'\n').toHtmlEscaped());
    putWords(m_cause, withSoftBreaks(model::escapeServerText(step.cause)));
    putWords(m_words, withSoftBreaks(model::escapeServerText(step.words)));
    putWords(m_remedy, step.remedy.empty() ? QString() : tr("Remedy: %1").arg(stepText(step.remedy)));
    setAccessibleName(u"%1: %2"_s.arg(m_title->text(), stateWord(step.state)));
    setAccessibleDescription(value + u' ' + m_cause->text() + u' ' + m_remedy->text());
    update();
}

void ReadinessRow::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    if (m_state == ReadinessState::Failed) painter.fillRect(rect(), mixed(t.failure, t.canvas, kFailureTint));
    painter.setPen(t.grid);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace maintscope::ui

#include "moc_readiness_row.cpp"
