// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/verdict_badge.h"

namespace maintscope::ui {

Badge badgeOf(model::Verdict verdict) {
    switch (verdict) {
    case model::Verdict::Pass:
        return Badge::Healthy;
    case model::Verdict::Warn:
        return Badge::Attention;
    case model::Verdict::Fail:
        return Badge::Failing;
    case model::Verdict::Inconclusive:
        return Badge::NotMeasured;
    }
    return Badge::NotMeasured;
}

QString verdictWord(model::Verdict verdict) {
    return QString::fromLatin1(model::toString(verdict).data()).toUpper();
}

} // namespace maintscope::ui
