// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_list.h"

#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace maintscope::ui {

FieldList::FieldList(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(10);
    m_layout->setVerticalSpacing(4);
    m_layout->setColumnStretch(1, 1);
}

void FieldList::setFields(const std::vector<model::DetailField>& fields) {
    while (m_rows.size() < fields.size()) {
        auto* name = new QLabel(this);
        name->setTextFormat(Qt::PlainText);
        name->setForegroundRole(kSecondInkRole);
        name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        auto* value = new QLabel(this);
        value->setTextFormat(Qt::PlainText);
        value->setFont(monoFont(11));
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        const int row = static_cast<int>(m_rows.size());
        m_layout->addWidget(name, row, 0);
        m_layout->addWidget(value, row, 1);
        m_rows.emplace_back(name, value);
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto& [name, value] = m_rows[i];
        const bool used = i < fields.size();
        name->setVisible(used);
        value->setVisible(used);
        if (!used) continue;
        name->setText(fields[i].name);
        value->setText(fields[i].value);
        value->setAccessibleName(fields[i].name);
        value->setAccessibleDescription(fields[i].value);
    }
}

} // namespace maintscope::ui

#include "moc_field_list.cpp"
