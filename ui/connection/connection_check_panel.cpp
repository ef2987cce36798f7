// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/connection_check_panel.h"

#include "model/base/format.h"
#include "ui/readiness/readiness_row.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kTestWidth = 430;

/// Steps of a database test; the readiness check adds those of the cluster manager.
bool isTested(const model::ReadinessStep& step) {
    return step.state != model::ReadinessState::NotAsked;
}

} // namespace

ConnectionCheckPanel::ConnectionCheckPanel(QWidget* parent)
    : QWidget(parent) {
    setObjectName(u"connectionTest"_s);
    setAccessibleName(tr("Test result"));
    setFixedWidth(kTestWidth);
    auto* title = plainStepLabel(u"testTitle"_s, this);
    title->setText(tr("Test result"));
    title->setFont(uiFont(13, QFont::DemiBold));
    m_note = plainStepLabel(u"testNote"_s, this);
    m_note->setForegroundRole(kSecondInkRole);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addWidget(m_note, 1);

    auto* content = new QWidget(this);
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(0);
    m_list->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"testSteps"_s);
    scroll->setAccessibleName(tr("Steps of the test"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);

    m_verdict = new QWidget(this);
    m_badge = new BadgeWidget(20, m_verdict);
    m_headline = plainStepLabel(u"testHeadline"_s, m_verdict);
    m_headline->setFont(uiFont(13, QFont::DemiBold));
    m_sentence = wrappedStepLabel(u"testSentence"_s, m_verdict);
    m_sentence->setAccessibleName(tr("Result of the test"));
    m_settings = new QPushButton(tr("Open cluster settings\u2026"), m_verdict);
    m_settings->setObjectName(u"testClusterSettings"_s);
    m_copy = new QPushButton(tr("Cop&y details"), m_verdict);
    m_copy->setObjectName(u"testCopy"_s);
    m_copy->setIcon(icon("copy"_L1));
    m_copy->setToolTip(tr("All steps as JSON, without secrets"));
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_settings, m_copy}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(m_headline);
    words->addWidget(m_sentence);
    words->addLayout(buttons);
    auto* verdict = new QHBoxLayout(m_verdict);
    verdict->setContentsMargins(12, 10, 12, 10);
    verdict->setSpacing(10);
    verdict->addWidget(m_badge, 0, Qt::AlignTop);
    verdict->addLayout(words, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_verdict);
    connect(m_settings, &QPushButton::clicked, this, &ConnectionCheckPanel::clusterSettingsRequested);
    connect(m_copy, &QPushButton::clicked, this, &ConnectionCheckPanel::copyDetails);
}

void ConnectionCheckPanel::setFacts(const ReadinessFacts& facts) {
    m_facts = facts;
    m_readiness = model::judge(facts);
    std::size_t shown = 0;
    for (const model::ReadinessStep& step : m_readiness.steps) {
        if (!isTested(step)) continue;
        if (shown == m_rows.size()) {
            m_rows.push_back(new ReadinessRow(u"test-"_s + QString::number(shown + 1), this));
            m_list->insertWidget(static_cast<int>(shown), m_rows.back());
        }
        m_rows[shown]->setNumber(static_cast<int>(shown) + 1);
        m_rows[shown]->setStep(step);
        m_rows[shown++]->show();
    }
    for (std::size_t i = shown; i < m_rows.size(); ++i)
        m_rows[i]->hide();
    m_note->setText(facts.finished
                        ? tr("finished in %1; nothing was saved").arg(model::formatDuration(facts.elapsed))
                        : tr("running, %1").arg(model::formatDuration(facts.elapsed)));
    m_verdict->setVisible(facts.finished);
    m_badge->setBadge(badgeOf(m_readiness.verdict));
    m_headline->setText(stepText(m_readiness.headline));
    m_sentence->setText(model::escapeServerText(m_readiness.sentence));
    m_settings->setVisible(m_readiness.verdict == model::ReadinessVerdict::NotProtected);
    update();
}

void ConnectionCheckPanel::setStale() {
    if (m_facts.finished) m_note->setText(tr("the form has changed since this test"));
}

void ConnectionCheckPanel::copyDetails() {
    QGuiApplication::clipboard()->setText(stepText(model::toJson(m_facts, m_readiness)));
}

void ConnectionCheckPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(currentTheme().border);
    painter.drawLine(0, 0, 0, height());
    if (m_verdict->isVisible()) painter.drawRect(m_verdict->geometry().adjusted(0, 0, -1, -1));
}

} // namespace maintscope::ui

#include "moc_connection_check_panel.cpp"
