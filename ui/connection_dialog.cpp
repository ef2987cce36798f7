// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection_dialog.h"

#include "client/types/target_url.h"
#include "ui/segments.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kMaxRate = 50'000; ///< probes per second of one target, in all
constexpr int kLabelWidth = 104;

enum TrustPage { SystemTrust, FileTrust, PinTrust };

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

double seconds(Duration value) {
    return std::chrono::duration<double>(value).count();
}

Duration duration(double value) {
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double, std::milli>(std::round(value * 1000)));
}

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

/// nullopt: as it should be.
QString hostProblem(const QString& host) {
    if (host.isEmpty()) return ConnectionDialog::tr("Give a host name or an address.");
    if (host.contains(u"://"))
        return ConnectionDialog::tr("This is a URL: paste it into the field at the top.");
    const std::string value = host.toStdString();
    if (isAddressLiteral(value)) return {};
    if (host.contains(u':'))
        return ConnectionDialog::tr(
            "The port has a field of its own; an IPv6 address is written without brackets.");
    if (const auto url = parseTargetUrl("redis://" + value); !url.ok()) return text(url.error().detail);
    return {};
}

QString pinProblem(const QString& pin) {
    QString digits = pin.trimmed().toLower();
    if (digits.startsWith(u"sha256:")) digits.remove(0, 7);
    digits.remove(u':');
    if (digits.isEmpty())
        return ConnectionDialog::tr("Give the SHA-256 fingerprint of the server's certificate.");
    static const QRegularExpression kOther(u"[^0-9a-f]"_s);
    if (const auto match = kOther.match(digits); match.hasMatch())
        return ConnectionDialog::tr("A fingerprint has only hexadecimal digits; there is a “%1” in it.")
            .arg(match.captured());
    if (digits.size() != 64)
        return ConnectionDialog::tr("A SHA-256 fingerprint has 64 hexadecimal digits; there are %1.")
            .arg(digits.size());
    return {};
}

QString normalisedPin(const QString& pin) {
    QString digits = pin.trimmed().toLower();
    if (digits.startsWith(u"sha256:")) digits.remove(0, 7);
    return digits.remove(u':');
}

QString commandNote(ProbeCommand command, bool ownKey) {
    switch (command) {
    case ProbeCommand::Get:
        return ConnectionDialog::tr("Reads one key that does not exist: reaches the shard, changes nothing.");
    case ProbeCommand::Ping:
        return ConnectionDialog::tr("May be answered by a proxy without asking the shard.");
    case ProbeCommand::Set:
        return ownKey ? ConnectionDialog::tr("Overwrites the value of the key that you name.")
                      : ConnectionDialog::tr("Writes and reads a key of its own, which expires.");
    case ProbeCommand::Incr:
        return ownKey ? ConnectionDialog::tr(
                            "Counts up the key that you name, and checks that no count is lost.")
                      : ConnectionDialog::tr("Counts up a key of its own, and checks that no count is lost.");
    }
    return {};
}

} // namespace

