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

/// Recent targets and recordings: stored in the workspace, offered by menus and the first screen. Holds no
/// secrets: the keychain or the user supplies those of a target. GUI thread.
class RecentsMenu final : public QObject {
    Q_OBJECT

public:
    using Watch = std::function<void(const TargetSettings&)>;

    /// All arguments outlive this object. `watch` is called with a chosen target whose secrets are complete.
    RecentsMenu(ui::MainWindow& window, QSettings& settings, ports::SecretStore& keychain, Watch watch);

    void addTarget(const TargetSettings& target);
    void addRecording(const QString& path);
    /// Off: adds nothing more and clears the lists.
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
