// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/readiness/readiness_page.h"

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
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using model::ReadinessVerdict;

namespace {

constexpr int kInset = 12;

} // namespace

ReadinessCard::ReadinessCard(QWidget* parent)
    : QWidget(parent)
    , m_head(new QWidget(this)) {
    setObjectName(u"readiness"_s);
    setAccessibleName(tr("Readiness"));
    m_badge = new BadgeWidget(36, m_head);
    m_headline = plainStepLabel(u"readinessHeadline"_s, m_head);
    m_headline->setFont(uiFont(20, QFont::DemiBold));
    m_headline->setWordWrap(true);
    m_summary = plainStepLabel(u"readinessSummary"_s, m_head);
    m_summary->setWordWrap(true);
    m_check = new QPushButton(tr("Check &readiness"), m_head);
    m_check->setObjectName(u"readinessCheck"_s);
    m_check->setToolTip(tr("Run every step once; changes nothing (F7)"));
    m_check->setAutoDefault(false);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_headline);
    words->addWidget(m_summary);
    auto* head = new QHBoxLayout(m_head);
    head->setContentsMargins(kInset, 12, kInset, 12);
    head->setSpacing(12);
    head->addWidget(m_badge);
    head->addLayout(words, 1);
    head->addWidget(m_check);

    m_sentence = wrappedStepLabel(u"readinessSentence"_s, this);
    m_sentence->setContentsMargins(kInset, 8, kInset, 8);
    m_rows = new QVBoxLayout;
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const auto id = static_cast<model::ReadinessStepId>(i);
        m_steps.at(i) = new ReadinessRow(u"readiness-"_s + stepText(toString(id)), this);
        m_rows->addWidget(m_steps.at(i));
    }
    m_platform = wrappedStepLabel(u"readinessPlatform"_s, this);
    m_platform->setContentsMargins(kInset, 8, kInset, 0);
    m_foot = plainStepLabel(u"readinessFoot"_s, this);
    m_foot->setForegroundRole(kSecondInkRole);
    m_copy = new QPushButton(tr("Copy details"), this);
    m_copy->setObjectName(u"readinessCopy"_s);
    m_copy->setIcon(icon("copy"_L1));
    m_copy->setToolTip(tr("All steps as JSON, without secrets"));
    m_copy->setAutoDefault(false);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(kInset, 8, kInset, 8);
    foot->addWidget(m_foot, 1);
    foot->addWidget(m_copy);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_sentence);
    layout->addLayout(m_rows);
    layout->addWidget(m_platform);
    layout->addLayout(foot);

    connect(m_check, &QPushButton::clicked, this, &ReadinessCard::checkRequested);
    connect(m_copy, &QPushButton::clicked, this, &ReadinessCard::copyDetails);
    refresh();
}

void ReadinessCard::setTarget(const QString& name) {
    if (name != m_target) m_checked = false;
    m_target = name;
    refresh();
}

void ReadinessCard::setFacts(const ReadinessFacts& facts) {
    m_facts = facts;
    m_readiness = model::judge(facts);
    m_checked = true;
    refresh();
}

void ReadinessCard::copyDetails() {
    QGuiApplication::clipboard()->setText(stepText(model::toJson(m_facts, m_readiness)));
}

void ReadinessCard::refresh() {
    const bool running = m_checked && !m_facts.finished;
    m_check->setEnabled(!m_target.isEmpty() && !running);
    m_check->setText(m_checked ? tr("Check again (F7)") : tr("Check (F7)"));
    m_copy->setVisible(m_checked && !running);
    m_foot->setVisible(m_checked);
    m_badge->setBadge(m_checked ? badgeOf(m_readiness.verdict) : Badge::NotMeasured);
    m_headline->setText(m_checked ? stepText(m_readiness.headline) : tr("READINESS NOT CHECKED"));
    putWords(m_sentence, m_checked ? model::escapeServerText(m_readiness.sentence) : QString());
    putWords(m_platform, m_checked ? stepText(m_readiness.platformNote) : QString());
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const bool shown = m_checked && i < m_readiness.steps.size();
        m_steps.at(i)->setVisible(shown);
        if (shown) m_steps.at(i)->setStep(m_readiness.steps[i]);
    }
    if (!m_checked) {
        m_summary->setText(m_target.isEmpty()
                               ? tr("Connect to a database first; this page then shows whether notifications "
                                    "reach you, end to end.")
                               : tr("%1: do notifications reach you, end to end?").arg(m_target));
        m_foot->clear();
        update();
        return;
    }
    QStringList counts;
    if (m_readiness.failed == 0) counts << tr("no step failed");
    if (m_readiness.failed == 1) counts << tr("1 step failed");
    if (m_readiness.failed > 1) counts << tr("%1 steps failed").arg(m_readiness.failed);
    if (m_readiness.attention == 1) counts << tr("1 needs attention");
    if (m_readiness.attention > 1) counts << tr("%1 need attention").arg(m_readiness.attention);
    m_summary->setText(u"%1: %2"_s.arg(m_target, counts.join(u", "_s)));
    const bool supported = m_facts.handshake && m_facts.handshake->optedIn;
    m_foot->setText(tr("Policy %1 \u00b7 support %2 \u00b7 checked %3Z in %4")
                        .arg(stepText(toString(m_facts.target.policy)),
                             supported          ? tr("supported")
                             : m_facts.finished ? tr("not granted")
                                                : tr("unknown"),
                             model::formatTimeS(m_facts.checkedAt), model::formatDuration(m_facts.elapsed)));
    update();
}

void ReadinessCard::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), t.canvas);
    const bool loud = m_checked && m_facts.finished && m_readiness.verdict != ReadinessVerdict::Ready;
    // On a dark background the fill would be as light as the text on it, so it is nearly transparent there.
    const double share = t.canvas.lightness() < 128 ? 0.25 : 0.9;
    painter.fillRect(m_head->geometry(), loud ? mixed(t.attention, t.canvas, share) : t.panel);
    painter.setPen(t.border);
    painter.drawLine(0, m_head->geometry().bottom(), width(), m_head->geometry().bottom());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

} // namespace maintscope::ui

#include "moc_readiness_page.cpp"
