// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"

#include <string>

namespace maintscope::ports {

/// Resolves names without blocking; answers come back as core inputs. Confined to the client thread.
class Resolver {
public:
    virtual ~Resolver() = default;
    virtual void resolve(ResolveId id, const std::string& host) = 0;
};

} // namespace maintscope::ports
