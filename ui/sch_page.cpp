// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sch_page.h"

#include "client/types/cluster_url.h"
#include "model/format.h"
#include "ui/card.h"
#include "ui/icons.h"
#include "ui/paint/badge.h"
#include "ui/readiness_page.h"
#include "ui/sch_widgets.h"
#include "ui/segments.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using model::SchPhase;
using model::SchStage;

namespace {

constexpr int kLabelWidth = 64;
constexpr int kReadinessWidth = 340;
constexpr int kDatabasesHeight = 24 + 4 * 22;
constexpr int kOn = 1;
constexpr int kOff = 0;
constexpr int kCurrentColumn = 210;
constexpr int kWantedColumn = 190;

enum TrustPage { SystemTrust, FileTrust, PinTrust };
enum DatabasesColumn { DatabaseColumn, CoverageColumn, EndpointColumn, kDatabaseColumns };
enum HistoryColumn { TimeColumn, UserColumn, ChangeColumn, AnswerColumn, NowColumn, kHistoryColumns };

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

/// Words of a server, which may hold anything.
QString said(std::string_view words) {
    return model::escapeServerText(words);
}

QLabel* plainLabel(const QString& words, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* dimLabel(const QString& words, QWidget* parent) {
    QLabel* label = plainLabel(words, parent);
    label->setForegroundRole(kSecondInkRole);
    return label;
}

QLabel* monoLabel(QWidget* parent) {
    QLabel* label = plainLabel({}, parent);
    label->setFont(monoFont(12));
    return label;
}

/// Can be marked and copied with the mouse and the keyboard.
void makeCopyable(QLabel* label) {
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

QLineEdit* lineEdit(const QString& objectName, const QString& name, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    return edit;
}

QPushButton* button(const QString& objectName, const QString& words, QWidget* parent) {
    auto* result = new QPushButton(words, parent);
    result->setObjectName(objectName);
    result->setAutoDefault(false);
    return result;
}

QLabel* buddy(const QString& words, QWidget* field, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setBuddy(field);
    return label;
}

QHBoxLayout* line(int spacing = 8) {
    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

/// Painted, because a palette of its own would keep the theme in which it was made.
class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), currentTheme().grid); }
};

/// The ground of what went wrong.
class FailureGround : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter(this).fillRect(rect(), mixed(currentTheme().failure, currentTheme().canvas, 0.08));
    }
};

QString millisecondsText(const std::optional<std::chrono::milliseconds>& value) {
    return value ? SchPage::tr("%1 ms").arg(value->count()) : SchPage::tr("not supported");
}

QString flagText(Flag flag) {
    switch (flag) {
    case Flag::On:
        return SchPage::tr("on");
    case Flag::Off:
        return SchPage::tr("off");
    case Flag::NotSupported:
        return SchPage::tr("not supported");
    case Flag::Unknown:
        break;
    }
    return SchPage::tr("unknown");
}

/// Short, because the field's name stands in the preview: "false → true", "delay 0 → 2000 ms".
QString changeText(const std::vector<FieldDiff>& changes) {
    QStringList parts;
    for (const FieldDiff& change : changes) {
        const QString arrow = u"%1 \u2192 %2"_s.arg(text(change.before), text(change.after));
        if (change.field == kHandoffDelayField)
            parts << SchPage::tr("delay %1 ms").arg(arrow);
        else if (change.field == kOssNotificationsField)
            parts << SchPage::tr("OSS %1").arg(arrow);
        else
            parts << arrow;
    }
    return parts.join(u", "_s);
}

QString coverageText(model::Coverage coverage) {
    switch (coverage) {
    case model::Coverage::Covered:
        return SchPage::tr("\u2713 covered");
    case model::Coverage::FlagOff:
        return SchPage::tr("\u2715 flag off");
    case model::Coverage::NoResp3:
        return SchPage::tr("\u2715 no RESP3");
    case model::Coverage::NotSupported:
        return SchPage::tr("\u2715 not supported");
    case model::Coverage::Unknown:
        return SchPage::tr("unknown");
    case model::Coverage::NotWatchable:
        break;
    }
    return SchPage::tr("not watchable");
}

QString stageName(SchStage stage) {
    switch (stage) {
    case SchStage::DryRun:
        return SchPage::tr("Dry run");
    case SchStage::Confirm:
        return SchPage::tr("Confirm");
    case SchStage::Apply:
        return SchPage::tr("Apply");
    case SchStage::ReadBack:
        break;
    }
    return SchPage::tr("Read back");
}

} // namespace

