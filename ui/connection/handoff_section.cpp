// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/handoff_section.h"

#include "ui/connection/number_box.h"
#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"
#include "ui/widgets/segments.h"

#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

double secondsOf(Duration value) {
    return std::chrono::duration<double>(value).count();
}

Duration durationOf(double value) {
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double, std::milli>(std::round(value * 1000)));
}

QDoubleSpinBox* secondsBox(const QString& objectName, const QString& name, const QString& help,
                           QWidget* parent) {
    auto* box = new NumberBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(name);
    box->setToolTip(help);
    box->setFont(monoFont(12));
    box->setRange(0.01, 3600);
    box->setDecimals(3);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setSuffix(HandoffSection::tr(" s"));
    box->setLocale(QLocale::c());
    return box;
}

} // namespace

HandoffSection::HandoffSection(FieldMessages& messages, QWidget* parent)
    : DialogSection(parent) {
    m_policy = new Segments(tr("Policy"), u"policy"_s, {tr("Auto"), tr("Required"), tr("Never")}, this);
    m_policy->button(0)->setToolTip(tr("Opts in; continues without it if the server does not support it"));
    m_policy->button(1)->setToolTip(tr("Opts in; fails if the server refuses"));
    m_policy->button(2)->setToolTip(tr("Does not opt in"));
    m_endpointType = new QComboBox(this);
    m_endpointType->setObjectName(u"endpointType"_s);
    m_endpointType->setAccessibleName(tr("Endpoint type"));
    m_endpointType->setToolTip(tr("The form in which the server names the new endpoint"));
    for (const auto type : {EndpointType::Auto, EndpointType::InternalIp, EndpointType::InternalFqdn,
                            EndpointType::ExternalIp, EndpointType::ExternalFqdn, EndpointType::None})
        m_endpointType->addItem(QString::fromLatin1(toString(type).data()), static_cast<int>(type));
    m_normal = secondsBox(u"normalTimeout"_s, tr("Normal timeout"), tr("How long a reply may take"), this);
    m_relaxed = secondsBox(u"relaxedTimeout"_s, tr("Relaxed timeout"),
                           tr("How long a reply may take during maintenance"), this);
    m_connectTimeout = secondsBox(u"connectTimeout"_s, tr("Connect timeout"),
                                  tr("From the start of connecting to the first PONG"), this);
    m_handoff =
        secondsBox(u"handoffTimeout"_s, tr("Handoff timeout"),
                   tr("From MOVING to the switch; automatic: 15 s, or the announced time plus 5 s"), this);
    m_handoff->setMinimum(0);
    m_handoff->setSpecialValueText(tr("automatic"));

    auto* timeouts = new QWidget(this);
    auto* grid = new QGridLayout(timeouts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    const auto place = [&](int line, int column, const QString& words, QDoubleSpinBox* box) {
        box->setFixedWidth(std::max(112, box->sizeHint().width()));
        grid->addWidget(makeLabel(words, box, timeouts, false), line, column);
        grid->addWidget(box, line, column + 1);
    };
    place(0, 0, tr("normal"), m_normal);
    place(0, 2, tr("relaxed"), m_relaxed);
    place(1, 0, tr("connect"), m_connectTimeout);
    place(1, 2, tr("handoff"), m_handoff);
    grid->setColumnMinimumWidth(0, 50);
    grid->setColumnStretch(4, 1);

    auto* fields = makeForm(this);
    fields->addRow(makeLabel(tr("Policy"), m_policy, this),
                   makeRow(this, {m_policy, makeLabel(tr("Endpoint &type"), m_endpointType, this, false),
                                  m_endpointType}));
    fields->addRow(makeLabel(tr("Timeouts"), m_normal, this),
                   messages.withMessage(timeouts, m_relaxed, this));
    for (QDoubleSpinBox* box : {m_normal, m_relaxed, m_connectTimeout, m_handoff})
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, box] { Q_EMIT touched(box); });
}

void HandoffSection::setSettings(const TargetSettings& s) {
    m_policy->setCurrent(static_cast<int>(s.policy));
    m_endpointType->setCurrentIndex(m_endpointType->findData(static_cast<int>(s.endpointType)));
    m_normal->setValue(secondsOf(s.timeouts.normal));
    m_relaxed->setValue(secondsOf(s.timeouts.relaxed));
    m_connectTimeout->setValue(secondsOf(s.timeouts.connect));
    m_handoff->setValue(s.timeouts.handoff ? secondsOf(*s.timeouts.handoff) : 0);
}

void HandoffSection::read(TargetSettings& s) const {
    s.policy = static_cast<Policy>(m_policy->current());
    s.endpointType = static_cast<EndpointType>(m_endpointType->currentData().toInt());
    s.timeouts.normal = durationOf(m_normal->value());
    s.timeouts.relaxed = durationOf(m_relaxed->value());
    s.timeouts.connect = durationOf(m_connectTimeout->value());
    s.timeouts.handoff =
        m_handoff->value() > 0 ? std::optional(durationOf(m_handoff->value())) : std::nullopt;
}

void HandoffSection::validate(const ProblemReport& report) {
    report(m_relaxed,
           m_relaxed->value() < m_normal->value()
               ? tr("The relaxed timeout must not be shorter than the normal timeout.")
               : QString(),
           true);
}

} // namespace maintscope::ui

#include "moc_handoff_section.cpp"
