// SPDX-License-Identifier: GPL-3.0-or-later
// The form for the cluster's switch: settings, preview, history, databases.
#include "ui/maintenance/sch_page.h"

#include "ui/maintenance/sch_page_parts.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace sch;

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
    m_copy = button(u"schCopyCurl"_s, tr("Copy as cur&l"), card);
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
    m_databases->setColumnWidth(DatabaseColumn, 150);
    m_databases->setColumnWidth(CoverageColumn, 120);
    m_databasesNote = plainLabel({}, card);
    m_databasesNote->setObjectName(u"schDatabasesNote"_s);
    m_databasesNote->setWordWrap(true);
    m_watch = button(u"schWatch"_s, tr("Watch\u2026"), card);
    m_watch->setToolTip(tr("Connect to it with the address, TLS name and pin that the cluster tells"));
    auto* foot = line();
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(m_databasesNote, 1);
    foot->addWidget(m_watch);
    card->body()->addWidget(m_databases);
    card->body()->addLayout(foot);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_databases, &QTableWidget::itemSelectionChanged, this, &SchPage::refreshDatabases);
    connect(m_databases, &QTableWidget::cellActivated, this, &SchPage::watchSelected);
    connect(m_watch, &QPushButton::clicked, this, &SchPage::watchSelected);
    return card;
}

} // namespace maintscope::ui