SchPage::SchPage(QWidget* parent)
    : QWidget(parent) {
    setObjectName(u"schPage"_s);
    auto* content = new QWidget(this);
    auto* sides = new QHBoxLayout(content);
    sides->setContentsMargins(12, 12, 12, 12);
    sides->setSpacing(12);
    auto* cards = new QVBoxLayout;
    cards->setSpacing(10);
    sides->addLayout(cards, 5);
    m_managerCard = makeManagerCard();
    m_settingsCard = makeSettingsCard();
    m_previewCard = makePreviewCard();
    cards->addWidget(m_managerCard);
    cards->addWidget(m_settingsCard);
    cards->addWidget(m_previewCard);
    cards->addWidget(makeHistoryCard(), 1);
    m_readiness = new ReadinessCard(content);
    m_readiness->setMinimumWidth(kReadinessWidth);
    auto* right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(m_readiness);
    right->addWidget(makeDatabasesCard());
    right->addStretch();
    sides->addLayout(right, 3);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &SchPage::showElapsed);
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
    addressLabel->setFixedWidth(kLabelWidth);
    addressLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    first->addWidget(addressLabel);
    first->addWidget(m_address, 5);
    first->addWidget(buddy(tr("&User"), m_user, card));
    first->addWidget(m_user, 3);
    first->addWidget(buddy(tr("Passwor&d"), m_password, card));
    first->addWidget(m_password, 2);
    first->addWidget(m_check);
    card->body()->addLayout(first);

    m_problem = plainLabel({}, card);
    m_problem->setObjectName(u"schProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setIndent(kLabelWidth + 8);
    card->body()->addWidget(makeTrustRow());
    card->body()->addWidget(m_problem);

    m_certificateRow = new QWidget(card);
    auto* grid = new QGridLayout(m_certificateRow);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    QLabel* label = dimLabel(tr("SHA-256"), m_certificateRow);
    label->setFixedWidth(kLabelWidth);
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
    label->setFixedWidth(kLabelWidth);
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

Card* SchPage::makeSettingsCard() {
    auto* card = new Card(tr("Maintenance notifications"), this);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 2);
    grid->setColumnMinimumWidth(1, kCurrentColumn);
    grid->setColumnMinimumWidth(2, kWantedColumn);
    const auto header = [card](const QString& words) {
        QLabel* label = dimLabel(words, card);
        label->setFont(uiFont(11));
        return label;
    };
    m_readAt = header(tr("Current"));
    grid->addWidget(header(tr("Setting")), 0, 0);
    grid->addWidget(m_readAt, 0, 1);
    grid->addWidget(header(tr("Wanted")), 0, 2);

    const auto name = [card](std::string_view field) {
        QLabel* label = monoLabel(card);
        label->setText(text(field));
        return label;
    };
    const auto choice = [this, card](const QString& objectName, const QString& setting) {
        auto* group = new QButtonGroup(card);
        for (const int id : {kOn, kOff}) {
            auto* radio = new QRadioButton(id == kOn ? tr("On") : tr("Off"), card);
            radio->setObjectName(objectName + (id == kOn ? u"On"_s : u"Off"_s));
            radio->setAccessibleName(id == kOn ? tr("%1: on").arg(setting) : tr("%1: off").arg(setting));
            group->addButton(radio, id);
        }
        connect(group, &QButtonGroup::idToggled, this, [this](int, bool on) {
            if (on) readWanted();
        });
        return group;
    };
    const auto choiceRow = [](QButtonGroup* group) {
        auto* layout = line(16);
        layout->addWidget(group->button(kOn));
        layout->addWidget(group->button(kOff));
        layout->addStretch();
        return layout;
    };
    int row = 1;
    const auto separate = [&] { grid->addWidget(new Rule(card), row++, 0, 1, 3); };

    m_flagMark = new FlagMark(20, card);
    m_flag = plainLabel({}, card);
    m_flag->setObjectName(u"schFlag"_s);
    m_flag->setFont(uiFont(20, QFont::DemiBold));
    auto* now = line();
    now->addWidget(m_flagMark);
    now->addWidget(m_flag);
    now->addStretch();
    m_wantFlag = choice(u"schWant"_s, text(kNotificationsField));
    grid->addWidget(name(kNotificationsField), row, 0);
    grid->addLayout(now, row, 1);
    grid->addLayout(choiceRow(m_wantFlag), row++, 2);
    separate();

    m_ossFlag = plainLabel({}, card);
    m_ossFlag->setObjectName(u"schOssFlag"_s);
    m_wantOss = choice(u"schWantOss"_s, text(kOssNotificationsField));
    grid->addWidget(name(kOssNotificationsField), row, 0);
    grid->addWidget(m_ossFlag, row, 1);
    grid->addLayout(choiceRow(m_wantOss), row++, 2);
    separate();

    m_delayNow = monoLabel(card);
    m_delayNow->setObjectName(u"schDelay"_s);
    m_wantDelay = new QSpinBox(card);
    m_wantDelay->setObjectName(u"schWantDelay"_s);
    m_wantDelay->setAccessibleName(tr("%1, milliseconds").arg(text(kHandoffDelayField)));
    m_wantDelay->setToolTip(
        tr("How long the cluster waits between telling clients and moving: their head start"));
    m_wantDelay->setFont(monoFont(12));
    m_wantDelay->setRange(0, static_cast<int>(kMaxHandoffDelay.count()));
    m_wantDelay->setSingleStep(100);
    m_wantDelay->setSuffix(tr(" ms"));
    m_wantDelay->setLocale(QLocale::c());
    m_wantDelay->setGroupSeparatorShown(false);
    m_wantDelay->setFixedWidth(110);
    grid->addWidget(name(kHandoffDelayField), row, 0);
    grid->addWidget(m_delayNow, row, 1);
    grid->addWidget(m_wantDelay, row++, 2);
    separate();
    card->body()->addLayout(grid);

    m_affects = plainLabel({}, card);
    m_affects->setObjectName(u"schAffects"_s);
    m_affects->setWordWrap(true);
    card->body()->addWidget(m_affects);

    connect(m_wantDelay, &QSpinBox::valueChanged, this, &SchPage::readWanted);
    return card;
}

