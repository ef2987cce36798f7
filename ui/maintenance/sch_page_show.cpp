// SPDX-License-Identifier: GPL-3.0-or-later
// The form for the cluster's switch: what it shows of its model.
#include "ui/maintenance/sch_page.h"

#include "client/types/cluster_url.h"
#include "model/base/format.h"
#include "ui/maintenance/sch_page_parts.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/paint/badge.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"
#include "ui/widgets/soft_breaks.h"
#include "ui/widgets/card.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>

namespace maintscope::ui {

using namespace sch;

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
    for (QWidget* field : {static_cast<QWidget*>(m_address), static_cast<QWidget*>(m_user),
                           static_cast<QWidget*>(m_password), static_cast<QWidget*>(m_signIn),
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
        const bool trusted = !failed || !m_model.failure()->certificate;
        m_certificateBadge->setBadge(trusted ? Badge::Healthy : Badge::Failing);
        QString verdict = tr("not trusted; it got no user name and no password");
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
    showFailure(m_managerFailure, failed);
    m_pinPresented->setVisible(m_model.canPinPresented());

    QString note = tr("not read yet");
    if (m_model.reading())
        note = tr("read %1Z, HTTP %2 in %3")
                   .arg(model::formatTimeS(m_model.reading()->readAt),
                        QString::number(m_model.reading()->httpStatus),
                        model::formatDuration(m_model.reading()->elapsed));
    if (m_model.pollFailure()) note += tr("; not readable now: %1").arg(said(m_model.pollFailure()->what));
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
        m_affects->setText(m_model.busy()             ? tr("Reading\u2026")
                           : m_platformNote.isEmpty() ? tr("Flag not read yet.")
                                                      : m_platformNote);
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
        const QString own = optInText(m_model.optIn());
        if (!own.isEmpty()) afterwards += own + u". "_s;
        if (m_model.reading()->notifications == Flag::On)
            afterwards += tr("Applications stay as they are until each opts in again, or reconnects.");
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
    panel.words->setText(withSoftBreaks(said(words)));
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
