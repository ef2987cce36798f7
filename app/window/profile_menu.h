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

/// The saved connections of the window: what imports and saves them, and the list that the
/// connection dialog offers. Holds no secret. GUI thread.
class ProfileMenu final : public QObject {
    Q_OBJECT

public:
    /// What is watched now, with the cluster manager that the form names; nullopt: nothing.
    using Current = std::function<std::optional<model::Profile>()>;

    /// `window` must outlive this object. `path`: the file; it need not exist.
    ProfileMenu(ui::MainWindow& window, QString path, Current current);

    /// Saved under its name; one of the same name is replaced.
    void save(model::Profile profile);

private:
    /// The file is read before each use: the command line may have changed it.
    [[nodiscard]] std::optional<std::vector<model::Profile>> load();
    [[nodiscard]] bool store(const std::vector<model::Profile>& profiles);
    void import();

    ui::MainWindow& m_window;
    QString m_path;
    Current m_current;
};

} // namespace maintscope::app
