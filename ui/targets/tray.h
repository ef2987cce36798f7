// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/alerts.h"
#include "model/session/fleet.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

class QMenu;
class QSystemTrayIcon;
class QWidget;

namespace maintscope::ui {

/// The icon in the tray of the desktop: the state of the worst target, shown by its shape, and notifications.
/// GUI thread.
class Tray : public QObject {
    Q_OBJECT

public:
    /// The desktop has a tray at the moment.
    [[nodiscard]] static bool available();

    explicit Tray(QWidget* window);
    ~Tray() override;

    /// nullopt: nothing is measured; the icon is removed.
    void setState(std::optional<model::TargetRank> worst, const QString& words);
    void notify(const model::Alert& alert);

Q_SIGNALS:
    /// The user clicked the icon to show the window.
    void opened();
    void notificationOpened(maintscope::SessionId id, maintscope::MonoTime at);

private:
    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon* m_icon;
    std::optional<model::TargetRank> m_worst;
    std::optional<model::Alert> m_alert; ///< of the notification
};

} // namespace maintscope::ui
