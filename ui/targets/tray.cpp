// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets/tray.h"

#include "ui/paint/badge.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/theme.h"

#include <QIcon>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QSystemTrayIcon>
#include <QWidget>

namespace maintscope::ui {
namespace {

/// The colour of the panel is unknown: the badge is drawn on a light disc with a dark rim.
QIcon trayIcon(model::TargetRank worst) {
    QIcon icon;
    for (const int side : {22, 32, 64}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme& t = theme(ThemeKind::Light);
        const QRectF all(0.5, 0.5, side - 1, side - 1);
        painter.setPen(QPen(t.ink, side / 22.0));
        painter.setBrush(t.canvas);
        painter.drawEllipse(all);
        const double inset = side * 0.16;
        paintBadge(painter, all.adjusted(inset, inset, -inset, -inset), badgeOf(worst), t);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace

bool Tray::available() {
    return QSystemTrayIcon::isSystemTrayAvailable();
}

Tray::Tray(QWidget* window)
    : QObject(window)
    , m_menu(std::make_unique<QMenu>())
    , m_icon(new QSystemTrayIcon(this)) {
    connect(m_menu->addAction(tr("Show Maintscope")), &QAction::triggered, this, &Tray::opened);
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, window, &QWidget::close);
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) Q_EMIT opened();
    });
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
        if (m_alert) Q_EMIT notificationOpened(m_alert->id, m_alert->at);
    });
}

Tray::~Tray() = default;

void Tray::setState(std::optional<model::TargetRank> worst, const QString& words) {
    if (worst && worst != m_worst) m_icon->setIcon(trayIcon(*worst));
    m_worst = worst;
    m_icon->setToolTip(words);
    if (m_icon->isVisible() != worst.has_value()) m_icon->setVisible(worst.has_value());
}

void Tray::notify(const model::Alert& alert) {
    m_alert = alert;
    if (m_icon->isVisible()) m_icon->showMessage(alert.title, alert.text, QSystemTrayIcon::Warning);
}

} // namespace maintscope::ui

#include "moc_tray.cpp"
