// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QTimeZone>

#include <chrono>
#include <string>
#include <string_view>

// Small words of the REST side.
namespace maintscope::demo {

inline QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

inline std::string json(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

inline std::string json(const QJsonArray& array) {
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

inline QDateTime dateTime(WallTime at) {
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count(),
        QTimeZone::utc());
}

/// "2026-11-20T14:12:03Z".
inline QString isoTime(WallTime at) {
    return dateTime(at).toString(QStringLiteral("yyyy-MM-dd'T'hh:mm:ss'Z'"));
}

} // namespace maintscope::demo
