// SPDX-License-Identifier: GPL-3.0-or-later
// The form for the cluster's switch: how it is laid out, and the card of the cluster manager.
#include "ui/maintenance/sch_page.h"

#include "ui/maintenance/sch_page_parts.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/readiness/client_audit_card.h"
#include "ui/readiness/readiness_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"
#include "ui/widgets/card.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {

using namespace sch;

namespace {

/// The first column of the form, as wide as its longest word in any language.
int labelColumn(const QWidget& widget) {
    int width = kLabelWidth;
    for (const QString& words :
         {SchPage::tr("&Address"), SchPage::tr("Sign in"), SchPage::tr("SHA-256"), SchPage::tr("Tru&st")})
        width = std::max(width, widget.fontMetrics().size(Qt::TextShowMnemonic, words).width() + 2);
    return width;
}

} // namespace

SchPage::SchPage(QWidget* parent)
    : QWidget(parent) {
    setObjectName(u"schPage"_s);
    auto* cards = new QVBoxLayout;
    cards->setSpacing(10);
    m_managerCard = makeManagerCard();
    m_settingsCard = makeSettingsCard();
    m_previewCard = makePreviewCard();
    cards->addWidget(m_managerCard);
    cards->addWidget(m_settingsCard);
    cards->addWidget(m_previewCard);
    cards->addWidget(makeHistoryCard(), 1);
    m_readiness = new ReadinessCard(this);
    m_readiness->setMinimumWidth(kReadinessWidth);
    m_readiness->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(m_readiness);
    m_clients = new ClientAuditCard(this);
    right->addWidget(makeDatabasesCard());
    right->addWidget(m_clients);
    right->addStretch();
    m_columns = new Columns(cards, right, this);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_columns);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &SchPage::showElapsed);
    m_clock.start();
    m_pollDue.setSingleShot(true);
    connect(&m_pollDue, &QTimer::timeout, this, &SchPage::poll);
    m_optInLimit.setSingleShot(true);
    m_optInLimit.setInterval(kOptInPatience);
    connect(&m_optInLimit, &QTimer::timeout, this, [this] {
        m_model.onOptInOver();
        refreshPreview();
    });
    orderTabs();
    readDraft();
}

SchPage::~SchPage() {
    // Going away takes the focus from the field, which would call back into what is half gone.
    m_address->disconnect(this);
}

// ---- Building
// ----------------------------------------------------------------------------------------------------

