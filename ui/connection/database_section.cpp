// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/database_section.h"

#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"
#include "ui/widgets/segments.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The problem with the host; empty: none.
QString hostProblem(const QString& host) {
    if (host.isEmpty()) return DatabaseSection::tr("Enter a host name or an address.");
    if (host.contains(u"://"))
        return DatabaseSection::tr("This is a URL. Paste it into the field at the top.");
    const std::string value = host.toStdString();
    if (isAddressLiteral(value)) return {};
    if (host.contains(u':'))
        return DatabaseSection::tr("Enter the port in its own field, and an IPv6 address without brackets.");
    if (const auto url = parseTargetUrl("redis://" + value); !url.ok())
        return QString::fromStdString(url.error().detail);
    return {};
}

} // namespace

DatabaseSection::DatabaseSection(FieldMessages& messages, QWidget* parent)
    : DialogSection(parent) {
    m_name = form::lineEdit(u"name"_s, tr("Name"), this);
    m_environment =
        new Segments(tr("Environment"), u"environment"_s,
                     {tr("Unspecified"), tr("Production"), tr("Staging"), tr("Development")}, this);
    m_host = form::monoEdit(u"host"_s, tr("Host"), this);
    m_port = new QSpinBox(this);
    m_port->setObjectName(u"port"_s);
    m_port->setAccessibleName(tr("Port"));
    m_port->setFont(monoFont(12));
    m_port->setRange(1, 65535);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_port->setFixedWidth(70);
    m_port->setLocale(QLocale::c());
    m_user = form::lineEdit(u"user"_s, tr("User"), this);
    m_user->setPlaceholderText(u"default"_s);
    m_password = form::lineEdit(u"password"_s, tr("Password"), this);
    m_password->setEchoMode(QLineEdit::Password);
    m_keep = new QCheckBox(tr("Keep in keychain"), this);
    m_keep->setObjectName(u"keep"_s);
    m_sessionOnly = new QLabel(tr("for this session only"), this);
    m_sessionOnly->setObjectName(u"sessionOnly"_s);
    m_sessionOnly->setTextFormat(Qt::PlainText);
    m_sessionOnly->setForegroundRole(kSecondInkRole);

    auto* fields = makeForm(this);
    fields->addRow(makeLabel(tr("&Name"), m_name, this), m_name);
    fields->addRow(makeLabel(tr("Environment"), m_environment, this), makeRow(this, {m_environment}));
    fields->addRow(
        makeLabel(tr("&Host"), m_host, this),
        messages.withMessage(makeRow(this, {m_host, makeLabel(tr("&Port"), m_port, this, false), m_port}, 0),
                             m_host, this));
    fields->addRow(makeLabel(tr("U&ser"), m_user, this),
                   makeRow(this,
                           {m_user, makeLabel(tr("Pass&word"), m_password, this, false), m_password, m_keep,
                            m_sessionOnly},
                           2));
    m_user->setFixedWidth(130);
    for (QLineEdit* edit : {m_name, m_host, m_user, m_password})
        connect(edit, &QLineEdit::textChanged, this, [this, edit] { Q_EMIT touched(edit); });
    // A host that is corrected by hand keeps its password.
    for (QLineEdit* edit : {m_host, m_password})
        connect(edit, &QLineEdit::textEdited, this, [this, edit] {
            if (edit == m_password || !m_passwordHost.isEmpty()) bindPassword();
        });
}

void DatabaseSection::setSettings(const TargetSettings& s) {
    m_name->setText(QString::fromStdString(s.name));
    m_environment->setCurrent(static_cast<int>(s.environment));
    m_host->setText(QString::fromStdString(s.endpoint.host));
    m_port->setValue(s.endpoint.port);
    m_user->setText(QString::fromStdString(s.user));
    m_password->setText(form::revealed(s.password));
    bindPassword();
}

void DatabaseSection::read(TargetSettings& s) const {
    s.name = m_name->text().trimmed().toStdString();
    s.environment = static_cast<Environment>(m_environment->current());
    s.endpoint = Endpoint{host().toStdString(), static_cast<std::uint16_t>(m_port->value())};
    s.user = m_user->text().trimmed().toStdString();
    s.password = Secret(m_password->text().toStdString());
}

void DatabaseSection::validate(const ProblemReport& report) {
    report(m_host, hostProblem(host()), false);
    m_name->setPlaceholderText(host().isEmpty() ? tr("from host") : host());
}

void DatabaseSection::take(const TargetUrl& url) {
    const QString host = QString::fromStdString(url.endpoint.host);
    if (!m_passwordHost.isEmpty() && host != m_passwordHost) {
        m_password->clear();
        m_user->clear();
    }
    m_host->setText(host);
    m_port->setValue(url.endpoint.port);
    if (!url.user.empty()) m_user->setText(QString::fromStdString(url.user));
    if (!url.password.empty()) m_password->setText(form::revealed(url.password));
    bindPassword();
}

void DatabaseSection::setPassword(const QString& password) {
    m_password->setText(password);
    m_passwordHost.clear();
}

void DatabaseSection::bindPassword() {
    m_passwordHost = m_password->text().isEmpty() ? QString() : host();
}

QString DatabaseSection::host() const {
    return m_host->text().trimmed();
}

void DatabaseSection::setKeychain(const QString& unavailable) {
    m_keep->setVisible(unavailable.isEmpty());
    m_sessionOnly->setVisible(!unavailable.isEmpty());
    m_sessionOnly->setToolTip(unavailable.toHtmlEscaped());
    m_sessionOnly->setAccessibleDescription(unavailable);
}

bool DatabaseSection::wantsKeeping() const {
    return m_keep->isVisibleTo(window()) && m_keep->isChecked();
}

void DatabaseSection::takeKept(const Secret& password) {
    m_password->setText(form::revealed(password));
    bindPassword();
    m_keep->setChecked(true);
}

} // namespace maintscope::ui

#include "moc_database_section.cpp"