Card* SchPage::makePreviewCard() {
    auto* card = new Card(tr("Preview and apply"), this);
    auto* stages = line(8);
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        m_stages.at(i) = new StageWidget(stageName(static_cast<SchStage>(i)), i == 0, card);
        stages->addWidget(m_stages.at(i));
    }
    stages->addStretch();
    card->body()->addLayout(stages);
    m_diff = new DiffView(card);
    m_diff->setObjectName(u"schDiff"_s);
    card->body()->addWidget(m_diff);

    m_previewFailure = makeFailurePanel(u"schPreviewFailure"_s, card);
    card->body()->addWidget(m_previewFailure.panel);
    m_afterwards = plainLabel({}, card);
    m_afterwards->setObjectName(u"schAfterwards"_s);
    m_afterwards->setWordWrap(true);
    card->body()->addWidget(m_afterwards);

    m_confirm = lineEdit(u"schConfirm"_s, tr("Cluster name, to confirm"), card);
    m_confirm->setFont(monoFont(12));
    m_confirm->setFixedWidth(170);
    m_confirmLabel = buddy(tr("Type the cluster &name to confirm"), m_confirm, card);
    m_confirmMatch = plainLabel({}, card);
    m_confirmMatch->setObjectName(u"schConfirmMatch"_s);
    m_copy = button(u"schCopyCurl"_s, tr("C&opy as curl"), card);
    m_copy->setIcon(icon("copy"_L1));
    m_copy->setToolTip(tr("The same request for a shell; curl asks for the password"));
    m_revert = button(u"schRevert"_s, tr("&Revert last change"), card);
    m_revert->setToolTip(tr("Wishes back what there was before; preview and apply as usual"));
    m_restore = button(u"schRestore"_s, tr("Rest&ore as found"), card);
    m_preview = button(u"schPreview"_s, tr("Prev&iew change"), card);
    m_preview->setToolTip(tr("The cluster checks the change and makes none"));
    m_apply = button(u"schApply"_s, tr("Apply"), card);
    auto* confirmation = line();
    confirmation->addWidget(m_confirmLabel);
    confirmation->addWidget(m_confirm);
    confirmation->addWidget(m_confirmMatch);
    confirmation->addStretch();
    auto* buttons = line();
    buttons->addStretch();
    buttons->addWidget(m_copy);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_preview);
    buttons->addWidget(m_apply);
    card->body()->addLayout(confirmation);
    card->body()->addLayout(buttons);

    connect(m_confirm, &QLineEdit::textChanged, this, [this](const QString& typed) {
        m_model.setTypedName(typed.trimmed().toStdString());
        refreshPreview();
    });
    connect(m_confirm, &QLineEdit::returnPressed, m_apply, &QPushButton::click);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(text(m_model.curl())); });
    connect(m_revert, &QPushButton::clicked, this, [this] {
        m_model.wantRevert();
        showWanted();
        refresh();
    });
    connect(m_restore, &QPushButton::clicked, this, [this] {
        m_model.wantAsFound();
        showWanted();
        refresh();
    });
    connect(m_preview, &QPushButton::clicked, this, [this] { ask(m_model.preview()); });
    connect(m_apply, &QPushButton::clicked, this, [this] { ask(m_model.apply()); });
    return card;
}

