// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/context.h"

namespace maintscope::core {

/// The fields that a server can fill. The configured endpoint is the user's own word.
Event Context::masked(Event event) const {
    if (secrets.empty()) return event;
    secrets.maskError(event.errorText);
    for (std::string* text : {&event.slots, &event.shards, &event.raw, &event.text})
        secrets.maskText(*text);
    for (std::string* peer : {&event.peerOld, &event.peerNew})
        if (*peer != toString(settings.endpoint)) secrets.maskText(*peer);
    return event;
}

} // namespace maintscope::core
