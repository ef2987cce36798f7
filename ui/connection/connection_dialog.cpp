// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/connection_dialog.h"

#include "client/types/target_url.h"
#include "ui/connection/connection_test.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStackedWidget>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

enum TrustPage { SystemTrust, FileTrust, PinTrust };

/// For a masked field.
QString revealed(const Secret& secret) {
    const std::string_view words = secret.reveal();
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

double seconds(Duration value) {
    return std::chrono::duration<double>(value).count();
}

Duration duration(double value) {
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double, std::milli>(std::round(value * 1000)));
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
    if (const auto url = parseTargetUrl("redis://" + value); !url.ok()) return QString::fromStdString(url.error().detail);
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

void ConnectionDialog::setProfiles(std::vector<model::Profile> profiles) {
    m_profiles = std::move(profiles);
    m_saved->clear();
    for (const model::Profile& profile : m_profiles)
        m_saved->addItem(QString::fromStdString(profile.name));
    m_saved->setCurrentIndex(-1);
    m_saved->setVisible(!m_profiles.empty());
    m_savedLabel->setVisible(!m_profiles.empty());
}

void ConnectionDialog::chooseProfile(int index) {
    if (index < 0 || index >= static_cast<int>(m_profiles.size())) return;
    const model::Profile& profile = m_profiles[static_cast<std::size_t>(index)];
    m_clusterManager = profile.rest;
    m_url->clear();
    setSettings(profile.target);
    m_password->setFocus(); // what a profile never holds
    Q_EMIT passwordWanted(settings());
}

void ConnectionDialog::setKeychain(const QString& unavailable) {
    m_keep->setVisible(unavailable.isEmpty());
    m_sessionOnly->setVisible(!unavailable.isEmpty());
    m_sessionOnly->setToolTip(unavailable.toHtmlEscaped());
    m_sessionOnly->setAccessibleDescription(unavailable);
}

bool ConnectionDialog::wantsKeeping() const {
    return m_keep->isVisibleTo(this) && m_keep->isChecked();
}

void ConnectionDialog::offerPassword(const TargetSettings& known, const Secret& password) {
    const TargetSettings now = settings();
    if (!now.password.empty() || !(now.endpoint == known.endpoint) || now.user != known.user) return;
    m_password->setText(revealed(password));
    m_keep->setChecked(true);
}

bool ConnectionDialog::wantsSaving() const {
    return m_save->isChecked();
}

void ConnectionDialog::startTest() {
    if (isValid() && !m_testing) test();
}

void ConnectionDialog::test() {
    m_testing = true;
    m_test->setEnabled(false);
    m_result->setFacts({});
    m_result->show();
    Q_EMIT testRequested(settings());
}

void ConnectionDialog::setTestFacts(const ReadinessFacts& facts) {
    if (!m_testing) return;
    m_result->setFacts(facts);
    m_testing = !facts.finished;
    validate();
}

void ConnectionDialog::readUrl(const QString& words) {
    const std::string pasted = words.toStdString();
    m_urlProblem.clear();
    if (!words.trimmed().isEmpty()) {
        const auto url = parseTargetUrl(pasted);
        QString shown = words;
        if (url.ok()) {
            m_host->setText(QString::fromStdString(url->endpoint.host));
            m_port->setValue(url->endpoint.port);
            m_tls->setChecked(url->tls);
            if (!url->user.empty()) m_user->setText(QString::fromStdString(url->user));
            if (!url->password.empty()) {
                m_password->setText(revealed(url->password));
                shown = QString::fromStdString(toString(*url));
            }
        } else {
            // A password does not stay in sight because something else in the URL is wrong.
            const std::string masked = withoutPassword(pasted);
            if (masked != pasted) {
                const auto at = pasted.rfind('@');
                const auto star = masked.rfind("***");
                m_password->setText(
                    QString::fromUtf8(pasted.data() + star, static_cast<qsizetype>(at - star)));
                shown = QString::fromStdString(masked.substr(0, star - 1) + masked.substr(star + 3));
            }
            // The character that an error names is one of the text that is seen.
            const auto seen = parseTargetUrl(shown.toStdString());
            const Error& error = seen.ok() ? url.error() : seen.error();
            m_urlProblem =
                QString::fromStdString(error.detail.empty() ? error.what : error.detail) + u". "_s + QString::fromStdString(error.remedy);
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
    m_result->setStale();
    validate();
}

void ConnectionDialog::updateTls() {
    const bool on = m_tls->isChecked();
    m_trust->setEnabled(on);
    m_trustDetail->setEnabled(on);
    m_serverName->setEnabled(on);
    m_trustDetail->setCurrentIndex(m_trust->current());
    m_trustDetail->setVisible(on && m_trust->current() != SystemTrust);
    m_showCertificate->setEnabled(on);
    m_certificatePart->setVisible(on && m_showCertificate->isChecked());
    validate();
}

void ConnectionDialog::setCertificateCheck(CertificateCheck check) {
    m_certificateCheck = std::move(check);
    validate();
}

void ConnectionDialog::focusSecret() {
    const bool locked =
        m_showCertificate->isChecked() && m_tls->isChecked() && m_passphrase->text().isEmpty();
    QWidget* field = m_password->text().isEmpty() || !locked ? m_password : m_passphrase;
    field->setFocus(Qt::OtherFocusReason);
}

QString ConnectionDialog::certificateProblem(QWidget*& field) {
    const QString certificate = m_certificatePath->text().trimmed();
    const QString key = m_keyPath->text().trimmed();
    field = m_certificatePath;
    if (!m_tls->isChecked() || !m_showCertificate->isChecked() || (certificate.isEmpty() && key.isEmpty()))
        return {};
    if (certificate.isEmpty()) return tr("A key needs the certificate that it belongs to.");
    if (!QFileInfo::exists(certificate)) return tr("There is no file %1.").arg(certificate);
    field = m_keyPath;
    if (!key.isEmpty() && !QFileInfo::exists(key)) return tr("There is no file %1.").arg(key);
    const Status good = m_certificateCheck ? m_certificateCheck(settings().tls) : success();
    if (good) return {};
    const Error& error = good.error();
    if (error.what.find("passphrase") != std::string::npos)
        field = m_passphrase;
    else if (error.where == certificate.toStdString())
        field = m_certificatePath;
    QString words = QString::fromStdString(error.what);
    if (!error.detail.empty()) words += u' ' + QString::fromStdString(error.detail);
    return field == m_passphrase ? words : words + u' ' + QString::fromStdString(error.remedy);
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

    QWidget* wrong = nullptr;
    const QString certificate = certificateProblem(wrong);
    for (QWidget* field : std::initializer_list<QWidget*>{m_certificatePath, m_keyPath, m_passphrase})
        if (field != wrong) showProblem(field, {});
    check(wrong, certificate, !certificate.isEmpty());

    check(m_relaxed,
          m_relaxed->value() < m_normal->value()
              ? tr("The relaxed time-out must not be shorter than the normal one.")
              : QString(),
          true);
    const double rate = m_connections->value() * m_rate->value();
    check(m_rate,
          rate > kMostProbesPerSecond
              ? tr("%1 connections at this rate are %2 probes a second; at most 50 000 are sent.")
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
    m_test->setEnabled(first.isEmpty() && !m_testing);
}

bool ConnectionDialog::isValid() const {
    return m_accept->isEnabled();
}

void ConnectionDialog::setSettings(const TargetSettings& s) {
    m_base = s;
    m_name->setText(QString::fromStdString(s.name));
    m_environment->setCurrent(static_cast<int>(s.environment));
    m_host->setText(QString::fromStdString(s.endpoint.host));
    m_port->setValue(s.endpoint.port);
    m_user->setText(QString::fromStdString(s.user));
    m_password->setText(revealed(s.password));
    m_tls->setChecked(s.tls.enabled);
    m_trust->setCurrent(static_cast<int>(s.tls.trust.mode));
    m_caPath->setText(QString::fromStdString(s.tls.trust.caPath));
    m_pin->setText(QString::fromStdString(s.tls.trust.pin));
    m_serverName->setText(QString::fromStdString(s.tls.serverName));
    m_certificatePath->setText(QString::fromStdString(s.tls.certificatePath));
    m_keyPath->setText(QString::fromStdString(s.tls.keyPath));
    m_passphrase->setText(revealed(s.tls.keyPassphrase));
    m_showCertificate->setChecked(!s.tls.certificatePath.empty() || !s.tls.keyPath.empty());
    m_policy->setCurrent(static_cast<int>(s.policy));
    m_endpointType->setCurrentIndex(m_endpointType->findData(static_cast<int>(s.endpointType)));
    m_normal->setValue(seconds(s.timeouts.normal));
    m_relaxed->setValue(seconds(s.timeouts.relaxed));
    m_connectTimeout->setValue(seconds(s.timeouts.connect));
    m_handoff->setValue(s.timeouts.handoff ? seconds(*s.timeouts.handoff) : 0);
    m_connections->setValue(s.probe.connections);
    m_rate->setValue(s.probe.ratePerSecond);
    m_command->setCurrentIndex(m_command->findData(static_cast<int>(s.probe.command)));
    m_key->setText(QString::fromStdString(s.probe.key));
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
    const bool own = m_showCertificate->isChecked();
    s.tls.certificatePath = own ? m_certificatePath->text().trimmed().toStdString() : std::string();
    s.tls.keyPath = own ? m_keyPath->text().trimmed().toStdString() : std::string();
    s.tls.keyPassphrase = own ? Secret(m_passphrase->text().toStdString()) : Secret();
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
