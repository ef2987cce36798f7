// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QLatin1String>

#include <string>

namespace maintscope::model {

/// A text in an object; empty if it is missing or not a text.
inline std::string textOf(const QJsonObject& object, QLatin1String name) {
    return object.value(name).toString().toStdString();
}

} // namespace maintscope::model
