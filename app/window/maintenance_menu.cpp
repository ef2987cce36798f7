// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/maintenance_menu.h"

#include "ui/maintenance/sch_page.h"
#include "ui/widgets/commands.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QCoreApplication>

#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

QString said(const char* words) {
    return QCoreApplication::translate("MaintenanceMenu", words);
}

} // namespace

void addMaintenanceCommands(ui::MainWindow& window, ui::SchPage& page, std::function<void()> checkReadiness) {
    const auto add = [&window](ui::CommandSpec spec, std::function<void()> act) {
        spec.icon = spec.icon ? spec.icon : "maintenance";
        const QAction* action = window.commands().add(ui::MenuId::Maintenance, spec);
        QObject::connect(action, &QAction::triggered, &window, [&window, act = std::move(act)] {
            window.showPage(ui::PageId::Maintenance);
            act();
        });
    };
    const auto focus = [&page](const QString& name) {
        if (auto* part = page.findChild<QWidget*>(name)) part->setFocus(Qt::OtherFocusReason);
    };
    add({"actionReadiness",
         said("&Readiness Check"),
         said("Check whether maintenance notifications are on for the watched target, end to end"),
         nullptr,
         {QKeySequence(Qt::Key_F7)}},
        std::move(checkReadiness));
    add({"actionReadCluster", said("Read SCH &Switch"),
         said("Read the cluster's settings with the address and credentials in the form")},
        [&page] { page.check(); });
    add({"actionChangeCluster", said("&Change SCH Switch…"),
         said("Choose new settings; a change is previewed and confirmed before it is applied")},
        [focus] { focus(u"schWantOn"_s); });
    add({"actionClusterHistory", said("&History"), said("Show what was changed in this session, and by whom"),
         "events"},
        [focus] { focus(u"schHistory"_s); });
    add({"actionCopyCurl", said("Copy as c&url"),
         said("Copy the change as a shell command, without the password"), "copy"},
        [&page, focus] {
            auto* button = page.findChild<QAbstractButton*>(u"schCopyCurl"_s);
            if (!button) return;
            focus(u"schCopyCurl"_s);
            button->click(); // disabled while there is no change
        });
}

} // namespace maintscope::app
