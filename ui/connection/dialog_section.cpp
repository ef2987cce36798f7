// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/dialog_section.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLabelWidth = 104;

QLabel* heading(const QString& words, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setFont(uiFont(13, QFont::DemiBold));
    return label;
}

} // namespace

QWidget* FieldMessages::withMessage(QWidget* row, QWidget* field, QWidget* parent) {
    auto* widget = new QWidget(parent);
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(row);
    auto* message = new QLabel(widget);
    message->setObjectName(field->objectName() + u"Problem"_s);
    message->setTextFormat(Qt::PlainText);
    message->setWordWrap(true);
    message->setFixedWidth(470);
    message->hide();
    layout->addWidget(message);
    m_messages.insert(field, message);
    return widget;
}

void FieldMessages::share(QWidget* field, QWidget* other) {
    m_messages.insert(field, m_messages.value(other));
}

void FieldMessages::show(QWidget* field, const QString& problem) {
    QLabel* message = m_messages.value(field);
    message->setText(problem);
    message->setVisible(!problem.isEmpty());
    if (field->property(kInvalidProperty).toBool() != !problem.isEmpty()) {
        field->setProperty(kInvalidProperty, !problem.isEmpty());
        field->update();
    }
    field->setAccessibleDescription(problem);
}

DialogSection::DialogSection(QWidget* parent)
    : QWidget(parent) {}

QFormLayout* DialogSection::makeForm(QWidget* parent) {
    auto* layout = new QFormLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(10);
    layout->setVerticalSpacing(6);
    layout->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    return layout;
}

QLabel* DialogSection::makeLabel(const QString& words, QWidget* field, QWidget* parent, bool leading) {
    auto* label = new QLabel(words, parent);
    label->setBuddy(field);
    if (leading) {
        label->setMinimumWidth(kLabelWidth);
        label->setMinimumHeight(26);
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    return label;
}

QWidget* DialogSection::makeRow(QWidget* parent, const QList<QWidget*>& widgets, int stretchIndex) {
    auto* widget = new QWidget(parent);
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (qsizetype i = 0; i < widgets.size(); ++i)
        layout->addWidget(widgets[i], static_cast<int>(i) == stretchIndex ? 1 : 0);
    if (stretchIndex < 0) layout->addStretch();
    return widget;
}

QWidget* titledSection(const QString& words, QWidget* content, QWidget* parent) {
    auto* widget = new QWidget(parent);
    auto* top = new QHBoxLayout;
    auto* rule = new QFrame(widget);
    rule->setFrameShape(QFrame::HLine);
    rule->setFrameShadow(QFrame::Plain);
    rule->setForegroundRole(kBorderRole);
    top->addWidget(heading(words, widget));
    top->addWidget(rule, 1);
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addWidget(content);
    return widget;
}

} // namespace maintscope::ui

#include "moc_dialog_section.cpp"
