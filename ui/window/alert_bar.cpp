// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/alert_bar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

AlertBar::AlertBar(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this)) {
    setObjectName(u"alertBar"_s);
    setAccessibleName(tr("Alert"));
    m_title->setObjectName(u"alertTitle"_s);
    m_title->setFont(uiFont(13, QFont::DemiBold));
    m_text->setObjectName(u"alertText"_s);
    for (QLabel* label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    const auto button = [this](const QString& name, const QString& words, auto slot) {
        auto* made = new QPushButton(words, this);
        made->setObjectName(name);
        connect(made, &QPushButton::clicked, this, slot);
        return made;
    };
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 6);
    layout->setSpacing(10);
    auto* badge = new BadgeWidget(18, this);
    badge->setBadge(Badge::Attention);
    layout->addWidget(badge);
    layout->addWidget(m_title);
    layout->addWidget(m_text, 1);
    layout->addWidget(button(u"alertShow"_s, tr("Show"), [this] {
        if (!m_alert) return;
        Q_EMIT showRequested(m_alert->id, m_alert->at);
        dismiss();
    }));
    layout->addWidget(button(u"alertRules"_s, tr("Alert Rules…"), [this] { Q_EMIT rulesRequested(); }));
    layout->addWidget(button(u"alertDismiss"_s, tr("Dismiss"), [this] { dismiss(); }));
    hide();
}

void AlertBar::setAlert(const model::Alert& alert, const QString& when) {
    m_others = m_alert ? m_others + 1 : 0;
    m_alert = alert;
    m_title->setText(alert.title);
    QStringList words{when};
    if (!alert.text.isEmpty()) words << alert.text;
    if (m_others > 0) words << tr("Earlier alerts: %n", nullptr, m_others);
    m_text->setText(words.join(u" · "_s));
    m_text->setToolTip(m_text->text().toHtmlEscaped());
    setVisible(true);
    setAccessibleDescription(alert.title + u". "_s + m_text->text());
    QAccessibleEvent said(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void AlertBar::dismiss() {
    m_alert.reset();
    m_others = 0;
    hide();
}

void AlertBar::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), t.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    painter.fillRect(QRect(0, 0, 4, height()), t.ink);
}

} // namespace maintscope::ui

#include "moc_alert_bar.cpp"
