// SPDX-License-Identifier: GPL-3.0-or-later
// What was worked with last: menus that offer it again. Nothing opens or connects by itself.
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "ui/widgets/commands.h"
#include "ui/window/first_screen.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// For a menu: server text and file names may hold an ampersand.
QString menuText(QString text) {
    return text.replace(u'&', u"&&"_s);
}

QString describe(const model::Profile& profile) {
    QStringList words{QString::fromStdString(toString(profile.target.endpoint))};
    if (profile.target.tls.enabled) words << MainWindow::tr("TLS");
    if (profile.target.environment != Environment::Unspecified)
        words << QString::fromLatin1(toString(profile.target.environment).data());
    return words.join(u", "_s);
}

} // namespace

void MainWindow::makeRecentRecordings() {
    m_recentRecordings = m_commands->addMenu(MenuId::File, tr("Open &Recent"), u"menuRecent"_s);
    m_recentRecordings->setToolTipsVisible(true);
    // A file may go while the program runs.
    connect(m_recentRecordings, &QMenu::aboutToShow, this, &MainWindow::fillRecentRecordings);
}

void MainWindow::makeRecentTargets() {
    m_connectAgain = m_commands->add(MenuId::File, {"actionConnectAgain",
                                                    tr("Connect &Again"),
                                                    tr("Watch the target once more that was watched last"),
                                                    "reconnect",
                                                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}});
    connect(m_connectAgain, &QAction::triggered, this, [this] {
        if (!m_recents.targets.empty()) Q_EMIT connectAgainRequested(m_recents.targets.front());
    });
    m_recentTargets = m_commands->addMenu(MenuId::File, tr("Recent &Targets"), u"menuRecentTargets"_s);
    m_recentTargets->setToolTipsVisible(true);
}

void MainWindow::setRecents(const model::Recents& recents) {
    m_recents = recents;
    fillRecentRecordings();
    m_recentTargets->clear();
    int place = 0;
    for (const model::RecentTarget& target : m_recents.targets) {
        const QString name = model::escapeServerText(target.profile.name);
        QAction* action = m_recentTargets->addAction(u"&%1 %2"_s.arg(++place).arg(menuText(name)));
        action->setStatusTip(tr("Watch %1 (%2) again").arg(name, describe(target.profile)));
        action->setToolTip(describe(target.profile));
        connect(action, &QAction::triggered, this, [this, target] { Q_EMIT connectAgainRequested(target); });
    }
    const bool any = place > 0;
    m_recentTargets->addSeparator();
    QAction* clear = m_recentTargets->addAction(tr("&Clear This List"));
    connect(clear, &QAction::triggered, this, &MainWindow::forgetTargetsRequested);
    m_recentTargets->menuAction()->setEnabled(any);
    m_connectAgain->setEnabled(any);
    m_connectAgain->setText(
        any ? tr("Connect &Again to %1")
                  .arg(menuText(model::escapeServerText(m_recents.targets.front().profile.name)))
            : tr("Connect &Again"));
    m_firstScreen->setLast(any ? model::escapeServerText(m_recents.targets.front().profile.name) : QString(),
                           any ? describe(m_recents.targets.front().profile) : QString());
}

void MainWindow::fillRecentRecordings() {
    m_recentRecordings->clear();
    int place = 0;
    for (const QString& path : m_recents.recordings) {
        const QFileInfo file(path);
        const QString key = ++place < 10 ? u"&%1 "_s.arg(place) : QString();
        const QString name = menuText(file.fileName());
        QAction* action =
            m_recentRecordings->addAction(key + (file.exists() ? name : tr("%1 (missing)").arg(name)));
        action->setEnabled(file.exists());
        action->setToolTip(path);
        action->setStatusTip(file.exists() ? tr("Open %1").arg(path)
                                           : tr("There is no file %1 any more").arg(path));
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT openRecordingRequested(path); });
    }
    m_recentRecordings->addSeparator();
    QAction* clear = m_recentRecordings->addAction(tr("&Clear This List"));
    connect(clear, &QAction::triggered, this, &MainWindow::forgetRecordingsRequested);
    m_recentRecordings->menuAction()->setEnabled(place > 0);
}

} // namespace maintscope::ui
