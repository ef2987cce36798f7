// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace maintscope::ui {
class MainWindow;
class SchPage;
} // namespace maintscope::ui

namespace maintscope::app {

/// The commands of the menu Maintenance: each opens the page and does there what its button does, or takes
/// the keyboard to the part that is meant. Both outlive the window's commands.
void addMaintenanceCommands(ui::MainWindow& window, ui::SchPage& page, std::function<void()> checkReadiness);

} // namespace maintscope::app
