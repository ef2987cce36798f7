// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/user/profile.h"

#include <QByteArray>

#include <optional>
#include <string>
#include <vector>

class QWidget;

namespace maintscope::ui {

/// Asks for a file with saved connections and reads it. nullopt: no file was chosen. Fails if the file cannot
/// be read.
[[nodiscard]] std::optional<Result<QByteArray>> askForProfiles(QWidget* parent);

/// Shows the result of each entry of an import. `names`: names of the saved entries, in order.
void showImported(QWidget* parent, const std::vector<model::ProfileImportRow>& rows,
                  const std::vector<std::string>& names);

} // namespace maintscope::ui
