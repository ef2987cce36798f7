// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/ports/secret_store.h"
#include "client/types/settings.h"
#include "model/user/recents.h"

#include <QObject>
#include <QString>

#include <functional>

class QSettings;

namespace maintscope::ui {
class MainWindow;
}

namespace maintscope::app {

/// What was watched and opened last: kept in the workspace from one run to the next, offered by menus and the
/// first screen. Holds no secret: one that a target needs is found in the keychain or asked for. GUI thread.
class RecentsMenu final : public QObject {
    Q_OBJECT

public:
    using Watch = std::function<void(const TargetSettings&)>;

    /// All outlive this object. `watch`: the user wants this target, and its secrets are complete.
    RecentsMenu(ui::MainWindow& window, QSettings& settings, ports::SecretStore& keychain, Watch watch);

    void addTarget(const TargetSettings& target);
    void addRecording(const QString& path);
    /// Off: nothing is added any more, and what there was is forgotten.
    void setRemembering(bool on);

private:
    void connectAgain(const model::RecentTarget& target);
    void change(const std::function<void(model::Recents&)>& change);

    ui::MainWindow& m_window;
    QSettings& m_settings;
    ports::SecretStore& m_keychain;
    Watch m_watch;
    bool m_remembering = true;
};

} // namespace maintscope::app
