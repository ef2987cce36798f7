// SPDX-License-Identifier: GPL-3.0-or-later
// The connection dialog: its fields and how they are laid out.
#include "ui/connection/connection_dialog.h"

#include "ui/connection/connection_test.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kLabelWidth = 104;

void dim(QWidget* label) {
    label->setForegroundRole(kSecondInkRole);
}

QLineEdit* lineEdit(const QString& objectName, const QString& name, bool mono, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    if (mono) edit->setFont(monoFont(12));
    return edit;
}

/// Shows no digits that say nothing: "1", not "1.000".
class NumberBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    [[nodiscard]] QString textFromValue(double value) const override {
        return QString::number(value, 'g', 10);
    }
};

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
    box->setSuffix(ConnectionDialog::tr(" s"));
    box->setLocale(QLocale::c());
    return box;
}

QLabel* heading(const QString& words, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setFont(uiFont(13, QFont::DemiBold));
    return label;
}

/// A heading with a line to the right edge, then the fields.
QWidget* section(const QString& words, QWidget* content, QWidget* parent) {
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

QFormLayout* form(QWidget* parent) {
    auto* layout = new QFormLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(10);
    layout->setVerticalSpacing(6);
    layout->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    return layout;
}

QLabel* buddy(const QString& words, QWidget* field, QWidget* parent, bool leading = true) {
    auto* label = new QLabel(words, parent);
    label->setBuddy(field);
    if (leading) {
        label->setMinimumWidth(kLabelWidth);
        label->setMinimumHeight(26);
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    return label;
}

QWidget* row(QWidget* parent, const QList<QWidget*>& widgets, int stretchIndex = -1) {
    auto* widget = new QWidget(parent);
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (qsizetype i = 0; i < widgets.size(); ++i)
        layout->addWidget(widgets[i], static_cast<int>(i) == stretchIndex ? 1 : 0);
    if (stretchIndex < 0) layout->addStretch();
    return widget;
}

} // namespace

ConnectionDialog::ConnectionDialog(QWidget* parent)
    : QDialog(parent) {
    setObjectName(u"connectionDialog"_s);
    setWindowTitle(tr("New connection"));

    m_url = lineEdit(u"url"_s, tr("URL"), true, this);
    m_url->setPlaceholderText(u"rediss://user:password@host:port"_s);
    m_url->setClearButtonEnabled(true);

    m_saved = new QComboBox(this);
    m_saved->setObjectName(u"saved"_s);
    m_saved->setAccessibleName(tr("Saved connection"));
    m_saved->setPlaceholderText(tr("choose one to fill in the form"));

    auto* urlRow = new QWidget(this);
    auto* urlForm = form(urlRow);
    m_savedLabel = buddy(tr("Sa&ved"), m_saved, urlRow);
    urlForm->addRow(m_savedLabel, m_saved);
    urlForm->addRow(buddy(tr("Paste &URL"), m_url, urlRow), withMessage(m_url, m_url));

    m_missing = new QLabel(this);
    m_missing->setObjectName(u"missing"_s);
    m_missing->setTextFormat(Qt::PlainText);
    dim(m_missing);

    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancel"_s);
    cancel->setAutoDefault(false);
    m_accept = new QPushButton(tr("&Connect"), this);
    m_accept->setObjectName(u"connect"_s);
    m_accept->setDefault(true);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    m_test = new QPushButton(tr("Test c&onnection"), this);
    m_test->setObjectName(u"test"_s);
    m_test->setIcon(icon("reconnect"_L1));
    m_test->setAutoDefault(false);
    m_test->setToolTip(tr("Goes through every step once. A test never saves and sends only what is listed."));
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    m_save = new QCheckBox(tr("Save as pro&file, without the password"), this);
    m_save->setObjectName(u"save"_s);
    m_save->setToolTip(tr("Under its name; the next time it can be chosen above"));

    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addWidget(m_test);
    bottom->addWidget(m_save);
    bottom->addWidget(m_missing, 1);
    bottom->addWidget(cancel);
    bottom->addWidget(m_accept);

    m_result = new ConnectionTestPanel(this);
    m_result->hide();
    connect(m_result, &ConnectionTestPanel::clusterSettingsRequested, this,
            &ConnectionDialog::clusterSettingsRequested);

    auto* layout = new QVBoxLayout;
    layout->setSpacing(14);
    layout->addWidget(urlRow);
    layout->addWidget(section(tr("Database"), makeDatabaseFields(), this));
    layout->addWidget(section(tr("TLS"), makeTlsFields(), this));
    layout->addWidget(section(tr("Smart client handoffs"), makeSchFields(), this));
    layout->addWidget(section(tr("Probe"), makeProbeFields(), this));
    auto* sides = new QHBoxLayout;
    sides->setSpacing(16);
    sides->addLayout(layout);
    sides->addWidget(m_result);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 16, 16, 12);
    all->setSpacing(14);
    all->addLayout(sides);
    all->addLayout(bottom);
    all->setSizeConstraint(QLayout::SetFixedSize); // grows and shrinks with the messages

    connect(m_url, &QLineEdit::textChanged, this, &ConnectionDialog::readUrl);
    for (QLineEdit* edit : {m_name, m_host, m_user, m_password, m_caPath, m_pin, m_serverName,
                            m_certificatePath, m_keyPath, m_passphrase, m_key})
        connect(edit, &QLineEdit::textChanged, this, [this, edit] { touch(edit); });
    for (QDoubleSpinBox* box : {m_normal, m_relaxed, m_connectTimeout, m_handoff, m_rate})
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, box] { touch(box); });
    connect(m_connections, &QSpinBox::valueChanged, this, [this] { touch(m_rate); });
    connect(m_command, &QComboBox::currentIndexChanged, this, [this] { touch(m_command); });
    connect(m_tls, &QCheckBox::toggled, this, &ConnectionDialog::updateTls);
    connect(m_trust, &Segments::changed, this, &ConnectionDialog::updateTls);

    connect(m_saved, &QComboBox::activated, this, &ConnectionDialog::chooseProfile);

    setProfiles({});
    setKeychain(tr("There is no system keychain."));
    TargetSettings defaults;
    defaults.endpoint.port = kDefaultRedisPort;
    setSettings(defaults);
    m_url->setFocus();
}

