// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/tls_section.h"

#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/trust_editor.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString fileFilter() {
    return TlsSection::tr("Certificates and keys (*.pem *.crt *.cer *.key);;All files (*)");
}

QString pinProblem(const QString& pin) {
    QString digits = pin.trimmed().toLower();
    if (digits.startsWith(u"sha256:")) digits.remove(0, 7);
    digits.remove(u':');
    if (digits.isEmpty()) return TlsSection::tr("Enter the SHA-256 fingerprint of the server's certificate.");
    static const QRegularExpression kOther(u"[^0-9a-f]"_s);
    if (const auto match = kOther.match(digits); match.hasMatch())
        return TlsSection::tr("A fingerprint consists of hexadecimal digits only; this one contains “%1”.")
            .arg(match.captured());
    if (digits.size() != 64)
        return TlsSection::tr("A SHA-256 fingerprint has 64 hexadecimal digits; this one has %1.")
            .arg(digits.size());
    return {};
}

QString normalisedPin(const QString& pin) {
    QString digits = pin.trimmed().toLower();
    if (digits.startsWith(u"sha256:")) digits.remove(0, 7);
    return digits.remove(u':');
}

} // namespace

TlsSection::TlsSection(FieldMessages& messages, QWidget* parent)
    : DialogSection(parent) {
    m_tls = new QCheckBox(tr("&Encrypt the connection"), this);
    m_tls->setObjectName(u"tls"_s);
    m_trust = new TrustEditor({.choice = u"trust"_s,
                               .caPath = u"caPath"_s,
                               .browse = u"caPathBrowse"_s,
                               .pin = u"pin"_s,
                               .labels = {tr("System"), tr("File or folder"), tr("Pinned certificate")},
                               .systemWords = {},
                               .caName = tr("Certificate authority file or folder"),
                               .caPlaceholder = tr("CA certificate, PEM"),
                               .pinName = tr("SHA-256 of the server's certificate"),
                               .pinPlaceholder = tr("sha256: of the server's certificate"),
                               .browseName = tr("Browse for: %1").arg(tr("Certificate authority")),
                               .fileFilter = fileFilter(),
                               .below = true},
                              this);
    m_serverName = form::monoEdit(u"serverName"_s, tr("Server name"), this);
    m_serverName->setPlaceholderText(tr("from host"));
    m_serverName->setToolTip(tr("The name for SNI and verification, if it differs from the host"));

    setTabOrder(m_trust->pin(), m_serverName);
    setTabOrder(m_serverName, m_trust->browse());
    QWidget* trust = messages.withMessage(m_trust, m_trust->caPath(), this);
    messages.share(m_trust->pin(), m_trust->caPath()); // one line for the visible one

    auto* fields = makeForm(this);
    fields->addRow(new QLabel(this), m_tls);
    fields->addRow(makeLabel(tr("Trust"), m_trust->choice(), this), trust);
    m_showCertificate = new QPushButton(tr("Client certi&ficate…"), this);
    m_showCertificate->setObjectName(u"showCertificate"_s);
    m_showCertificate->setCheckable(true);
    m_showCertificate->setAutoDefault(false);
    m_showCertificate->setToolTip(tr("For servers that require a client certificate"));
    fields->addRow(makeLabel(tr("Server na&me"), m_serverName, this),
                   makeRow(this, {m_serverName, m_showCertificate}, 0));
    m_certificatePart = makeCertificateFields(messages);
    fields->addRow(m_certificatePart);
    m_certificatePart->hide();
    connect(m_showCertificate, &QPushButton::toggled, this, [this](bool on) {
        showParts();
        if (on && m_showCertificate->hasFocus()) m_certificatePath->setFocus();
    });
    for (QLineEdit* edit :
         {m_trust->caPath(), m_trust->pin(), m_serverName, m_certificatePath, m_keyPath, m_passphrase})
        connect(edit, &QLineEdit::textChanged, this, [this, edit] { Q_EMIT touched(edit); });
    connect(m_tls, &QCheckBox::toggled, this, &TlsSection::showParts);
    connect(m_trust, &TrustEditor::choiceChanged, this, &TlsSection::showParts);
}

/// A path with a button to browse for it.
QWidget* TlsSection::makeFileRow(QLineEdit* path, const QString& title) {
    QPushButton* browse =
        form::browseButton(path->objectName() + u"Browse"_s, path, title, fileFilter(), this);
    browse->setAccessibleName(tr("Browse for: %1").arg(title));
    return makeRow(this, {path, browse}, 0);
}