Card* SchPage::makeHistoryCard() {
    auto* card = new Card(tr("History of this session"), this);
    card->setNote(tr("also in the recording and its exports"));
    card->body()->setContentsMargins(1, 0, 1, 1);
    m_history = new QTableWidget(0, kHistoryColumns, card);
    m_history->setObjectName(u"schHistory"_s);
    m_history->setAccessibleName(tr("History"));
    m_history->setHorizontalHeaderLabels(
        {tr("Time (UTC)"), tr("User"), tr("Change"), tr("Answer"), tr("Read back")});
    m_history->setFrameShape(QFrame::NoFrame);
    m_history->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_history->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_history->setSelectionMode(QAbstractItemView::SingleSelection);
    m_history->setAlternatingRowColors(true);
    m_history->setShowGrid(false);
    m_history->setTabKeyNavigation(false);
    m_history->setMinimumHeight(72);
    m_history->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // takes what the cards leave
    m_history->setWordWrap(false);
    m_history->verticalHeader()->hide();
    m_history->verticalHeader()->setDefaultSectionSize(22);
    m_history->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_history->horizontalHeader()->setHighlightSections(false);
    m_history->horizontalHeader()->setStretchLastSection(true);
    m_history->setColumnWidth(TimeColumn, 120);
    m_history->setColumnWidth(UserColumn, 180);
    m_history->setColumnWidth(ChangeColumn, 240);
    m_history->setColumnWidth(AnswerColumn, 120);
    card->body()->addWidget(m_history);
    return card;
}

