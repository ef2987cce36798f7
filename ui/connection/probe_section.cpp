// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/probe_section.h"

#include "ui/connection/number_box.h"
#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString commandNote(ProbeCommand command, bool ownKey) {
    switch (command) {
    case ProbeCommand::Get:
        return ProbeSection::tr("Reads a key that does not exist. Reaches the shard and changes nothing.");
    case ProbeCommand::Ping:
        return ProbeSection::tr("A proxy may answer without asking the shard.");
    case ProbeCommand::Set:
        return ownKey ? ProbeSection::tr("Overwrites the value of the key that you name.")
                      : ProbeSection::tr("Writes and reads a key of its own, which expires.");
    case ProbeCommand::Incr:
        return ownKey ? ProbeSection::tr(
                            "Increments the key that you name and checks that no increment is lost.")
                      : ProbeSection::tr("Increments a key of its own and checks that no increment is lost.");
    }
    return {};
}

} // namespace

ProbeSection::ProbeSection(FieldMessages& messages, QWidget* parent)
    : DialogSection(parent) {
    m_connections = new QSpinBox(this);
    m_connections->setObjectName(u"connections"_s);
    m_connections->setAccessibleName(tr("Connections"));
    m_connections->setFont(monoFont(12));
    m_connections->setRange(1, kMostProbeConnections);
    m_connections->setFixedWidth(72);
    m_rate = new NumberBox(this);
    m_rate->setObjectName(u"rate"_s);
    m_rate->setAccessibleName(tr("Rate of each connection"));
    m_rate->setFont(monoFont(12));
    m_rate->setRange(0.1, kMostProbesPerSecond);
    m_rate->setDecimals(1);
    m_rate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_rate->setSuffix(tr(" /s each"));
    m_rate->setLocale(QLocale::c());
    m_rate->setFixedWidth(std::max(136, m_rate->sizeHint().width()));
    m_command = new QComboBox(this);
    m_command->setObjectName(u"command"_s);
    m_command->setAccessibleName(tr("Command"));
    m_command->addItem(tr("GET"), static_cast<int>(ProbeCommand::Get));
    m_command->addItem(tr("PING"), static_cast<int>(ProbeCommand::Ping));
    m_command->addItem(tr("SET and GET"), static_cast<int>(ProbeCommand::Set));
    m_command->addItem(tr("INCR"), static_cast<int>(ProbeCommand::Incr));
    m_key = form::monoEdit(u"key"_s, tr("Key"), this);
    m_key->setPlaceholderText(tr("a key of its own, which expires"));
    m_commandNote = new QLabel(this);
    m_commandNote->setObjectName(u"commandNote"_s);
    m_commandNote->setTextFormat(Qt::PlainText);
    m_commandNote->setForegroundRole(kSecondInkRole);
    m_control = new QCheckBox(tr("Cont&rol probe: the same schedule, never opts in"), this);
    m_control->setObjectName(u"control"_s);

    auto* fields = makeForm(this);
    fields->addRow(makeLabel(tr("Connect&ions"), m_connections, this),
                   messages.withMessage(
                       makeRow(this, {m_connections, makeLabel(tr("r&ate"), m_rate, this, false), m_rate,
                                      makeLabel(tr("comman&d"), m_command, this, false), m_command}),
                       m_rate, this));
    fields->addRow(makeLabel(tr("&Key"), m_key, this), m_key);
    fields->addRow(new QLabel(this), m_commandNote);
    fields->addRow(new QLabel(this), m_control);
    connect(m_key, &QLineEdit::textChanged, this, [this] { Q_EMIT touched(m_key); });
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, [this] { Q_EMIT touched(m_rate); });
    connect(m_connections, &QSpinBox::valueChanged, this, [this] { Q_EMIT touched(m_rate); });
    connect(m_command, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT touched(m_command); });
}

void ProbeSection::setSettings(const TargetSettings& s) {
    m_connections->setValue(s.probe.connections);
    m_rate->setValue(s.probe.ratePerSecond);
    m_command->setCurrentIndex(m_command->findData(static_cast<int>(s.probe.command)));
    m_key->setText(QString::fromStdString(s.probe.key));
    m_control->setChecked(s.probe.control);
}

void ProbeSection::read(TargetSettings& s) const {
    s.probe.connections = static_cast<std::uint16_t>(m_connections->value());
    s.probe.ratePerSecond = m_rate->value();
    s.probe.command = static_cast<ProbeCommand>(m_command->currentData().toInt());
    s.probe.key = m_key->text().toStdString();
    s.probe.control = m_control->isChecked();
}

void ProbeSection::validate(const ProblemReport& report) {
    const double rate = m_connections->value() * m_rate->value();
    report(m_rate,
           rate > kMostProbesPerSecond
               ? tr("%1 connections at this rate send %2 probes per second; the limit is 50 000.")
                     .arg(m_connections->value())
                     .arg(rate, 0, 'f', 0)
               : QString(),
           true);
    const auto command = static_cast<ProbeCommand>(m_command->currentData().toInt());
    m_commandNote->setText(commandNote(command, !m_key->text().isEmpty()));
    m_key->setEnabled(command != ProbeCommand::Ping);
}

} // namespace maintscope::ui

#include "moc_probe_section.cpp"