QWidget* TlsSection::makeCertificateFields(FieldMessages& messages) {
    auto* widget = new QWidget(this);
    m_certificatePath = form::monoEdit(u"certificatePath"_s, tr("Client certificate"), widget);
    m_certificatePath->setPlaceholderText(tr("PEM, with its chain"));
    m_keyPath = form::monoEdit(u"keyPath"_s, tr("Key of the client certificate"), widget);
    m_keyPath->setPlaceholderText(tr("PEM; empty: in the same file"));
    m_passphrase = form::lineEdit(u"passphrase"_s, tr("Passphrase of the key"), widget);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setPlaceholderText(tr("if the key has one"));
    auto* kept = new QLabel(tr("for this session only"), widget);
    kept->setToolTip(tr("The passphrase is never saved."));
    kept->setForegroundRole(kSecondInkRole);

    auto* fields = makeForm(widget);
    fields->addRow(makeLabel(tr("Certi&ficate"), m_certificatePath, widget),
                   messages.withMessage(makeFileRow(m_certificatePath, tr("Client certificate")),
                                        m_certificatePath, this));
    fields->addRow(
        makeLabel(tr("Ke&y file"), m_keyPath, widget),
        messages.withMessage(makeFileRow(m_keyPath, tr("Key of the client certificate")), m_keyPath, this));
    fields->addRow(makeLabel(tr("Passphrase"), m_passphrase, widget),
                   messages.withMessage(makeRow(widget, {m_passphrase, kept}, 0), m_passphrase, this));
    return widget;
}

void TlsSection::setSettings(const TargetSettings& s) {
    m_base = s.tls;
    m_tls->setChecked(s.tls.enabled);
    m_trust->setTrust(s.tls.trust);
    m_serverName->setText(QString::fromStdString(s.tls.serverName));
    m_certificatePath->setText(QString::fromStdString(s.tls.certificatePath));
    m_keyPath->setText(QString::fromStdString(s.tls.keyPath));
    m_passphrase->setText(form::revealed(s.tls.keyPassphrase));
    m_showCertificate->setChecked(!s.tls.certificatePath.empty() || !s.tls.keyPath.empty());
    showParts();
}

void TlsSection::read(TargetSettings& s) const {
    s.tls = tls();
}

TlsSettings TlsSection::tls() const {
    TlsSettings s = m_base;
    s.enabled = m_tls->isChecked();
    s.trust = m_trust->trust();
    s.trust.pin = normalisedPin(m_trust->pin()->text()).toStdString();
    s.serverName = m_serverName->text().trimmed().toStdString();
    const bool own = m_showCertificate->isChecked();
    s.certificatePath = own ? m_certificatePath->text().trimmed().toStdString() : std::string();
    s.keyPath = own ? m_keyPath->text().trimmed().toStdString() : std::string();
    s.keyPassphrase = own ? Secret(m_passphrase->text().toStdString()) : Secret();
    return s;
}

void TlsSection::setEncrypted(bool on) {
    m_tls->setChecked(on);
}

void TlsSection::setCertificateCheck(CertificateCheck check) {
    m_certificateCheck = std::move(check);
    Q_EMIT changed();
}

QLineEdit* TlsSection::missingPassphrase() const {
    const bool locked =
        m_showCertificate->isChecked() && m_tls->isChecked() && m_passphrase->text().isEmpty();
    return locked ? m_passphrase : nullptr;
}

void TlsSection::showParts() {
    const bool on = m_tls->isChecked();
    m_trust->setEnabled(on);
    m_serverName->setEnabled(on);
    m_showCertificate->setEnabled(on);
    m_certificatePart->setVisible(on && m_showCertificate->isChecked());
    Q_EMIT changed();
}

void TlsSection::validate(const ProblemReport& report) {
    const bool on = m_tls->isChecked();
    if (on && m_trust->page() == TrustEditor::File) {
        const QString path = m_trust->caPath()->text().trimmed();
        QString problem;
        if (path.isEmpty())
            problem = tr("Choose the CA certificate that signed the server's certificate.");
        else if (!QFileInfo::exists(path))
            problem = tr("The file or folder %1 does not exist.").arg(path);
        report(m_trust->caPath(), problem, false);
    } else if (on && m_trust->page() == TrustEditor::Pin) {
        report(m_trust->pin(), pinProblem(m_trust->pin()->text()), false);
    } else {
        report(m_trust->caPath(), {}, false);
        report(m_trust->pin(), {}, false);
    }

    QWidget* wrong = nullptr;
    const QString certificate = certificateProblem(wrong);
    for (QWidget* field : std::initializer_list<QWidget*>{m_certificatePath, m_keyPath, m_passphrase})
        if (field != wrong) report(field, {}, false);
    report(wrong, certificate, !certificate.isEmpty());
}

QString TlsSection::certificateProblem(QWidget*& field) const {
    const QString certificate = m_certificatePath->text().trimmed();
    const QString key = m_keyPath->text().trimmed();
    field = m_certificatePath;
    if (!m_tls->isChecked() || !m_showCertificate->isChecked() || (certificate.isEmpty() && key.isEmpty()))
        return {};
    if (certificate.isEmpty()) return tr("A key needs its certificate. Choose the certificate, too.");
    if (!QFileInfo::exists(certificate)) return tr("The file %1 does not exist.").arg(certificate);
    field = m_keyPath;
    if (!key.isEmpty() && !QFileInfo::exists(key)) return tr("The file %1 does not exist.").arg(key);
    const Status good = m_certificateCheck ? m_certificateCheck(tls()) : success();
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

} // namespace maintscope::ui

#include "moc_tls_section.cpp"
