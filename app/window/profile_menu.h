// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/user/profile.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace maintscope::ui {
class MainWindow;
}

namespace maintscope::app {

/// Imports and saves connections, and supplies the list of the connection dialog. Holds no secrets. GUI
/// thread.
class ProfileMenu final : public QObject {
    Q_OBJECT

public:
    /// The watched target, with the cluster manager from the form; nullopt: no target is watched.
    using Current = std::function<std::optional<model::Profile>()>;

    /// `window` must outlive this object. `path`: the file; it need not exist.
    ProfileMenu(ui::MainWindow& window, QString path, Current current);

    /// Saves the profile under its name; replaces one of the same name.
    void save(model::Profile profile);

private:
    /// Reads the file before each use, because the command line may have changed it.
    [[nodiscard]] std::optional<std::vector<model::Profile>> load();
    [[nodiscard]] bool store(const std::vector<model::Profile>& profiles);
    void import();

    ui::MainWindow& m_window;
    QString m_path;
    Current m_current;
};

} // namespace maintscope::app
