// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/about_dialog.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent) {
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Maintscope"));
    auto* picture = new QLabel(this);
    picture->setPixmap(applicationIcon().pixmap(64, 64));
    picture->setAccessibleName(tr("The program's icon"));
    auto* name = new QLabel(tr("Maintscope %1").arg(QStringLiteral(MAINTSCOPE_VERSION)), this);
    name->setFont(uiFont(20, QFont::DemiBold));
    auto* what = new QLabel(tr("Shows what a Redis maintenance window does to a client, live."), this);

    auto* notices = new QTextBrowser(this);
    notices->setObjectName(u"aboutNotices"_s);
    notices->setAccessibleName(tr("Licence and notices"));
    notices->setOpenLinks(false);
    notices->setMinimumSize(520, 250);
    notices->setHtml(
        tr("<h4>Licence</h4><p>GNU General Public License, version 3 or later. This program comes with no "
           "warranty; you are welcome to pass it on under the terms of the licence (file LICENSE).</p>"
           "<h4>Built with</h4>"
           "<p>Qt %1: Core, Gui, Widgets, Network, SQL, SVG (LGPL-3.0), Charts (GPL-3.0)<br>"
           "hiredis (BSD-3-Clause), Copyright Salvatore Sanfilippo, Pieter Noordhuis, Matt Stancliff, "
           "Jan-Erik "
           "Rediger and others<br>"
           "SQLite (public domain)<br>"
           "OpenSSL (Apache-2.0)<br>"
           "QtKeychain (BSD), where it is installed<br>"
           "Inter and JetBrains Mono (SIL Open Font License 1.1), where they are installed</p>"
           "<p>The colour palette is by Masataka Okabe and Kei Ito.</p>"
           "<h4>What it does not do</h4>"
           "<p>Blocking commands and pub/sub are not probed. Nothing is sent anywhere but to the databases "
           "and "
           "cluster managers that you name; there is no telemetry and no update check.</p>"
           "<h4>Trademark</h4>"
           "<p>Redis is a trademark of Redis Ltd. Maintscope is not made, endorsed or supported by Redis "
           "Ltd.</p>")
            .arg(QString::fromLatin1(qVersion())));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));

    auto* words = new QVBoxLayout;
    words->addWidget(name);
    words->addWidget(what);
    words->addStretch();
    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(picture);
    top->addLayout(words, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(notices, 1);
    layout->addWidget(buttons);
}

} // namespace maintscope::ui

#include "moc_about_dialog.cpp"