Card* SchPage::makeManagerCard() {
    auto* card = new Card(tr("Cluster manager"), this);
    m_address = lineEdit(u"schAddress"_s, tr("Address of the cluster manager"), card);
    m_address->setFont(monoFont(12));
    m_address->setPlaceholderText(u"https://cluster.example:9443"_s);
    m_user = lineEdit(u"schUser"_s, tr("User"), card);
    m_user->setPlaceholderText(tr("admin@example.com"));
    m_password = lineEdit(u"schPassword"_s, tr("Password"), card);
    m_password->setEchoMode(QLineEdit::Password);
    m_check = button(u"schCheck"_s, tr("Chec&k"), card);
    m_check->setToolTip(tr("Reads the cluster's settings, your role and the nodes' versions"));

    auto* first = line();
    QLabel* addressLabel = buddy(tr("&Address"), m_address, card);
    addressLabel->setFixedWidth(labelColumn(*this));
    addressLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    first->addWidget(addressLabel);
    first->addWidget(m_address, 5);
    first->addWidget(buddy(tr("&User"), m_user, card));
    first->addWidget(m_user, 3);
    first->addWidget(buddy(tr("Passwor&d"), m_password, card));
    first->addWidget(m_password, 2);
    first->addWidget(m_check);
    card->body()->addLayout(first);
    m_keep = new QCheckBox(tr("Keep the password in the keychain of this desktop"), card);
    m_keep->setObjectName(u"schKeep"_s);
    connect(m_keep, &QCheckBox::clicked, this, [this](bool on) {
        setKeychainTrouble({});
        if (on) Q_EMIT keepingChosen();
    });
    m_sessionOnly = dimLabel({}, card);
    m_sessionOnly->setObjectName(u"schSessionOnly"_s);
    m_sessionOnly->setWordWrap(true);
    m_signIn = new Segments(tr("Sign in with"), u"schSignIn"_s, {tr("Password"), tr("Token")}, card);
    m_signIn->button(0)->setToolTip(tr("Basic authentication: user and password with each request"));
    m_signIn->button(1)->setToolTip(
        tr("Asks once for a token that stands for them; works, too, where the cluster has switched basic "
           "authentication off (8.2)"));
    connect(m_signIn, &Segments::changed, this, &SchPage::readDraft);
    QLabel* signInLabel = buddy(tr("Sign in"), m_signIn, card);
    signInLabel->setFixedWidth(labelColumn(*this));
    signInLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* kept = line();
    kept->addWidget(signInLabel);
    kept->addWidget(m_signIn);
    kept->addSpacing(8);
    kept->addWidget(m_keep);
    kept->addWidget(m_sessionOnly, 1);
    card->body()->addLayout(kept);
    setKeychain(tr("No system keychain."));

    m_problem = plainLabel({}, card);
    m_problem->setObjectName(u"schProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setIndent(labelColumn(*this) + 8);
    card->body()->addWidget(makeTrustRow());
    card->body()->addWidget(m_problem);

    m_certificateRow = new QWidget(card);
    auto* grid = new QGridLayout(m_certificateRow);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    QLabel* label = dimLabel(tr("SHA-256"), m_certificateRow);
    label->setFixedWidth(labelColumn(*this));
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
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
    grid->addWidget(label, 1, 0);
    grid->addWidget(m_fingerprint, 1, 1);
    grid->addWidget(m_certificateFacts, 2, 1);
    grid->setColumnStretch(1, 1);
    card->body()->addWidget(m_certificateRow);

    m_managerFailure = makeFailurePanel(u"schManagerFailure"_s, card);
    m_pinPresented = button(u"schPinPresented"_s, tr("&Pin this certificate"), m_managerFailure.panel);
    m_pinPresented->setToolTip(tr("Compare the fingerprint with the one on the cluster itself first"));
    m_managerFailure.panel->layout()->addWidget(m_pinPresented);
    m_managerFailure.panel->layout()->setAlignment(m_pinPresented, Qt::AlignLeft);
    card->body()->addWidget(m_managerFailure.panel);

    for (QLineEdit* edit : {m_address, m_user, m_password, m_caPath, m_pin}) {
        connect(edit, &QLineEdit::textChanged, this, &SchPage::readDraft);
        connect(edit, &QLineEdit::returnPressed, this, &SchPage::check);
    }
    // A paste at once; what is typed when it is complete.
    connect(m_address, &QLineEdit::textEdited, this, [this](const QString& edited) {
        if (edited.size() > m_typed + 1) takeUserFromAddress();
        m_typed = m_address->text().size();
    });
    connect(m_address, &QLineEdit::editingFinished, this, &SchPage::takeUserFromAddress);
    connect(m_trust, &Segments::changed, this, [this](int page) {
        m_trustDetail->setCurrentIndex(page);
        readDraft();
    });
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (!m_model.busy()) return check();
        if (m_model.cancel()) Q_EMIT cancelRequested();
        refresh();
    });
    connect(m_pinPresented, &QPushButton::clicked, this, [this] {
        m_model.pinPresented();
        m_filling = true;
        m_trust->setCurrent(PinTrust);
        m_trustDetail->setCurrentIndex(PinTrust);
        m_pin->setText(u"sha256:"_s + text(m_model.draft().trust.pin));
        m_filling = false;
        readDraft();
        check();
    });
    return card;
}

