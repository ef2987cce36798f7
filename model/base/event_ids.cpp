// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/event_ids.h"

#include <QByteArray>
#include <QUuid>

namespace maintscope::model {

QString eventId(const std::string& recordingUuid, EventKey key) {
    const QUuid recording = QUuid::fromString(QString::fromStdString(recordingUuid));
    const QByteArray name = "event/" + QByteArray::number(static_cast<qulonglong>(key.value));
    return QUuid::createUuidV5(recording, name).toString(QUuid::WithoutBraces);
}

EventKey derivedKey(std::string_view identity) {
    std::uint64_t hash = 14'695'981'039'346'656'037U; // FNV-1a
    for (const char c : identity) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1'099'511'628'211U;
    }
    constexpr std::uint64_t kDerived = std::uint64_t{0xFFFE} << 48;
    return EventKey{kDerived | (hash >> 16)};
}

} // namespace maintscope::model
