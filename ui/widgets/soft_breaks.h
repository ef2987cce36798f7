// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maintscope::ui {

/// Inserts U+200B (no width) into long words without blanks, such as fingerprints, so that a label can wrap
/// them. Copied text contains them, too; normalisePin() accepts them.
[[nodiscard]] inline QString withSoftBreaks(const QString& words) {
    constexpr int kEvery = 8;
    constexpr int kShort = 48; // fits anywhere, and setting names stay whole
    QString result;
    qsizetype from = 0;
    while (from < words.size()) {
        qsizetype end = from;
        while (end < words.size() && !words.at(end).isSpace())
            ++end;
        for (qsizetype i = from; i < end; ++i) {
            if (end - from > kShort && i > from && (i - from) % kEvery == 0 && !words.at(i).isLowSurrogate())
                result += QChar(0x200b);
            result += words.at(i);
        }
        for (; end < words.size() && words.at(end).isSpace(); ++end)
            result += words.at(end);
        from = end;
    }
    return result;
}

} // namespace maintscope::ui
