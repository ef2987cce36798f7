// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/note_dialog.h"

#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

NoteDialog::NoteDialog(const QString& when, QWidget* parent)
    : QDialog(parent)
    , m_text(new QLineEdit(this)) {
    setObjectName(u"noteDialog"_s);
    setWindowTitle(tr("Note"));
    auto* label = new QLabel(tr("&Note %1").arg(when), this);
    label->setBuddy(m_text);
    m_text->setObjectName(u"noteText"_s);
    m_text->setAccessibleName(tr("Text of the note"));
    m_text->setMaxLength(300);
    m_text->setMinimumWidth(420);
    auto* hint = new QLabel(tr("The note is saved in the recording and included in every export."), this);
    hint->setForegroundRole(kSecondInkRole);
    auto* buttons = new QDialogButtonBox(this);
    auto* add = buttons->addButton(tr("&Add Note"), QDialogButtonBox::AcceptRole);
    add->setObjectName(u"noteAdd"_s);
    add->setDefault(true);
    add->setEnabled(false);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_text);
    layout->addWidget(hint);
    layout->addWidget(buttons);
    connect(m_text, &QLineEdit::textChanged, add,
            [add](const QString& text) { add->setEnabled(!text.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString NoteDialog::text() const {
    return m_text->text().trimmed();
}

} // namespace maintscope::ui

#include "moc_note_dialog.cpp"
