// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace maintscope::ui {
class MainWindow;
class SchPage;
} // namespace maintscope::ui

namespace maintscope::app {

/// Adds the commands of the menu Maintenance: each opens the page and clicks a button there, or moves the
/// focus to a part of it. Both arguments outlive the window's commands.
void addMaintenanceCommands(ui::MainWindow& window, ui::SchPage& page, std::function<void()> checkReadiness);

} // namespace maintscope::app
