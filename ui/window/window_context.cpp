// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_context.h"

#include <QAction>

namespace maintscope::ui {

void ActionNeeds::update(const SessionView& shown) const {
    const bool any = shown.source != nullptr;
    for (QAction* action : session)
        action->setEnabled(any);
    for (QAction* action : recording)
        action->setEnabled(shown.isRecording());
    for (QAction* action : target)
        action->setEnabled(any && !shown.isRecording());
}

} // namespace maintscope::ui
