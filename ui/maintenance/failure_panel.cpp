// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/failure_panel.h"

#include "ui/maintenance/sch_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"
#include "ui/widgets/form_helpers.h"
#include "ui/widgets/soft_breaks.h"

#include <QPainter>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace form;
using namespace sch;

FailurePanel::FailurePanel(const QString& objectName, QWidget* parent)
    : QWidget(parent) {
    setObjectName(objectName);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(4);
    auto* top = line();
    auto* badge = new BadgeWidget(16, this);
    badge->setBadge(Badge::Failing);
    m_what = plainLabel({}, this);
    m_what->setObjectName(objectName + u"What"_s);
    m_what->setFont(uiFont(12, QFont::DemiBold));
    m_what->setWordWrap(true);
    top->addWidget(badge, 0, Qt::AlignTop);
    top->addWidget(m_what, 1);
    m_words = monoLabel(this);
    m_words->setObjectName(objectName + u"Words"_s);
    m_words->setWordWrap(true);
    makeCopyable(m_words);
    m_remedy = plainLabel({}, this);
    m_remedy->setWordWrap(true);
    layout->addLayout(top);
    layout->addWidget(m_words);
    layout->addWidget(m_remedy);
    hide();
}

void FailurePanel::setFailure(const RestFailure* failure) {
    setVisible(failure != nullptr);
    if (!failure) return;
    m_what->setText(said(failure->what));
    const std::string words = serverSaid(*failure);
    m_words->setText(withSoftBreaks(said(words)));
    m_words->setVisible(!words.empty());
    m_remedy->setText(said(failure->remedy));
}

void FailurePanel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), mixed(currentTheme().failure, currentTheme().canvas, 0.08));
}

} // namespace maintscope::ui

#include "moc_failure_panel.cpp"
