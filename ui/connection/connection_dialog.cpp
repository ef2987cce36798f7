// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/connection_dialog.h"

#include "client/types/target_url.h"
#include "client/types/url_secrets.h"
#include "ui/connection/connection_check_panel.h"
#include "ui/connection/database_section.h"
#include "ui/connection/handoff_section.h"
#include "ui/connection/probe_section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

ConnectionDialog::ConnectionDialog(QWidget* parent)
    : QDialog(parent) {
    setObjectName(u"connectionDialog"_s);
    setWindowTitle(tr("New connection"));

    m_url = form::monoEdit(u"url"_s, tr("URL"), this);
    m_url->setPlaceholderText(u"rediss://user:password@host:port"_s);
    m_url->setClearButtonEnabled(true);

    m_saved = new QComboBox(this);
    m_saved->setObjectName(u"saved"_s);
    m_saved->setAccessibleName(tr("Saved connection"));
    m_saved->setPlaceholderText(tr("select one to fill in the form"));

    auto* urlRow = new QWidget(this);
    auto* urlForm = DialogSection::makeForm(urlRow);
    m_savedLabel = DialogSection::makeLabel(tr("Sa&ved"), m_saved, urlRow);
    urlForm->addRow(m_savedLabel, m_saved);
    urlForm->addRow(DialogSection::makeLabel(tr("Paste &URL"), m_url, urlRow),
                    m_messages.withMessage(m_url, m_url, this));

    m_missing = new QLabel(this);
    m_missing->setObjectName(u"missing"_s);
    m_missing->setTextFormat(Qt::PlainText);
    m_missing->setForegroundRole(kSecondInkRole);

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
    m_test->setToolTip(tr("Runs every step once. A test saves nothing and sends only the commands listed."));
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    m_save = new QCheckBox(tr("Save as pro&file, without the password"), this);
    m_save->setObjectName(u"save"_s);
    m_save->setToolTip(tr("Saves the connection under its name; you can select it above next time"));

    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addWidget(m_test);
    bottom->addWidget(m_save);
    bottom->addWidget(m_missing, 1);
    bottom->addWidget(cancel);
    bottom->addWidget(m_accept);

    m_result = new ConnectionCheckPanel(this);
    m_result->hide();
    connect(m_result, &ConnectionCheckPanel::clusterSettingsRequested, this,
            &ConnectionDialog::clusterSettingsRequested);

    auto* layout = new QVBoxLayout;
    layout->setSpacing(14);
    layout->addWidget(urlRow);
    m_database = new DatabaseSection(m_messages, this);
    layout->addWidget(titledSection(tr("Database"), m_database, this));
    m_tls = new TlsSection(m_messages, this);
    layout->addWidget(titledSection(tr("TLS"), m_tls, this));
    m_handoff = new HandoffSection(m_messages, this);
    layout->addWidget(titledSection(tr("Smart client handoffs"), m_handoff, this));
    m_probe = new ProbeSection(m_messages, this);
    layout->addWidget(titledSection(tr("Probe"), m_probe, this));
    auto* sides = new QHBoxLayout;
    sides->setSpacing(16);
    sides->addLayout(layout);
    sides->addWidget(m_result);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 16, 16, 12);
    all->setSpacing(14);
    all->addLayout(sides);
    all->addLayout(bottom);
    all->setSizeConstraint(QLayout::SetFixedSize); // follows the messages

    connect(m_url, &QLineEdit::textChanged, this, &ConnectionDialog::readUrl);
    connect(m_url, &QLineEdit::editingFinished, this, [this] {
        m_urlRead.clear(); // what was typed is whole now
        readUrl(m_url->text());
    });
    for (DialogSection* section :
         std::initializer_list<DialogSection*>{m_database, m_tls, m_handoff, m_probe})
        connect(section, &DialogSection::touched, this, &ConnectionDialog::touch);
    connect(m_tls, &TlsSection::changed, this, &ConnectionDialog::validate);
    connect(m_saved, &QComboBox::activated, this, &ConnectionDialog::chooseProfile);

    setProfiles({});
    setKeychain(tr("No system keychain is available."));
    TargetSettings defaults;
    defaults.endpoint.port = kDefaultRedisPort;
    setSettings(defaults);
    m_url->setFocus();
}

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
    m_database->password()->setFocus(); // never part of a profile
    Q_EMIT passwordWanted(settings());
}

void ConnectionDialog::setKeychain(const QString& unavailable) {
    m_database->setKeychain(unavailable);
}

bool ConnectionDialog::wantsKeeping() const {
    return m_database->wantsKeeping();
}

