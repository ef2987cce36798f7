// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever somebody imports: profiles that can be written and read back, or words why not.
#include "model/user/profile.h"
#include "tests/fuzz/fuzz.h"

#include <QByteArray>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto text = fuzz::text(data, size);
    const auto import = model::importProfiles(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    if (!import) {
        fuzz::require(!import.error().what.empty(), "a refusal says why");
        return 0;
    }
    for (const model::Profile& profile : import->profiles) {
        fuzz::require(!profile.name.empty(), "a profile has a name");
        fuzz::require(profile.target.password.empty(), "no secret is taken");
    }
    return 0;
}