ConnectionDialog::ConnectionDialog(QWidget* parent)
    : QDialog(parent) {
    setObjectName(u"connectionDialog"_s);
    setWindowTitle(tr("New connection"));

    m_url = lineEdit(u"url"_s, tr("URL"), true, this);
    m_url->setPlaceholderText(u"rediss://user:password@host:port"_s);
    m_url->setClearButtonEnabled(true);

    auto* urlRow = new QWidget(this);
    auto* urlForm = form(urlRow);
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

    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addWidget(m_missing, 1);
    bottom->addWidget(cancel);
    bottom->addWidget(m_accept);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(14);
    layout->addWidget(urlRow);
    layout->addWidget(section(tr("Database"), makeDatabaseFields(), this));
    layout->addWidget(section(tr("TLS"), makeTlsFields(), this));
    layout->addWidget(section(tr("Smart client handoffs"), makeSchFields(), this));
    layout->addWidget(section(tr("Probe"), makeProbeFields(), this));
    layout->addLayout(bottom);
    layout->setSizeConstraint(QLayout::SetFixedSize); // grows and shrinks with the messages

    connect(m_url, &QLineEdit::textChanged, this, &ConnectionDialog::readUrl);
    for (QLineEdit* edit : {m_name, m_host, m_user, m_password, m_caPath, m_pin, m_serverName, m_key})
        connect(edit, &QLineEdit::textChanged, this, [this, edit] { touch(edit); });
    for (QDoubleSpinBox* box : {m_normal, m_relaxed, m_connectTimeout, m_handoff, m_rate})
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, box] { touch(box); });
    connect(m_connections, &QSpinBox::valueChanged, this, [this] { touch(m_rate); });
    connect(m_command, &QComboBox::currentIndexChanged, this, [this] { touch(m_command); });
    connect(m_tls, &QCheckBox::toggled, this, &ConnectionDialog::updateTls);
    connect(m_trust, &Segments::changed, this, &ConnectionDialog::updateTls);

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
    m_environment = new Segments(tr("Environment"), u"environment"_s,
                                 {tr("Unspecified"), tr("Production"), tr("Development")}, widget);
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

    auto* fields = form(widget);
    fields->addRow(buddy(tr("&Name"), m_name, widget), m_name);
    fields->addRow(buddy(tr("Environment"), m_environment, widget), row(widget, {m_environment}));
    fields->addRow(
        buddy(tr("&Host"), m_host, widget),
        withMessage(row(widget, {m_host, buddy(tr("&Port"), m_port, widget, false), m_port}, 0), m_host));
    fields->addRow(buddy(tr("U&ser"), m_user, widget),
                   row(widget, {m_user, buddy(tr("Pass&word"), m_password, widget, false), m_password}, 2));
    m_user->setFixedWidth(170);
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
    m_browse = new QPushButton(tr("Browse…"), widget);
    m_browse->setObjectName(u"browse"_s);
    m_browse->setAutoDefault(false);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Certificate authority"), m_caPath->text(),
                                         tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
        if (!path.isEmpty()) m_caPath->setText(path);
    });
    m_pin = lineEdit(u"pin"_s, tr("SHA-256 of the server's certificate"), true, widget);
    m_pin->setPlaceholderText(tr("sha256: of the server's certificate"));
    m_serverName = lineEdit(u"serverName"_s, tr("Server name"), true, widget);
    m_serverName->setPlaceholderText(tr("from host"));
    m_serverName->setToolTip(tr("The name asked for and verified, where it differs from the host"));

    m_trustDetail = new QStackedWidget(widget);
    m_trustDetail->addWidget(new QWidget(m_trustDetail));
    m_trustDetail->addWidget(row(m_trustDetail, {m_caPath, m_browse}, 0));
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
    fields->addRow(buddy(tr("Server na&me"), m_serverName, widget), m_serverName);
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
        box->setFixedWidth(112);
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
    m_connections->setRange(1, 1024);
    m_connections->setFixedWidth(72);
    m_rate = new NumberBox(widget);
    m_rate->setObjectName(u"rate"_s);
    m_rate->setAccessibleName(tr("Rate of each connection"));
    m_rate->setFont(monoFont(12));
    m_rate->setRange(0.1, kMaxRate);
    m_rate->setDecimals(1);
    m_rate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_rate->setSuffix(tr(" /s each"));
    m_rate->setLocale(QLocale::c());
    m_rate->setFixedWidth(136);
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

