// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/session_view.h"

#include "model/base/format.h"
#include "ui/paint/live_frame.h"

#include <QFileInfo>

namespace maintscope::ui {

bool SessionView::isMeasured() const {
    return source && !isRecording() && source->running();
}

QString SessionView::targetName() const {
    return source ? model::escapeServerText(source->timeline().target().name) : QString();
}

QString SessionView::proposedName() const {
    return QFileInfo(recordingPath).completeBaseName();
}

} // namespace maintscope::ui
