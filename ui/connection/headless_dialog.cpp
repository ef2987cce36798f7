// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/headless_dialog.h"

#include "model/user/record_command_line.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

HeadlessDialog::HeadlessDialog(const TargetSettings& target, QWidget* parent)
    : QDialog(parent)
    , m_target(target)
    , m_length(new QComboBox(this))
    , m_command(new QPlainTextEdit(this)) {
    setObjectName(u"headlessDialog"_s);
    setWindowTitle(tr("Start Headless"));
    auto* words = new QLabel(tr("This command measures the same target without a window and continues after "
                                "this window is closed. You can open its recording here."),
                             this);
    words->setWordWrap(true);
    m_length->setObjectName(u"headlessLength"_s);
    m_length->setAccessibleName(tr("How long"));
    m_length->addItem(tr("Until stopped (Ctrl+C)"), 0);
    for (const int hours : {1, 2, 8, 12, 24})
        m_length->addItem(tr("%1 h").arg(hours), hours);
    m_length->setCurrentIndex(m_length->findData(8));
    m_command->setObjectName(u"headlessCommand"_s);
    m_command->setAccessibleName(tr("Command line"));
    m_command->setReadOnly(true);
    m_command->setFont(monoFont(12));
    m_command->setTabChangesFocus(true);
    m_command->setMinimumSize(560, 110);
    auto* note = new QLabel(model::recordCommandNote(m_target), this);
    note->setObjectName(u"headlessNote"_s);
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    note->setForegroundRole(kSecondInkRole);
    note->setVisible(!note->text().isEmpty());

    auto* copy = new QPushButton(tr("&Copy"), this);
    copy->setObjectName(u"headlessCopy"_s);
    copy->setIcon(icon("copy"_L1));
    copy->setDefault(true);
    auto* close = new QPushButton(tr("Close"), this);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->toPlainText()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_length, &QComboBox::currentIndexChanged, this, &HeadlessDialog::showCommand);

    auto* form = new QFormLayout;
    form->addRow(tr("&How long"), m_length);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(words);
    layout->addLayout(form);
    layout->addWidget(m_command, 1);
    layout->addWidget(note);
    layout->addLayout(buttons);
    showCommand();
    copy->setFocus();
}

void HeadlessDialog::showCommand() {
    const int hours = m_length->currentData().toInt();
    m_command->setPlainText(model::recordCommand(
        m_target, hours > 0 ? std::optional<Duration>(std::chrono::hours(hours)) : std::nullopt, {}));
}

} // namespace maintscope::ui

#include "moc_headless_dialog.cpp"
