// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/preview_card.h"

#include "client/types/cluster_url.h"
#include "model/base/format.h"
#include "ui/maintenance/failure_panel.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/maintenance/sch_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace form;
using namespace sch;

PreviewCard::PreviewCard(const model::SchModel& form, QWidget* parent)
    : Card(tr("Preview and apply"), parent)
    , m_model(form) {
    auto* stages = line(8);
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        m_stages.at(i) = new StageWidget(stageName(static_cast<SchStage>(i)), i == 0, this);
        stages->addWidget(m_stages.at(i));
    }
    stages->addStretch();
    body()->addLayout(stages);
    m_diff = new DiffView(this);
    m_diff->setObjectName(u"schDiff"_s);
    body()->addWidget(m_diff);

    m_failure = new FailurePanel(u"schPreviewFailure"_s, this);
    body()->addWidget(m_failure);
    m_afterwards = plainLabel({}, this);
    m_afterwards->setObjectName(u"schAfterwards"_s);
    m_afterwards->setWordWrap(true);
    body()->addWidget(m_afterwards);

    m_confirm = lineEdit(u"schConfirm"_s, tr("Cluster name, to confirm"), this);
    m_confirm->setFont(monoFont(12));
    m_confirm->setFixedWidth(170);
    m_confirmLabel = buddy(tr("Type the cluster &name to confirm"), m_confirm, this);
    m_confirmMatch = plainLabel({}, this);
    m_confirmMatch->setObjectName(u"schConfirmMatch"_s);
    m_copy = button(u"schCopyCurl"_s, tr("Copy as cur&l"), this);
    m_copy->setIcon(icon("copy"_L1));
    m_copy->setToolTip(tr("Copy the same request as a curl command; curl asks for the password"));
    m_revert = button(u"schRevert"_s, tr("&Revert last change"), this);
    m_revert->setToolTip(tr("Set the previous values in the form; preview and apply as usual"));
    m_restore = button(u"schRestore"_s, tr("Rest&ore as found"), this);
    m_preview = button(u"schPreview"_s, tr("Prev&iew change"), this);
    m_preview->setToolTip(tr("The cluster validates the change without applying it"));
    m_apply = button(u"schApply"_s, tr("Apply"), this);
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
    body()->addLayout(confirmation);
    body()->addLayout(buttons);

    connect(m_confirm, &QLineEdit::textChanged, this,
            [this](const QString& typed) { Q_EMIT nameTyped(typed.trimmed()); });
    connect(m_confirm, &QLineEdit::returnPressed, m_apply, &QPushButton::click);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(text(m_model.curl())); });
    connect(m_revert, &QPushButton::clicked, this, &PreviewCard::revertRequested);
    connect(m_restore, &QPushButton::clicked, this, &PreviewCard::restoreRequested);
    connect(m_preview, &QPushButton::clicked, this, &PreviewCard::previewRequested);
    connect(m_apply, &QPushButton::clicked, this, &PreviewCard::applyRequested);
}

void PreviewCard::refresh() {
    const std::vector<FieldDiff> lines = m_model.preparedDiff();
    int differing = 0;
    for (const FieldDiff& one : lines)
        differing += one.differs() ? 1 : 0;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        const auto stage = static_cast<SchStage>(i);
        QString extra;
        if (stage == SchStage::DryRun && m_model.phase() == SchPhase::Previewed)
            extra = differing == 1 ? tr("1 field differs") : tr("%1 fields differ").arg(differing);
        if (stage == SchStage::OptIn && m_model.optIn().asked() > 0)
            extra = tr("%1 of %2").arg(m_model.optIn().optedIn()).arg(m_model.optIn().asked());
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
    m_restore->setToolTip(found.isEmpty()
                              ? tr("The cluster already has the settings that this window read first")
                              : tr("Set the values that this window read first: %1").arg(found));
    m_copy->setEnabled(!m_model.change().empty());
    m_apply->update();
    m_preview->update();

    m_failure->setFailure(m_model.failure() && !failedAtManager(m_model) ? &*m_model.failure() : nullptr);
    const QString afterwards = afterwardsText();
    m_afterwards->setText(afterwards);
    m_afterwards->setVisible(!afterwards.isEmpty());
}

/// The result of an applied change; empty: none was applied.
QString PreviewCard::afterwardsText() const {
    QString afterwards;
    if (m_model.phase() == SchPhase::Applied) {
        afterwards = tr("Stored, and confirmed by reading back at %1Z.")
                         .arg(model::formatTimeS(m_model.reading()->readAt)) +
                     u' ';
        const QString own = optInText(m_model.optIn());
        if (!own.isEmpty()) afterwards += own + u". "_s;
        if (m_model.reading()->notifications == Flag::On)
            afterwards += tr("Each application is affected when it opts in again or reconnects.");
        else
            afterwards += tr("No connection can opt in from now on. Redis does not document what happens to "
                             "connections that already have.");
    }
    return afterwards;
}

void PreviewCard::focusNext() {
    (m_model.needsTypedName() ? static_cast<QWidget*>(m_confirm) : m_apply)->setFocus();
}

QList<QWidget*> PreviewCard::tabOrder() const {
    return {m_preview, m_confirm, m_apply, m_copy, m_revert, m_restore};
}

} // namespace maintscope::ui

#include "moc_preview_card.cpp"
