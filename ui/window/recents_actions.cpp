// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recents_actions.h"

#include "model/base/format.h"
#include "ui/widgets/commands.h"
#include "ui/window/first_screen.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Escapes ampersands in server texts and file names for a menu.
QString menuText(QString text) {
    return text.replace(u'&', u"&&"_s);
}

QString describe(const model::Profile& profile) {
    QStringList words{QString::fromStdString(toString(profile.target.endpoint))};
    if (profile.target.tls.enabled) words << RecentsActions::tr("TLS");
    if (profile.target.environment != Environment::Unspecified)
        words << QString::fromLatin1(toString(profile.target.environment).data());
    return words.join(u", "_s);
}

} // namespace

RecentsActions::RecentsActions(WindowContext& context)
    : m_context(context) {}

void RecentsActions::addTargets() {
    m_connectAgain =
        m_context.commands->add(MenuId::File, {"actionConnectAgain",
                                               tr("Connect &Again"),
                                               tr("Connect to the most recent target again"),
                                               "reconnect",
                                               {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}});
    connect(m_connectAgain, &QAction::triggered, this, [this] {
        if (!m_recents.targets.empty()) Q_EMIT connectAgainRequested(m_recents.targets.front());
    });
    m_targets = m_context.commands->addMenu(MenuId::File, tr("Recent &Targets"), u"menuRecentTargets"_s);
    m_targets->setToolTipsVisible(true);
}

void RecentsActions::addRecordings() {
    m_recordings = m_context.commands->addMenu(MenuId::File, tr("Open &Recent"), u"menuRecent"_s);
    m_recordings->setToolTipsVisible(true);
    // A file may be deleted while the program runs.
    connect(m_recordings, &QMenu::aboutToShow, this, &RecentsActions::fillRecordings);
}

void RecentsActions::setRecents(const model::Recents& recents) {
    m_recents = recents;
    fillRecordings();
    m_targets->clear();
    int place = 0;
    for (const model::RecentTarget& target : m_recents.targets) {
        const QString name = model::escapeServerText(target.profile.name);
        QAction* action = m_targets->addAction(u"&%1 %2"_s.arg(++place).arg(menuText(name)));
        action->setStatusTip(tr("Connect to %1 (%2) again").arg(name, describe(target.profile)));
        action->setToolTip(describe(target.profile));
        connect(action, &QAction::triggered, this, [this, target] { Q_EMIT connectAgainRequested(target); });
    }
    const bool any = place > 0;
    m_targets->addSeparator();
    QAction* clear = m_targets->addAction(tr("&Clear This List"));
    connect(clear, &QAction::triggered, this, &RecentsActions::forgetTargetsRequested);
    m_targets->menuAction()->setEnabled(any);
    m_connectAgain->setEnabled(any);
    m_connectAgain->setText(
        any ? tr("Connect &Again to %1")
                  .arg(menuText(model::escapeServerText(m_recents.targets.front().profile.name)))
            : tr("Connect &Again"));
    if (!m_firstScreen) return;
    m_firstScreen->setLast(any ? model::escapeServerText(m_recents.targets.front().profile.name) : QString(),
                           any ? describe(m_recents.targets.front().profile) : QString());
}

void RecentsActions::fillRecordings() {
    m_recordings->clear();
    int place = 0;
    for (const QString& path : m_recents.recordings) {
        const QFileInfo file(path);
        const QString key = ++place < 10 ? u"&%1 "_s.arg(place) : QString();
        const QString name = menuText(file.fileName());
        QAction* action =
            m_recordings->addAction(key + (file.exists() ? name : tr("%1 (missing)").arg(name)));
        action->setEnabled(file.exists());
        action->setToolTip(path);
        action->setStatusTip(file.exists() ? tr("Open %1").arg(path)
                                           : tr("The file %1 no longer exists").arg(path));
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT openRecordingRequested(path); });
    }
    m_recordings->addSeparator();
    QAction* clear = m_recordings->addAction(tr("&Clear This List"));
    connect(clear, &QAction::triggered, this, &RecentsActions::forgetRecordingsRequested);
    m_recordings->menuAction()->setEnabled(place > 0);
}

} // namespace maintscope::ui

#include "moc_recents_actions.cpp"
