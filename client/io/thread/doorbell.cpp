// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/thread/doorbell.h"

#include <QMetaObject>

#include <utility>

namespace maintscope::io {

Doorbell::Doorbell(std::function<void()> answer, QObject* parent)
    : QObject(parent)
    , m_answer(std::move(answer)) {}

void Doorbell::ring() {
    // By name: a functor would be built here and read over there without a lock that the sanitizer knows.
    QMetaObject::invokeMethod(this, "answer", Qt::QueuedConnection);
}

void Doorbell::answer() {
    m_answer();
}

} // namespace maintscope::io

#include "moc_doorbell.cpp"