Card* SchPage::makeDatabasesCard() {
    auto* card = new Card(tr("Databases of the cluster"), this);
    card->body()->setContentsMargins(1, 0, 1, 8);
    m_databases = new QTableWidget(0, kDatabaseColumns, card);
    m_databases->setObjectName(u"schDatabases"_s);
    m_databases->setAccessibleName(tr("Databases of the cluster"));
    m_databases->setHorizontalHeaderLabels({tr("Name"), tr("Coverage"), tr("Endpoint")});
    m_databases->setFrameShape(QFrame::NoFrame);
    m_databases->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_databases->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_databases->setSelectionMode(QAbstractItemView::SingleSelection);
    m_databases->setShowGrid(false);
    m_databases->setTabKeyNavigation(false);
    m_databases->setWordWrap(false);
    m_databases->setFixedHeight(kDatabasesHeight);
    m_databases->verticalHeader()->hide();
    m_databases->verticalHeader()->setDefaultSectionSize(22);
    m_databases->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_databases->horizontalHeader()->setHighlightSections(false);
    m_databases->horizontalHeader()->setStretchLastSection(true);
    m_databasesNote = plainLabel({}, card);
    m_databasesNote->setObjectName(u"schDatabasesNote"_s);
    m_databasesNote->setWordWrap(true);
    m_watch = button(u"schWatch"_s, tr("&Watch\u2026"), card);
    m_watch->setToolTip(tr("Connect to it with the address, TLS name and pin that the cluster tells"));
    auto* foot = line();
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(m_databasesNote, 1);
    foot->addWidget(m_watch);
    card->body()->addWidget(m_databases);
    card->body()->addLayout(foot);
    connect(m_databases, &QTableWidget::itemSelectionChanged, this, &SchPage::refreshDatabases);
    connect(m_databases, &QTableWidget::cellActivated, this, &SchPage::watchSelected);
    connect(m_watch, &QPushButton::clicked, this, &SchPage::watchSelected);
    return card;
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

// ---- In and out
// --------------------------------------------------------------------------------------------------

void SchPage::setClusterManager(const RestSettings& settings) {
    if (m_model.busy()) return;
    m_filling = true;
    m_address->setText(text(baseUrl(settings.endpoint)));
    m_user->setText(text(settings.user));
    m_password->setText(text(settings.password.reveal()));
    m_caPath->setText(text(settings.tls.trust.caPath));
    m_pin->setText(settings.tls.trust.pin.empty() ? QString() : u"sha256:"_s + text(settings.tls.trust.pin));
    int page = SystemTrust;
    if (settings.tls.trust.mode == TlsTrust::Mode::CaFile) page = FileTrust;
    if (settings.tls.trust.mode == TlsTrust::Mode::Pin) page = PinTrust;
    m_trust->setCurrent(page);
    m_trustDetail->setCurrentIndex(page);
    m_filling = false;
    readDraft();
}

void SchPage::setEnvironment(Environment environment) {
    m_model.setEnvironment(environment);
    refreshPreview();
}

void SchPage::onStep(const RestStep& step) {
    m_model.onStep(step);
    refresh();
}

void SchPage::onOutcome(const RestOutcome& outcome) {
    m_model.onOutcome(outcome);
    m_tick.stop();
    showWanted();
    refresh();
    // The next thing to do gets the focus, unless the user is elsewhere.
    if (m_model.phase() == SchPhase::Previewed && isAncestorOf(focusWidget()))
        (m_model.needsTypedName() ? static_cast<QWidget*>(m_confirm) : m_apply)->setFocus();
    if (m_model.credentialsRefused() && isAncestorOf(focusWidget())) {
        m_password->setFocus();
        m_password->selectAll();
    }
}

void SchPage::check() {
    ask(m_model.check());
}

void SchPage::ask(const std::optional<RestTask>& task) {
    if (!task) return;
    m_running.start();
    m_tick.start();
    refresh();
    Q_EMIT requested(*task);
}

void SchPage::readDraft() {
    if (m_filling) return;
    model::SchDraft draft = m_model.draft();
    draft.address = m_address->text().trimmed().toStdString();
    draft.user = m_user->text().trimmed().toStdString();
    draft.password = Secret(m_password->text().toStdString());
    draft.trust = {};
    if (m_trust->current() == FileTrust)
        draft.trust = {TlsTrust::Mode::CaFile, m_caPath->text().trimmed().toStdString(), {}};
    if (m_trust->current() == PinTrust)
        draft.trust = {TlsTrust::Mode::Pin, {}, m_pin->text().trimmed().toStdString()};
    m_model.setDraft(std::move(draft));
    refresh();
}

/// A pasted address with user and password: they go into their fields, so that none stays in sight.
void SchPage::takeUserFromAddress() {
    const auto url = parseClusterUrl(m_address->text().toStdString());
    if (!url || url->password.empty()) return;
    m_filling = true;
    m_user->setText(text(url->user));
    m_password->setText(text(url->password.reveal()));
    m_address->setText(text(baseUrl(url->endpoint)));
    m_filling = false;
    readDraft();
}

void SchPage::readWanted() {
    if (m_filling || !m_model.reading()) return;
    const auto choice = [](const QButtonGroup* group) -> std::optional<bool> {
        if (group->checkedId() < 0) return std::nullopt;
        return group->checkedId() == kOn;
    };
    ClusterChange wanted;
    wanted.notifications = choice(m_wantFlag);
    wanted.ossNotifications = choice(m_wantOss);
    if (m_model.reading()->handoffDelay)
        wanted.handoffDelay = std::chrono::milliseconds(m_wantDelay->value());
    m_model.setWanted(wanted);
    refresh();
}

void SchPage::showWanted() {
    m_filling = true;
    const auto show = [](QButtonGroup* group, const std::optional<bool>& value) {
        if (value) {
            group->button(*value ? kOn : kOff)->setChecked(true);
            return;
        }
        group->setExclusive(false); // an exclusive group always keeps one down
        for (QAbstractButton* one : group->buttons())
            one->setChecked(false);
        group->setExclusive(true);
    };
    const ClusterChange& wanted = m_model.wanted();
    show(m_wantFlag, wanted.notifications);
    show(m_wantOss, wanted.ossNotifications);
    m_wantDelay->setValue(
        static_cast<int>(wanted.handoffDelay.value_or(std::chrono::milliseconds(0)).count()));
    m_filling = false;
}

// ---- Showing
// -----------------------------------------------------------------------------------------------------

void SchPage::refresh() {
    if (!m_model.reading()) showWanted();
    refreshManager();
    refreshSettings();
    refreshPreview();
    refreshHistory();
    refreshDatabases();
}

void SchPage::watchSelected() {
    const int row = m_databases->currentRow();
    if (row < 0 || row >= static_cast<int>(m_discovered.size())) return;
    if (const auto& target = m_discovered[static_cast<std::size_t>(row)].target)
        Q_EMIT watchRequested(*target);
}

void SchPage::refreshDatabases() {
    m_discovered.clear();
    if (m_model.reading()) m_discovered = model::discover(*m_model.reading(), m_model.databases(), false);
    const int rows = static_cast<int>(m_discovered.size());
    if (m_databases->rowCount() != rows) m_databases->setRowCount(rows);
    for (int i = 0; i < rows; ++i) {
        const model::DiscoveredDatabase& one = m_discovered[static_cast<std::size_t>(i)];
        const auto put = [&](int column, const QString& words) {
            if (m_databases->item(i, column) == nullptr)
                m_databases->setItem(i, column, new QTableWidgetItem);
            m_databases->item(i, column)->setText(words);
            m_databases->item(i, column)->setToolTip(said(one.sentence).toHtmlEscaped());
        };
        put(DatabaseColumn, said(one.database.name));
        put(CoverageColumn, coverageText(one.coverage));
        put(EndpointColumn, one.target ? said(toString(one.target->endpoint)) : u"\u2013"_s);
    }
    const int row = m_databases->currentRow();
    const bool chosen = row >= 0 && row < rows;
    m_watch->setEnabled(chosen && m_discovered[static_cast<std::size_t>(row)].target.has_value());
    QString note = tr("Check the cluster manager to see them.");
    if (m_model.reading()) note = rows == 0 ? tr("None.") : tr("Choose one to watch it.");
    if (!m_model.databasesNote().empty())
        note = tr("They could not be read: %1").arg(said(m_model.databasesNote()));
    if (chosen) note = said(m_discovered[static_cast<std::size_t>(row)].sentence);
    m_databasesNote->setText(note);
}

bool SchPage::failedAtManager() const {
    if (!m_model.failure() || m_model.history().empty()) return false;
    return onlyReads(m_model.history().front().action) || m_model.failure()->certificate.has_value();
}

void SchPage::refreshManager() {
    const bool busy = m_model.busy();
    for (QWidget* field :
         {static_cast<QWidget*>(m_address), static_cast<QWidget*>(m_user), static_cast<QWidget*>(m_password),
          static_cast<QWidget*>(m_trust), static_cast<QWidget*>(m_trustDetail)})
        field->setEnabled(!busy);
    m_check->setText(busy ? tr("Cancel") : tr("Chec&k"));
    m_check->setEnabled(busy ? m_model.canCancel() : m_model.canCheck());

    const model::SchProblems& problems = m_model.problems();
    const auto mark = [](QWidget* field, bool invalid) {
        if (field->property(kInvalidProperty).toBool() == invalid) return;
        field->setProperty(kInvalidProperty, invalid);
        field->update();
    };
    // An empty form is not full of errors.
    const bool addressWrong = !problems.address.empty() && !m_address->text().isEmpty();
    mark(m_address, addressWrong);
    mark(m_pin, !problems.trust.empty() && m_trust->current() == PinTrust);
    mark(m_user, m_model.credentialsRefused());
    mark(m_password, m_model.credentialsRefused());
    QStringList words;
    if (addressWrong) words << text(problems.address);
    if (!problems.user.empty() && !m_user->text().isEmpty()) words << text(problems.user);
    if (!problems.trust.empty() && (m_trust->current() == PinTrust || m_caPath->isModified()))
        words << text(problems.trust);
    m_problem->setText(words.join(u' '));
    m_problem->setVisible(!words.isEmpty());

    const bool failed = failedAtManager();
    const PresentedCertificate* certificate = nullptr;
    if (failed && m_model.failure()->certificate)
        certificate = &*m_model.failure()->certificate;
    else if (m_model.reading())
        certificate = &m_model.reading()->certificate;
    m_certificateRow->setVisible(certificate != nullptr);
    if (certificate) {
        const bool trusted = !failed && m_model.reading().has_value();
        m_certificateBadge->setBadge(trusted ? Badge::Healthy : Badge::Failing);
        QString verdict = tr("not trusted; it got no user name and no password");
        if (trusted)
            verdict = m_model.draft().trust.mode == TlsTrust::Mode::Pin && !m_model.draft().trust.pin.empty()
                          ? tr("the presented certificate is the pinned one")
                          : tr("the presented certificate is trusted, and its name matches");
        m_certificateWords->setText(verdict);
        m_fingerprint->setText(text(colonSeparated(certificate->sha256)));
        QStringList names;
        for (const std::string& name : certificate->names)
            names << said(name);
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
    showFailure(m_managerFailure, failed);
    m_pinPresented->setVisible(m_model.canPinPresented());

    QString note = tr("not read yet");
    if (m_model.reading())
        note = tr("read %1Z, HTTP %2 in %3")
                   .arg(model::formatTimeS(m_model.reading()->readAt),
                        QString::number(m_model.reading()->httpStatus),
                        model::formatDuration(m_model.reading()->elapsed));
    m_managerCard->setNote(note);
    if (busy) showElapsed();
}

void SchPage::showElapsed() {
    QString doing = tr("Reading\u2026");
    if (m_model.phase() == SchPhase::Previewing) doing = tr("Asking the cluster to check the change\u2026");
    if (m_model.phase() == SchPhase::Applying) doing = tr("Applying\u2026");
    const QString elapsed = model::formatDuration(std::chrono::milliseconds(m_running.elapsed()));
    m_managerCard->setNote(doing + u' ' + elapsed);
}

void SchPage::refreshSettings() {
    const auto& reading = m_model.reading();
    const bool free = reading.has_value() && !m_model.busy();
    m_readAt->setText(reading ? tr("Current, read %1Z").arg(model::formatTimeS(reading->readAt))
                              : tr("Current"));
    const Flag flag = reading ? reading->notifications : Flag::Unknown;
    m_flagMark->setFlag(flag);
    m_flag->setText(flagText(flag).toUpper());
    m_flag->setAccessibleName(tr("%1 is %2").arg(text(kNotificationsField), flagText(flag)));
    m_ossFlag->setText(reading ? flagText(reading->ossNotifications) : u"\u2013"_s);
    m_delayNow->setText(reading ? millisecondsText(reading->handoffDelay) : u"\u2013"_s);
    const auto enable = [free](const QButtonGroup* group, bool supported) {
        for (QAbstractButton* one : group->buttons())
            one->setEnabled(free && supported);
    };
    enable(m_wantFlag, reading && reading->notifications != Flag::NotSupported);
    enable(m_wantOss, reading && reading->ossNotifications != Flag::NotSupported);
    m_wantDelay->setEnabled(free && reading->handoffDelay.has_value());
    m_wantDelay->setSpecialValueText(reading && reading->handoffDelay ? QString()
                                                                      : u"\u2013"_s); // no 0 that nobody read

    if (!reading) {
        m_settingsCard->setNote({});
        m_affects->setText(m_model.busy() ? tr("Reading\u2026") : tr("Flag not read yet."));
        return;
    }
    QStringList note{tr("cluster %1").arg(said(reading->name))};
    if (reading->nodes) note << (*reading->nodes == 1 ? tr("1 node") : tr("%1 nodes").arg(*reading->nodes));
    if (reading->lowestVersion) note << tr("lowest version %1").arg(said(*reading->lowestVersion));
    note << (reading->role ? tr("your role: %1").arg(said(*reading->role))
                           : tr("your role could not be read (%1)").arg(said(reading->roleNote)));
    m_settingsCard->setNote(note.join(u", "_s));
    if (flag == Flag::NotSupported)
        m_affects->setText(
            tr("Server too old: no client_maint_notifications field. Every node needs 8.0.2 or later."));
    else if (reading->mayUpdate == MayUpdate::No)
        m_affects->setText(
            tr("This user may not change the cluster (needs update_cluster). Sign in as a user with the "
               "role admin."));
    else if (m_model.databases().empty())
        m_affects->setText(
            tr("Affects every database of cluster %1. Clients that did not opt in are not changed.")
                .arg(said(m_model.clusterName())));
    else
        m_affects->setText(
            tr("Affects every database of cluster %1 (%2 in all). Clients that did not opt in are not "
               "changed.")
                .arg(said(m_model.clusterName()), QString::number(m_model.databases().size())));
}

void SchPage::refreshPreview() {
    const std::vector<FieldDiff> lines = m_model.preparedDiff();
    int differing = 0;
    for (const FieldDiff& one : lines)
        differing += one.differs() ? 1 : 0;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        const auto stage = static_cast<SchStage>(i);
        QString extra;
        if (stage == SchStage::DryRun && m_model.phase() == SchPhase::Previewed)
            extra = differing == 1 ? tr("1 field differs") : tr("%1 fields differ").arg(differing);
        m_stages.at(i)->setStage(m_model.stage(stage), extra);
    }
    const auto url = parseClusterUrl(m_model.draft().address);
    const QString request =
        url ? u"PUT %1/v1/cluster"_s.arg(text(baseUrl(url->endpoint))) : u"PUT /v1/cluster"_s;
    m_diff->setDiff(request, lines, tr("Read the cluster first."));

    const bool confirms = m_model.needsTypedName() && m_model.reading();
    m_confirmLabel->setVisible(confirms);
    m_confirm->setVisible(confirms);
    m_confirmMatch->setVisible(confirms);
    m_confirm->setEnabled(m_model.phase() == SchPhase::Previewed);
    if (m_model.phase() != SchPhase::Previewed && !m_confirm->text().isEmpty()) m_confirm->clear();
    m_confirm->setPlaceholderText(said(m_model.clusterName()));
    m_confirmMatch->setText(m_model.nameMatches() ? tr("\u2713 matches") : QString());

    const QString name = said(m_model.clusterName());
    m_apply->setText(m_model.reading() ? tr("Appl&y to %1").arg(QString(name).replace(u'&', u"&&"_s))
                                       : tr("Appl&y"));
    m_apply->setEnabled(m_model.canApply());
    m_apply->setProperty(kPrimaryProperty, m_model.canApply());
    m_preview->setEnabled(m_model.canPreview());
    m_preview->setProperty(kPrimaryProperty, m_model.canPreview() && m_model.phase() != SchPhase::Previewed);
    m_revert->setEnabled(m_model.canRevert());
    m_restore->setEnabled(m_model.canRestoreAsFound());
    const QString found = changeText(m_model.differsFromFound());
    m_restore->setToolTip(found.isEmpty() ? tr("The cluster is as it was when it was first read here")
                                          : tr("Wishes back what was found at first: %1").arg(found));
    m_copy->setEnabled(!m_model.change().empty());
    m_apply->update();
    m_preview->update();

    showFailure(m_previewFailure, m_model.failure() && !failedAtManager());
    QString afterwards;
    if (m_model.phase() == SchPhase::Applied) {
        afterwards =
            tr("Stored, and read back at %1Z.").arg(model::formatTimeS(m_model.reading()->readAt)) + u' ';
        if (m_model.reading()->notifications == Flag::On)
            afterwards +=
                tr("Connections that are already open stay as they are: each opts in again, or reconnects.");
        else
            afterwards +=
                tr("No connection can opt in from now on; what becomes of those that have, Redis does not "
                   "document.");
    }
    m_afterwards->setText(afterwards);
    m_afterwards->setVisible(!afterwards.isEmpty());
}

void SchPage::showFailure(FailurePanel& panel, bool visible) {
    panel.panel->setVisible(visible);
    if (!visible) return;
    const RestFailure& failure = *m_model.failure();
    panel.what->setText(said(failure.what));
    const std::string words = serverSaid(failure);
    panel.words->setText(said(words));
    panel.words->setVisible(!words.empty());
    panel.remedy->setText(said(failure.remedy));
}

void SchPage::refreshHistory() {
    const auto& rows = m_model.history();
    if (m_history->rowCount() == static_cast<int>(rows.size()) &&
        (rows.empty() || m_history->item(0, TimeColumn)->data(Qt::UserRole).toLongLong() ==
                             rows.front().at.time_since_epoch().count()))
        return;
    m_history->setRowCount(static_cast<int>(rows.size()));
    for (int i = 0; i < m_history->rowCount(); ++i) {
        const model::SchHistoryRow& row = rows[static_cast<std::size_t>(i)];
        const auto put = [&](int column, const QString& words, bool mono = false) {
            auto* item = new QTableWidgetItem(words);
            item->setToolTip(words.toHtmlEscaped());
            if (mono) item->setFont(monoFont(12));
            m_history->setItem(i, column, item);
            return item;
        };
        put(TimeColumn, model::formatTimeMs(row.at), true)
            ->setData(Qt::UserRole, static_cast<qlonglong>(row.at.time_since_epoch().count()));
        put(UserColumn, text(row.user));
        QString change = changeText(row.changes);
        if (onlyReads(row.action)) change = tr("read");
        if (row.action == RestAction::DryRun) change = tr("dry run: %1").arg(change);
        put(ChangeColumn, change);
        QString answer = row.httpStatus != 0 ? tr("HTTP %1").arg(row.httpStatus) : QString();
        if (row.failure && row.httpStatus == 0) answer = text(toString(row.failure->kind));
        put(AnswerColumn, row.failure ? u"\u2715 "_s + answer : answer);
        QString now = row.now ? flagText(*row.now) : QString();
        if (row.action == RestAction::DryRun) now = tr("not changed, as intended");
        if (row.failure) now = said(row.failure->what);
        put(NowColumn, now);
    }
}

} // namespace maintscope::ui