void ConnectionDialog::readUrl(const QString& words) {
    const std::string pasted = words.toStdString();
    m_urlProblem.clear();
    if (!words.trimmed().isEmpty()) {
        const auto url = parseTargetUrl(pasted);
        QString shown = words;
        if (url.ok()) {
            m_host->setText(text(url->endpoint.host));
            m_port->setValue(url->endpoint.port);
            m_tls->setChecked(url->tls);
            if (!url->user.empty()) m_user->setText(text(url->user));
            if (!url->password.empty()) {
                const std::string_view secret = url->password.reveal();
                m_password->setText(QString::fromUtf8(secret.data(), static_cast<qsizetype>(secret.size())));
                shown = text(toString(*url));
            }
        } else {
            // A password does not stay in sight because something else in the URL is wrong.
            const std::string masked = withoutPassword(pasted);
            if (masked != pasted) {
                const auto at = pasted.rfind('@');
                const auto star = masked.rfind("***");
                m_password->setText(
                    QString::fromUtf8(pasted.data() + star, static_cast<qsizetype>(at - star)));
                shown = text(masked.substr(0, star - 1) + masked.substr(star + 3));
            }
            // The character that an error names is one of the text that is seen.
            const auto seen = parseTargetUrl(shown.toStdString());
            const Error& error = seen.ok() ? url.error() : seen.error();
            m_urlProblem =
                text(error.detail.empty() ? error.what : error.detail) + u". "_s + text(error.remedy);
        }
        if (shown != words) {
            const QSignalBlocker blocker(m_url);
            m_url->setText(shown); // forgets the undo history, too
        }
    }
    validate();
}

void ConnectionDialog::touch(QWidget* field) {
    m_touched.insert(field, true);
    validate();
}

void ConnectionDialog::updateTls() {
    const bool on = m_tls->isChecked();
    m_trust->setEnabled(on);
    m_trustDetail->setEnabled(on);
    m_serverName->setEnabled(on);
    m_trustDetail->setCurrentIndex(m_trust->current());
    m_trustDetail->setVisible(on && m_trust->current() != SystemTrust);
    validate();
}

void ConnectionDialog::showProblem(QWidget* field, const QString& problem) {
    QLabel* message = m_messages.value(field);
    message->setText(problem);
    message->setVisible(!problem.isEmpty());
    if (field->property(kInvalidProperty).toBool() != !problem.isEmpty()) {
        field->setProperty(kInvalidProperty, !problem.isEmpty());
        field->update();
    }
    field->setAccessibleDescription(problem);
}

void ConnectionDialog::validate() {
    QString first; // what keeps Connect from being pressed; told beside it while the field is still untouched
    bool shownAtField = false;
    const auto check = [&](QWidget* field, const QString& problem, bool always = false) {
        const bool atField = always || m_touched.value(field);
        if (!problem.isEmpty() && first.isEmpty()) {
            first = problem;
            shownAtField = atField;
        }
        showProblem(field, atField ? problem : QString());
    };
    check(m_url, m_urlProblem, true);
    check(m_host, hostProblem(m_host->text().trimmed()));

    const bool tls = m_tls->isChecked();
    QString trust;
    if (tls && m_trust->current() == FileTrust) {
        const QString path = m_caPath->text().trimmed();
        if (path.isEmpty())
            trust = tr("Choose the CA certificate that signed the server's.");
        else if (!QFileInfo::exists(path))
            trust = tr("There is no file or folder %1.").arg(path);
        check(m_caPath, trust);
    } else if (tls && m_trust->current() == PinTrust) {
        trust = pinProblem(m_pin->text());
        check(m_pin, trust);
    } else {
        showProblem(m_caPath, {});
        showProblem(m_pin, {});
    }

    check(m_relaxed,
          m_relaxed->value() < m_normal->value()
              ? tr("The relaxed time-out must not be shorter than the normal one.")
              : QString(),
          true);
    const double rate = m_connections->value() * m_rate->value();
    check(m_rate,
          rate > kMaxRate ? tr("%1 connections at this rate are %2 probes a second; at most 50 000 are sent.")
                                .arg(m_connections->value())
                                .arg(rate, 0, 'f', 0)
                          : QString(),
          true);

    const auto command = static_cast<ProbeCommand>(m_command->currentData().toInt());
    m_commandNote->setText(commandNote(command, !m_key->text().isEmpty()));
    m_key->setEnabled(command != ProbeCommand::Ping);
    m_name->setPlaceholderText(m_host->text().trimmed().isEmpty() ? tr("from host")
                                                                  : m_host->text().trimmed());
    m_missing->setText(shownAtField ? QString() : first);
    m_accept->setEnabled(first.isEmpty());
}

