// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QByteArray>
#include <QIODevice>

namespace maintscope::model {

/// Collects small pieces, remembers the first failure.
class Sink {
public:
    explicit Sink(QIODevice& out)
        : m_out(out) {}
    bool write(const QByteArray& bytes) {
        m_buffer += bytes;
        return m_buffer.size() < kFlushAt || flush();
    }
    Status finish() {
        if (flush()) return success();
        return Error{"The export cannot be written.",
                     {},
                     m_out.errorString().toStdString(),
                     "Check the disk's free space and whether the file may be written."};
    }

private:
    static constexpr qsizetype kFlushAt = 64 * 1024;
    bool flush() {
        if (m_failed) return false;
        m_failed = m_out.write(m_buffer) != m_buffer.size();
        m_buffer.clear();
        return !m_failed;
    }
    QIODevice& m_out;
    QByteArray m_buffer;
    bool m_failed = false;
};

} // namespace maintscope::model