/// `row` with a line below it that tells what is wrong with `field`; hidden while nothing is.
QWidget* ConnectionDialog::withMessage(QWidget* row, QWidget* field) {
    auto* widget = new QWidget(this);
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

QWidget* ConnectionDialog::makeDatabaseFields() {
    auto* widget = new QWidget(this);
    m_name = lineEdit(u"name"_s, tr("Name"), false, widget);
    m_environment =
        new Segments(tr("Environment"), u"environment"_s,
                     {tr("Unspecified"), tr("Production"), tr("Staging"), tr("Development")}, widget);
    m_host = lineEdit(u"host"_s, tr("Host"), true, widget);
    m_port = new QSpinBox(widget);
    m_port->setObjectName(u"port"_s);
    m_port->setAccessibleName(tr("Port"));
    m_port->setFont(monoFont(12));
    m_port->setRange(1, 65535);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_port->setFixedWidth(70);
    m_port->setLocale(QLocale::c());
    m_user = lineEdit(u"user"_s, tr("User"), false, widget);
    m_user->setPlaceholderText(u"default"_s);
    m_password = lineEdit(u"password"_s, tr("Password"), false, widget);
    m_password->setEchoMode(QLineEdit::Password);
    m_keep = new QCheckBox(tr("Keep in keychain"), widget);
    m_keep->setObjectName(u"keep"_s);
    m_sessionOnly = new QLabel(tr("for this session only"), widget);
    m_sessionOnly->setObjectName(u"sessionOnly"_s);
    m_sessionOnly->setTextFormat(Qt::PlainText);
    dim(m_sessionOnly);

    auto* fields = form(widget);
    fields->addRow(buddy(tr("&Name"), m_name, widget), m_name);
    fields->addRow(buddy(tr("Environment"), m_environment, widget), row(widget, {m_environment}));
    fields->addRow(
        buddy(tr("&Host"), m_host, widget),
        withMessage(row(widget, {m_host, buddy(tr("&Port"), m_port, widget, false), m_port}, 0), m_host));
    fields->addRow(
        buddy(tr("U&ser"), m_user, widget),
        row(widget,
            {m_user, buddy(tr("Pass&word"), m_password, widget, false), m_password, m_keep, m_sessionOnly},
            2));
    m_user->setFixedWidth(130);
    return widget;
}

QWidget* ConnectionDialog::makeTlsFields() {
    auto* widget = new QWidget(this);
    m_tls = new QCheckBox(tr("&Encrypt the connection"), widget);
    m_tls->setObjectName(u"tls"_s);
    m_trust = new Segments(tr("Trust"), u"trust"_s,
                           {tr("System"), tr("File or folder"), tr("Pinned certificate")}, widget);
    m_caPath = lineEdit(u"caPath"_s, tr("Certificate authority file or folder"), true, widget);
    m_caPath->setPlaceholderText(tr("CA certificate, PEM"));
    m_pin = lineEdit(u"pin"_s, tr("SHA-256 of the server's certificate"), true, widget);
    m_pin->setPlaceholderText(tr("sha256: of the server's certificate"));
    m_serverName = lineEdit(u"serverName"_s, tr("Server name"), true, widget);
    m_serverName->setPlaceholderText(tr("from host"));
    m_serverName->setToolTip(tr("The name asked for and verified, where it differs from the host"));

    m_trustDetail = new QStackedWidget(widget);
    m_trustDetail->addWidget(new QWidget(m_trustDetail));
    m_trustDetail->addWidget(fileRow(m_trustDetail, m_caPath, tr("Certificate authority")));
    m_trustDetail->addWidget(row(m_trustDetail, {m_pin}, 0));
    m_trustDetail->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    auto* trust = new QWidget(widget);
    auto* trustLayout = new QVBoxLayout(trust);
    trustLayout->setContentsMargins(0, 0, 0, 0);
    trustLayout->setSpacing(6);
    trustLayout->addWidget(row(trust, {m_trust}));
    trustLayout->addWidget(m_trustDetail);
    auto* trustWithMessage = withMessage(trust, m_caPath);
    m_messages.insert(m_pin, m_messages.value(m_caPath)); // one line for whichever is in sight

    auto* fields = form(widget);
    fields->addRow(new QLabel(widget), m_tls);
    fields->addRow(buddy(tr("Trust"), m_trust, widget), trustWithMessage);
    m_showCertificate = new QPushButton(tr("Client certi&ficate…"), widget);
    m_showCertificate->setObjectName(u"showCertificate"_s);
    m_showCertificate->setCheckable(true);
    m_showCertificate->setAutoDefault(false);
    m_showCertificate->setToolTip(tr("Where the server asks who we are by a certificate of our own"));
    fields->addRow(buddy(tr("Server na&me"), m_serverName, widget),
                   row(widget, {m_serverName, m_showCertificate}, 0));
    m_certificatePart = makeCertificateFields(widget);
    fields->addRow(m_certificatePart);
    m_certificatePart->hide();
    connect(m_showCertificate, &QPushButton::toggled, this, [this](bool on) {
        updateTls();
        if (on && m_showCertificate->hasFocus()) m_certificatePath->setFocus();
    });
    return widget;
}

/// A path with a button that looks for it.
QWidget* ConnectionDialog::fileRow(QWidget* parent, QLineEdit* path, const QString& title) {
    auto* browse = new QPushButton(tr("Browse…"), parent);
    browse->setObjectName(path->objectName() + u"Browse"_s);
    browse->setAccessibleName(tr("Browse for: %1").arg(title));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this, path, title] {
        const QString chosen = QFileDialog::getOpenFileName(
            this, title, path->text(), tr("Certificates and keys (*.pem *.crt *.cer *.key);;All files (*)"));
        if (!chosen.isEmpty()) path->setText(chosen);
    });
    return row(parent, {path, browse}, 0);
}