QWidget* SchPage::makeTrustRow() {
    auto* row = new QWidget(this);
    m_trust = new Segments(tr("Trust"), u"schTrust"_s,
                           {tr("System"), tr("CA file or folder"), tr("Pinned certificate")}, row);
    m_trustDetail = new QStackedWidget(row);
    m_trustDetail->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_trustDetail->addWidget(dimLabel(tr("the authorities that this machine trusts"), m_trustDetail));

    auto* file = new QWidget(m_trustDetail);
    m_caPath = lineEdit(u"schCaPath"_s, tr("CA file or folder"), file);
    m_caPath->setFont(monoFont(12));
    m_browse = button(u"schBrowse"_s, tr("Browse\u2026"), file);
    auto* fileLine = line();
    fileLine->addWidget(m_caPath, 1);
    fileLine->addWidget(m_browse);
    file->setLayout(fileLine);
    m_trustDetail->addWidget(file);

    m_pin = lineEdit(u"schPin"_s, tr("Pinned SHA-256 fingerprint"), m_trustDetail);
    m_pin->setFont(monoFont(12));
    m_pin->setPlaceholderText(tr("sha256:\u2026 or empty: Check shows the certificate, then pin it"));
    m_trustDetail->addWidget(m_pin);

    auto* layout = line();
    QLabel* label = buddy(tr("Tru&st"), m_trust, row);
    label->setFixedWidth(labelColumn(*this));
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(label);
    layout->addWidget(m_trust);
    layout->addWidget(m_trustDetail, 1);
    row->setLayout(layout);

    connect(m_browse, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Certificate authority"), m_caPath->text(),
                                                          tr("PEM files (*.pem *.crt *.cer);;All files (*)"));
        if (!path.isEmpty()) m_caPath->setText(path);
    });
    return row;
}

SchPage::FailurePanel SchPage::makeFailurePanel(const QString& objectName, QWidget* parent) {
    FailurePanel panel;
    panel.panel = new FailureGround(parent);
    panel.panel->setObjectName(objectName);
    auto* layout = new QVBoxLayout(panel.panel);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(4);
    auto* top = line();
    auto* badge = new BadgeWidget(16, panel.panel);
    badge->setBadge(Badge::Failing);
    panel.what = plainLabel({}, panel.panel);
    panel.what->setObjectName(objectName + u"What"_s);
    panel.what->setFont(uiFont(12, QFont::DemiBold));
    panel.what->setWordWrap(true);
    top->addWidget(badge, 0, Qt::AlignTop);
    top->addWidget(panel.what, 1);
    panel.words = monoLabel(panel.panel);
    panel.words->setObjectName(objectName + u"Words"_s);
    panel.words->setWordWrap(true);
    makeCopyable(panel.words);
    panel.remedy = plainLabel({}, panel.panel);
    panel.remedy->setWordWrap(true);
    layout->addLayout(top);
    layout->addWidget(panel.words);
    layout->addWidget(panel.remedy);
    panel.panel->hide();
    return panel;
}

void SchPage::orderTabs() {
    const QList<QWidget*> order{m_address,
                                m_user,
                                m_password,
                                m_check,
                                m_signIn->button(0),
                                m_signIn->button(1),
                                m_keep,
                                m_trust->button(SystemTrust),
                                m_trust->button(FileTrust),
                                m_trust->button(PinTrust),
                                m_caPath,
                                m_browse,
                                m_pin,
                                m_pinPresented,
                                m_wantFlag->button(kOn),
                                m_wantFlag->button(kOff),
                                m_wantOss->button(kOn),
                                m_wantOss->button(kOff),
                                m_wantDelay,
                                m_preview,
                                m_confirm,
                                m_apply,
                                m_copy,
                                m_revert,
                                m_restore,
                                m_history,
                                m_databases,
                                m_watch};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

} // namespace maintscope::ui
