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

/// The program in the tray of the desktop: how the worst target stands, told by shape, and notifications. GUI
/// thread.
class Tray : public QObject {
    Q_OBJECT

public:
    /// The desktop has a tray, now.
    [[nodiscard]] static bool available();

    explicit Tray(QWidget* window);
    ~Tray() override;

    /// nullopt: nothing is measured, and the icon goes.
    void setState(std::optional<model::TargetRank> worst, const QString& words);
    void notify(const model::Alert& alert);

Q_SIGNALS:
    /// The icon was pressed: the window is wanted.
    void opened();
    void notificationOpened(maintscope::SessionId id, maintscope::MonoTime at);

private:
    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon* m_icon;
    std::optional<model::TargetRank> m_worst;
    std::optional<model::Alert> m_alert; ///< of the notification
};

} // namespace maintscope::ui