QWidget* ConnectionDialog::makeCertificateFields(QWidget* parent) {
    auto* widget = new QWidget(parent);
    m_certificatePath = lineEdit(u"certificatePath"_s, tr("Client certificate"), true, widget);
    m_certificatePath->setPlaceholderText(tr("PEM, with its chain"));
    m_keyPath = lineEdit(u"keyPath"_s, tr("Key of the client certificate"), true, widget);
    m_keyPath->setPlaceholderText(tr("PEM; empty: in the same file"));
    m_passphrase = lineEdit(u"passphrase"_s, tr("Passphrase of the key"), false, widget);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setPlaceholderText(tr("where the key has one"));
    auto* kept = new QLabel(tr("for this session only"), widget);
    kept->setToolTip(tr("A passphrase is never written anywhere."));
    dim(kept);

    auto* fields = form(widget);
    fields->addRow(
        buddy(tr("Certi&ficate"), m_certificatePath, widget),
        withMessage(fileRow(widget, m_certificatePath, tr("Client certificate")), m_certificatePath));
    fields->addRow(buddy(tr("Ke&y file"), m_keyPath, widget),
                   withMessage(fileRow(widget, m_keyPath, tr("Key of the client certificate")), m_keyPath));
    fields->addRow(buddy(tr("Passphrase"), m_passphrase, widget),
                   withMessage(row(widget, {m_passphrase, kept}, 0), m_passphrase));
    return widget;
}