void ConnectionDialog::offerPassword(const TargetSettings& known, const Secret& password) {
    const TargetSettings now = settings();
    if (!now.password.empty() || !(now.endpoint == known.endpoint) || now.user != known.user) return;
    m_database->takeKept(password);
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
    m_urlProblem.clear();
    // A password that is being typed is whole when the field is left.
    const bool whole = words.size() > m_urlRead.size() + 1 || !m_url->hasFocus();
    QString shown = words;
    if (!words.trimmed().isEmpty())
        shown =
            model::isRedisCli(words.toStdString()) ? readRedisCli(words, whole) : readPlainUrl(words, whole);
    if (shown != words) {
        const QSignalBlocker blocker(m_url);
        m_url->setText(shown); // clears the undo history, too
    }
    m_urlRead = shown;
    validate();
}

QString ConnectionDialog::readPlainUrl(const QString& words, bool whole) {
    const std::string pasted = words.toStdString();
    const auto url = parseTargetUrl(pasted);
    if (url.ok()) {
        m_database->take(*url);
        m_tls->setEncrypted(url->tls);
        return url->password.empty() ? words : QString::fromStdString(toString(*url));
    }
    // Hides the password even if the URL is invalid; as a parameter it may be unfinished.
    const bool parameter = pasted.find('@') == std::string::npos;
    const PastedUrl taken = parameter && !whole ? PastedUrl{pasted, {}} : takePassword(pasted);
    // The position in an error refers to the displayed text.
    const auto seen = parseTargetUrl(taken.shown);
    if (parameter && seen.ok()) {
        m_database->take({seen->endpoint, seen->tls, seen->user, taken.password});
        m_tls->setEncrypted(seen->tls);
        return QString::fromStdString(taken.shown);
    }
    if (!taken.password.empty()) m_database->setPassword(form::revealed(taken.password));
    const Error& error = seen.ok() ? url.error() : seen.error();
    m_urlProblem = QString::fromStdString(error.detail.empty() ? error.what : error.detail) + u". "_s +
                   QString::fromStdString(error.remedy);
    return QString::fromStdString(taken.shown);
}

QString ConnectionDialog::readRedisCli(const QString& words, bool whole) {
    const std::string line = words.toStdString();
    const model::RedisCliSecrets taken = model::withoutSecrets(line);
    const auto profile = model::profileFromRedisCli(line);
    if (profile) {
        const TargetSettings& target = profile->target;
        const TargetUrl url{target.endpoint, target.tls.enabled, target.user,
                            whole ? taken.password : Secret()};
        m_database->take(url);
        m_tls->setEncrypted(url.tls);
    } else {
        m_urlProblem = QString::fromStdString(profile.error().what) + u' ' +
                       QString::fromStdString(profile.error().remedy);
        if (whole && !taken.password.empty()) m_database->setPassword(form::revealed(taken.password));
    }
    return whole && !taken.password.empty() ? QString::fromStdString(taken.shown) : words;
}

void ConnectionDialog::touch(QWidget* field) {
    m_touched.insert(field, true);
    m_result->setStale();
    validate();
}

void ConnectionDialog::setCertificateCheck(CertificateCheck check) {
    m_tls->setCertificateCheck(std::move(check));
}

void ConnectionDialog::focusSecret() {
    QLineEdit* passphrase = m_tls->missingPassphrase();
    QLineEdit* password = m_database->password();
    (password->text().isEmpty() || !passphrase ? password : passphrase)->setFocus(Qt::OtherFocusReason);
}

void ConnectionDialog::validate() {
    QString first; // why Connect is disabled; shown beside it while the field is untouched
    bool shownAtField = false;
    const auto check = [&](QWidget* field, const QString& problem, bool always) {
        const bool atField = always || m_touched.value(field);
        if (!problem.isEmpty() && first.isEmpty()) {
            first = problem;
            shownAtField = atField;
        }
        m_messages.show(field, atField ? problem : QString());
    };
    check(m_url, m_urlProblem, true);
    m_database->validate(check);
    m_tls->validate(check);
    m_handoff->validate(check);
    m_probe->validate(check);
    m_missing->setText(shownAtField ? QString() : first);
    m_accept->setEnabled(first.isEmpty());
    m_test->setEnabled(first.isEmpty() && !m_testing);
}

bool ConnectionDialog::isValid() const {
    return m_accept->isEnabled();
}

void ConnectionDialog::setSettings(const TargetSettings& settings) {
    m_base = settings;
    m_database->setSettings(settings);
    m_tls->setSettings(settings);
    m_handoff->setSettings(settings);
    m_probe->setSettings(settings);
    m_touched.clear();
    validate();
}

TargetSettings ConnectionDialog::settings() const {
    TargetSettings settings = m_base;
    m_database->read(settings);
    m_tls->read(settings);
    m_handoff->read(settings);
    m_probe->read(settings);
    return settings;
}

} // namespace maintscope::ui

#include "moc_connection_dialog.cpp"