bool ConnectionDialog::isValid() const {
    return m_accept->isEnabled();
}

void ConnectionDialog::setSettings(const TargetSettings& s) {
    m_base = s;
    m_name->setText(text(s.name));
    m_environment->setCurrent(static_cast<int>(s.environment));
    m_host->setText(text(s.endpoint.host));
    m_port->setValue(s.endpoint.port);
    m_user->setText(text(s.user));
    const std::string_view secret = s.password.reveal();
    m_password->setText(QString::fromUtf8(secret.data(), static_cast<qsizetype>(secret.size())));
    m_tls->setChecked(s.tls.enabled);
    m_trust->setCurrent(static_cast<int>(s.tls.trust.mode));
    m_caPath->setText(text(s.tls.trust.caPath));
    m_pin->setText(text(s.tls.trust.pin));
    m_serverName->setText(text(s.tls.serverName));
    m_policy->setCurrent(static_cast<int>(s.policy));
    m_endpointType->setCurrentIndex(m_endpointType->findData(static_cast<int>(s.endpointType)));
    m_normal->setValue(seconds(s.timeouts.normal));
    m_relaxed->setValue(seconds(s.timeouts.relaxed));
    m_connectTimeout->setValue(seconds(s.timeouts.connect));
    m_handoff->setValue(s.timeouts.handoff ? seconds(*s.timeouts.handoff) : 0);
    m_connections->setValue(s.probe.connections);
    m_rate->setValue(s.probe.ratePerSecond);
    m_command->setCurrentIndex(m_command->findData(static_cast<int>(s.probe.command)));
    m_key->setText(text(s.probe.key));
    m_control->setChecked(s.probe.control);
    m_touched.clear();
    updateTls();
}

TargetSettings ConnectionDialog::settings() const {
    TargetSettings s = m_base;
    s.name = m_name->text().trimmed().toStdString();
    s.environment = static_cast<Environment>(m_environment->current());
    s.endpoint =
        Endpoint{m_host->text().trimmed().toStdString(), static_cast<std::uint16_t>(m_port->value())};
    s.user = m_user->text().trimmed().toStdString();
    s.password = Secret(m_password->text().toStdString());
    s.tls.enabled = m_tls->isChecked();
    s.tls.trust.mode = static_cast<TlsTrust::Mode>(m_trust->current());
    s.tls.trust.caPath = m_caPath->text().trimmed().toStdString();
    s.tls.trust.pin = normalisedPin(m_pin->text()).toStdString();
    s.tls.serverName = m_serverName->text().trimmed().toStdString();
    s.policy = static_cast<Policy>(m_policy->current());
    s.endpointType = static_cast<EndpointType>(m_endpointType->currentData().toInt());
    s.timeouts.normal = duration(m_normal->value());
    s.timeouts.relaxed = duration(m_relaxed->value());
    s.timeouts.connect = duration(m_connectTimeout->value());
    s.timeouts.handoff = m_handoff->value() > 0 ? std::optional(duration(m_handoff->value())) : std::nullopt;
    s.probe.connections = static_cast<std::uint16_t>(m_connections->value());
    s.probe.ratePerSecond = m_rate->value();
    s.probe.command = static_cast<ProbeCommand>(m_command->currentData().toInt());
    s.probe.key = m_key->text().toStdString();
    s.probe.control = m_control->isChecked();
    return s;
}

} // namespace maintscope::ui