QWidget* ConnectionDialog::makeSchFields() {
    auto* widget = new QWidget(this);
    m_policy = new Segments(tr("Policy"), u"policy"_s, {tr("Auto"), tr("Required"), tr("Never")}, widget);
    m_policy->button(0)->setToolTip(tr("Opts in; goes on without where the server does not support it"));
    m_policy->button(1)->setToolTip(tr("Opts in; a server that refuses is an error"));
    m_policy->button(2)->setToolTip(tr("Does not opt in"));
    m_endpointType = new QComboBox(widget);
    m_endpointType->setObjectName(u"endpointType"_s);
    m_endpointType->setAccessibleName(tr("Endpoint type"));
    m_endpointType->setToolTip(tr("The form in which the server is to name the next endpoint"));
    for (const auto type : {EndpointType::Auto, EndpointType::InternalIp, EndpointType::InternalFqdn,
                            EndpointType::ExternalIp, EndpointType::ExternalFqdn, EndpointType::None})
        m_endpointType->addItem(QString::fromLatin1(toString(type).data()), static_cast<int>(type));
    m_normal = secondsBox(u"normalTimeout"_s, tr("Normal time-out"), tr("How long a reply may take"), widget);
    m_relaxed = secondsBox(u"relaxedTimeout"_s, tr("Relaxed time-out"),
                           tr("How long it may take during maintenance"), widget);
    m_connectTimeout = secondsBox(u"connectTimeout"_s, tr("Connect time-out"),
                                  tr("From connecting to the first PONG"), widget);
    m_handoff =
        secondsBox(u"handoffTimeout"_s, tr("Handoff time-out"),
                   tr("From MOVING to the switch; automatic: 15 s, or 5 s more than was announced"), widget);
    m_handoff->setMinimum(0);
    m_handoff->setSpecialValueText(tr("automatic"));

    auto* timeouts = new QWidget(widget);
    auto* grid = new QGridLayout(timeouts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    const auto place = [&](int line, int column, const QString& words, QDoubleSpinBox* box) {
        box->setFixedWidth(std::max(112, box->sizeHint().width()));
        grid->addWidget(buddy(words, box, timeouts, false), line, column);
        grid->addWidget(box, line, column + 1);
    };
    place(0, 0, tr("normal"), m_normal);
    place(0, 2, tr("relaxed"), m_relaxed);
    place(1, 0, tr("connect"), m_connectTimeout);
    place(1, 2, tr("handoff"), m_handoff);
    grid->setColumnMinimumWidth(0, 50);
    grid->setColumnStretch(4, 1);

    auto* fields = form(widget);
    fields->addRow(
        buddy(tr("Policy"), m_policy, widget),
        row(widget, {m_policy, buddy(tr("Endpoint &type"), m_endpointType, widget, false), m_endpointType}));
    fields->addRow(buddy(tr("Time-outs"), m_normal, widget), withMessage(timeouts, m_relaxed));
    return widget;
}

QWidget* ConnectionDialog::makeProbeFields() {
    auto* widget = new QWidget(this);
    m_connections = new QSpinBox(widget);
    m_connections->setObjectName(u"connections"_s);
    m_connections->setAccessibleName(tr("Connections"));
    m_connections->setFont(monoFont(12));
    m_connections->setRange(1, kMostProbeConnections);
    m_connections->setFixedWidth(72);
    m_rate = new NumberBox(widget);
    m_rate->setObjectName(u"rate"_s);
    m_rate->setAccessibleName(tr("Rate of each connection"));
    m_rate->setFont(monoFont(12));
    m_rate->setRange(0.1, kMostProbesPerSecond);
    m_rate->setDecimals(1);
    m_rate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_rate->setSuffix(tr(" /s each"));
    m_rate->setLocale(QLocale::c());
    m_rate->setFixedWidth(std::max(136, m_rate->sizeHint().width()));
    m_command = new QComboBox(widget);
    m_command->setObjectName(u"command"_s);
    m_command->setAccessibleName(tr("Command"));
    m_command->addItem(tr("GET"), static_cast<int>(ProbeCommand::Get));
    m_command->addItem(tr("PING"), static_cast<int>(ProbeCommand::Ping));
    m_command->addItem(tr("SET and GET"), static_cast<int>(ProbeCommand::Set));
    m_command->addItem(tr("INCR"), static_cast<int>(ProbeCommand::Incr));
    m_key = lineEdit(u"key"_s, tr("Key"), true, widget);
    m_key->setPlaceholderText(tr("a key of its own, which expires"));
    m_commandNote = new QLabel(widget);
    m_commandNote->setObjectName(u"commandNote"_s);
    m_commandNote->setTextFormat(Qt::PlainText);
    dim(m_commandNote);
    m_control = new QCheckBox(tr("Cont&rol probe: the same schedule, never opts in"), widget);
    m_control->setObjectName(u"control"_s);

    auto* fields = form(widget);
    fields->addRow(buddy(tr("Connect&ions"), m_connections, widget),
                   withMessage(row(widget, {m_connections, buddy(tr("r&ate"), m_rate, widget, false), m_rate,
                                            buddy(tr("comman&d"), m_command, widget, false), m_command}),
                               m_rate));
    fields->addRow(buddy(tr("&Key"), m_key, widget), m_key);
    fields->addRow(new QLabel(widget), m_commandNote);
    fields->addRow(new QLabel(widget), m_control);
    return widget;
}

} // namespace maintscope::ui
