// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/manager_card.h"

#include "client/types/cluster_url.h"
#include "model/base/format.h"
#include "ui/maintenance/failure_panel.h"
#include "ui/maintenance/sch_words.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"
#include "ui/widgets/form_helpers.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/soft_breaks.h"
#include "ui/widgets/trust_editor.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace form;
using namespace sch;

namespace {

constexpr int kLabelWidth = 64;
constexpr qsizetype kShownNames = 3; ///< of a certificate; a tool tip shows all

/// Width of the first column: its longest label in any language.
int labelColumn(const QWidget& widget) {
    int width = kLabelWidth;
    for (const QString& words : {ManagerCard::tr("&Address"), ManagerCard::tr("Sign in"),
                                 ManagerCard::tr("SHA-256"), ManagerCard::tr("Tru&st")})
        width = std::max(width, widget.fontMetrics().size(Qt::TextShowMnemonic, words).width() + 2);
    return width;
}

/// The label of a row, in the first column.
QLabel* leading(QLabel* label, const QWidget& card) {
    label->setFixedWidth(labelColumn(card));
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

} // namespace

ManagerCard::ManagerCard(const model::SchModel& form, QWidget* parent)
    : Card(tr("Cluster manager"), parent)
    , m_model(form) {
    makeAddressRow();
    makeSignInRow();
    makeTrustRow();
    makeCertificateRow();

    m_failure = new FailurePanel(u"schManagerFailure"_s, this);
    m_pinPresented = button(u"schPinPresented"_s, tr("&Pin this certificate"), m_failure);
    m_pinPresented->setToolTip(tr("First compare the fingerprint with the one shown on the cluster itself"));
    m_failure->layout()->addWidget(m_pinPresented);
    m_failure->layout()->setAlignment(m_pinPresented, Qt::AlignLeft);
    body()->addWidget(m_failure);

    for (QLineEdit* edit : {m_address, m_user, m_password, m_trust->caPath(), m_trust->pin()}) {
        connect(edit, &QLineEdit::textChanged, this, &ManagerCard::onEdited);
        connect(edit, &QLineEdit::returnPressed, this, &ManagerCard::checkRequested);
    }
    // A pasted address is parsed at once, a typed one when it is complete.
    connect(m_address, &QLineEdit::textEdited, this, [this](const QString& edited) {
        if (edited.size() > m_typed + 1) takeUserFromAddress();
        m_typed = m_address->text().size();
    });
    connect(m_address, &QLineEdit::editingFinished, this, &ManagerCard::takeUserFromAddress);
    connect(m_trust, &TrustEditor::choiceChanged, this, &ManagerCard::onEdited);
    connect(m_check, &QPushButton::clicked, this, &ManagerCard::checkClicked);
    connect(m_pinPresented, &QPushButton::clicked, this, &ManagerCard::pinPresentedWanted);
}

void ManagerCard::makeAddressRow() {
    m_address = lineEdit(u"schAddress"_s, tr("Address of the cluster manager"), this);
    m_address->setFont(monoFont(12));
    m_address->setPlaceholderText(u"https://cluster.example:9443"_s);
    m_user = lineEdit(u"schUser"_s, tr("User"), this);
    m_user->setPlaceholderText(tr("admin@example.com"));
    m_password = lineEdit(u"schPassword"_s, tr("Password"), this);
    m_password->setEchoMode(QLineEdit::Password);
    m_check = button(u"schCheck"_s, tr("Chec&k"), this);
    m_check->setToolTip(tr("Read the cluster's settings, your role and the versions of the nodes"));

    auto* first = line();
    first->addWidget(leading(buddy(tr("&Address"), m_address, this), *this));
    first->addWidget(m_address, 5);
    first->addWidget(buddy(tr("&User"), m_user, this));
    first->addWidget(m_user, 3);
    first->addWidget(buddy(tr("Passwor&d"), m_password, this));
    first->addWidget(m_password, 2);
    first->addWidget(m_check);
    body()->addLayout(first);
}

void ManagerCard::makeSignInRow() {
    m_keep = new QCheckBox(tr("Keep the password in the keychain of this desktop"), this);
    m_keep->setObjectName(u"schKeep"_s);
    connect(m_keep, &QCheckBox::clicked, this, [this](bool on) {
        setKeychainTrouble({});
        if (on) Q_EMIT keepingChosen();
    });
    m_sessionOnly = dimLabel({}, this);
    m_sessionOnly->setObjectName(u"schSessionOnly"_s);
    m_sessionOnly->setWordWrap(true);
    m_signIn = new Segments(tr("Sign in with"), u"schSignIn"_s, {tr("Password"), tr("Token")}, this);
    m_signIn->button(0)->setToolTip(tr("Basic authentication: sends user and password with each request"));
    m_signIn->button(1)->setToolTip(tr("Requests a token once and uses it instead; also works if basic "
                                       "authentication is disabled on the cluster (8.2)"));
    connect(m_signIn, &Segments::changed, this, &ManagerCard::onEdited);
    auto* kept = line();
    kept->addWidget(leading(buddy(tr("Sign in"), m_signIn, this), *this));
    kept->addWidget(m_signIn);
    kept->addSpacing(8);
    kept->addWidget(m_keep);
    kept->addWidget(m_sessionOnly, 1);
    body()->addLayout(kept);
    setKeychain(tr("No system keychain is available."));
}

void ManagerCard::makeTrustRow() {
    m_problem = plainLabel({}, this);
    m_problem->setObjectName(u"schProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setIndent(labelColumn(*this) + 8);
    m_trust = new TrustEditor(
        {.choice = u"schTrust"_s,
         .caPath = u"schCaPath"_s,
         .browse = u"schBrowse"_s,
         .pin = u"schPin"_s,
         .labels = {tr("System"), tr("CA file or folder"), tr("Pinned certificate")},
         .systemWords = tr("the certificate authorities trusted by this computer"),
         .caName = tr("CA file or folder"),
         .caPlaceholder = {},
         .pinName = tr("Pinned SHA-256 fingerprint"),
         .pinPlaceholder = tr("sha256:\u2026, or empty: Check shows the certificate, which you can then pin"),
         .browseName = {},
         .fileFilter = tr("PEM files (*.pem *.crt *.cer);;All files (*)")},
        this);
    auto* trustRow = line();
    trustRow->addWidget(leading(buddy(tr("Tru&st"), m_trust->choice(), this), *this));
    trustRow->addWidget(m_trust, 1);
    body()->addLayout(trustRow);
    body()->addWidget(m_problem);
}

void ManagerCard::makeCertificateRow() {
    m_certificateRow = new QWidget(this);
    auto* grid = new QGridLayout(m_certificateRow);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    m_certificateBadge = new BadgeWidget(16, m_certificateRow);
    m_certificateWords = plainLabel({}, m_certificateRow);
    m_certificateWords->setObjectName(u"schCertificateWords"_s);
    m_fingerprint = monoLabel(m_certificateRow);
    m_fingerprint->setObjectName(u"schFingerprint"_s);
    m_fingerprint->setAccessibleName(tr("SHA-256 fingerprint of the presented certificate"));
    m_fingerprint->setWordWrap(true);
    makeCopyable(m_fingerprint);
    m_certificateFacts = monoLabel(m_certificateRow);
    m_certificateFacts->setWordWrap(true);
    m_certificateFacts->setForegroundRole(kSecondInkRole);
    makeCopyable(m_certificateFacts);
    auto* words = line(6);
    words->addWidget(m_certificateBadge);
    words->addWidget(m_certificateWords, 1);
    grid->addLayout(words, 0, 1);
    grid->addWidget(leading(dimLabel(tr("SHA-256"), m_certificateRow), *this), 1, 0);
    grid->addWidget(m_fingerprint, 1, 1);
    grid->addWidget(m_certificateFacts, 2, 1);
    grid->setColumnStretch(1, 1);
    body()->addWidget(m_certificateRow);
}

ManagerCard::~ManagerCard() {
    // Destruction takes the focus from the field, whose signal would reach a partly destroyed object.
    m_address->disconnect(this);
}

void ManagerCard::fill(const RestSettings& settings) {
    m_filling = true;
    m_fromKeychain = false;
    m_address->setText(text(baseUrl(settings.endpoint)));
    m_user->setText(text(settings.user));
    m_password->setText(text(settings.password.reveal()));
    TlsTrust trust = settings.tls.trust;
    if (!trust.pin.empty()) trust.pin = "sha256:" + trust.pin;
    m_trust->setTrust(trust);
    m_signIn->setCurrent(settings.signIn == RestSignIn::Token ? 1 : 0);
    m_filling = false;
}

model::SchDraft ManagerCard::draft(model::SchDraft draft) const {
    draft.address = m_address->text().trimmed().toStdString();
    draft.user = m_user->text().trimmed().toStdString();
    draft.password = Secret(m_password->text().toStdString());
    draft.signIn = m_signIn->current() == 1 ? RestSignIn::Token : RestSignIn::Basic;
    draft.trust = m_trust->trust();
    if (draft.trust.mode != TlsTrust::Mode::CaFile) draft.trust.caPath.clear();
    if (draft.trust.mode != TlsTrust::Mode::Pin) draft.trust.pin.clear();
    return draft;
}

void ManagerCard::setKeychain(const QString& unavailable) {
    m_keep->setVisible(unavailable.isEmpty());
    m_sessionOnly->setVisible(!unavailable.isEmpty());
    m_sessionOnly->setText(tr("The password is kept for this session only. %1").arg(unavailable).trimmed());
}

void ManagerCard::setKeychainTrouble(const QString& reason) {
    if (!m_keep->isVisibleTo(this)) return; // already reported
    m_sessionOnly->setVisible(!reason.isEmpty());
    m_sessionOnly->setText(reason);
}

bool ManagerCard::wantsKeeping() const {
    return m_keep->isVisibleTo(this) && m_keep->isChecked();
}

bool ManagerCard::wantsForgetting() const {
    return m_keep->isVisibleTo(this) && !m_keep->isChecked() && m_fromKeychain;
}

void ManagerCard::offerPassword(const RestSettings& manager, const Secret& password) {
    const auto& now = m_model.settings();
    if (!now || !now->password.empty() || !(now->endpoint == manager.endpoint) || now->user != manager.user)
        return;
    m_password->setText(text(password.reveal()));
    m_keep->setChecked(true);
    m_fromKeychain = true;
}

void ManagerCard::pin(const std::string& fingerprint) {
    m_filling = true;
    m_trust->setPin(u"sha256:"_s + text(fingerprint));
    m_filling = false;
}

void ManagerCard::onEdited() {
    if (!m_filling) Q_EMIT edited();
}

/// Moves user and password from the address to their fields, so that the password is hidden.
void ManagerCard::takeUserFromAddress() {
    const auto url = parseClusterUrl(m_address->text().toStdString());
    if (!url || url->password.empty()) return;
    m_filling = true;
    m_user->setText(text(url->user));
    m_password->setText(text(url->password.reveal()));
    m_address->setText(text(baseUrl(url->endpoint)));
    m_filling = false;
    onEdited();
}

void ManagerCard::refresh() {
    const bool busy = m_model.busy();
    for (QWidget* field :
         {static_cast<QWidget*>(m_address), static_cast<QWidget*>(m_user), static_cast<QWidget*>(m_password),
          static_cast<QWidget*>(m_signIn), static_cast<QWidget*>(m_trust)})
        field->setEnabled(!busy);
    m_check->setText(busy ? tr("Cancel") : tr("Chec&k"));
    m_check->setEnabled(busy ? m_model.canCancel() : m_model.canCheck());

    const model::SchProblems& problems = m_model.problems();
    const auto mark = [](QWidget* field, bool invalid) {
        if (field->property(kInvalidProperty).toBool() == invalid) return;
        field->setProperty(kInvalidProperty, invalid);
        field->update();
    };
    // An empty form shows no errors.
    const bool addressWrong = !problems.address.empty() && !m_address->text().isEmpty();
    mark(m_address, addressWrong);
    mark(m_trust->pin(), !problems.trust.empty() && m_trust->page() == TrustEditor::Pin);
    mark(m_user, m_model.credentialsRefused());
    mark(m_password, m_model.credentialsRefused());
    QStringList words;
    if (addressWrong) words << text(problems.address);
    if (!problems.user.empty() && !m_user->text().isEmpty()) words << text(problems.user);
    if (!problems.trust.empty() && (m_trust->page() == TrustEditor::Pin || m_trust->caPath()->isModified()))
        words << text(problems.trust);
    m_problem->setText(words.join(u' '));
    m_problem->setVisible(!words.isEmpty());
    refreshCertificate();

    QString note = tr("not read yet");
    if (m_model.reading())
        note = tr("read %1Z, HTTP %2 in %3")
                   .arg(model::formatTimeS(m_model.reading()->readAt),
                        QString::number(m_model.reading()->httpStatus),
                        model::formatDuration(m_model.reading()->elapsed));
    if (m_model.pollFailure()) note += tr("; cannot be read now: %1").arg(said(m_model.pollFailure()->what));
    setNote(note);
}

void ManagerCard::refreshCertificate() {
    const bool failed = failedAtManager(m_model);
    const PresentedCertificate* certificate = nullptr;
    if (failed && m_model.failure()->certificate)
        certificate = &*m_model.failure()->certificate;
    else if (m_model.reading())
        certificate = &m_model.reading()->certificate;
    m_certificateRow->setVisible(certificate != nullptr);
    if (certificate) {
        const bool trusted = !failed || !m_model.failure()->certificate;
        m_certificateBadge->setBadge(trusted ? Badge::Healthy : Badge::Failing);
        QString verdict = tr("not trusted; no user name or password was sent");
        if (trusted)
            verdict = m_model.draft().trust.mode == TlsTrust::Mode::Pin && !m_model.draft().trust.pin.empty()
                          ? tr("the presented certificate is the pinned one")
                          : tr("the presented certificate is trusted, and its name matches");
        m_certificateWords->setText(verdict);
        m_fingerprint->setText(withSoftBreaks(text(colonSeparated(certificate->sha256))));
        QStringList names;
        for (const std::string& name : certificate->names)
            names << said(name);
        m_certificateFacts->setToolTip(names.join(u'\n').toHtmlEscaped());
        if (const qsizetype more = names.size() - kShownNames; more > 0)
            names = names.first(kShownNames) << tr("and %1 more").arg(more);
        QString facts =
            tr("CN=%1, %2, valid %3 to %4")
                .arg(said(certificate->commonName),
                     certificate->selfSigned ? tr("self-signed")
                                             : tr("issued by %1").arg(said(certificate->issuer)),
                     model::formatDate(certificate->validFrom), model::formatDate(certificate->validUntil));
        if (m_model.reading()) {
            const auto left = std::chrono::duration_cast<std::chrono::hours>(certificate->validUntil -
                                                                             m_model.reading()->readAt);
            if (left.count() > 0) facts += tr(" (%1 d)").arg(left.count() / 24);
        }
        if (!names.isEmpty()) facts += tr(", for %1").arg(names.join(u", "_s));
        m_certificateFacts->setText(facts);
    }
    m_failure->setFailure(failed ? &*m_model.failure() : nullptr);
    m_pinPresented->setVisible(m_model.canPinPresented());
}

void ManagerCard::showElapsed(std::chrono::milliseconds running) {
    QString doing = tr("Reading\u2026");
    if (m_model.phase() == SchPhase::Previewing) doing = tr("Asking the cluster to check the change\u2026");
    if (m_model.phase() == SchPhase::Applying) doing = tr("Applying\u2026");
    const QString elapsed = model::formatDuration(running);
    setNote(doing + u' ' + elapsed);
}

void ManagerCard::focusPassword() {
    m_password->setFocus();
    m_password->selectAll();
}

QList<QWidget*> ManagerCard::tabOrder() const {
    return {m_address,
            m_user,
            m_password,
            m_check,
            m_signIn->button(0),
            m_signIn->button(1),
            m_keep,
            m_trust->choice()->button(TrustEditor::System),
            m_trust->choice()->button(TrustEditor::File),
            m_trust->choice()->button(TrustEditor::Pin),
            m_trust->caPath(),
            m_trust->browse(),
            m_trust->pin(),
            m_pinPresented};
}

} // namespace maintscope::ui

#include "moc_manager_card.cpp"
