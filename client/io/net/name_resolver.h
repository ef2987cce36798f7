// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/step.h"
#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "client/ports/resolver.h"
#include "client/types/ids.h"
#include "client/types/result.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace maintscope::io {

/// What a lookup yields: address literals, never empty, in the order of the system's preference.
using LookupResult = Result<std::vector<std::string>>;
using Lookup = std::function<LookupResult(const std::string& host)>;

/// getaddrinfo for TCP, blocking: IPv4 and IPv6, no cache of ours (QHostInfo's would hide a moved record).
[[nodiscard]] LookupResult systemLookup(const std::string& host);

/// A few threads that may block in getaddrinfo, started when there is work. A lookup that hangs occupies one
/// of them; it delays neither the other names nor the end of the program: on destruction what waits is
/// dropped, and a thread that hangs is abandoned. submit() may be called from any thread.
class LookupPool {
public:
    static constexpr int kThreads = 4;
    static constexpr std::size_t kQueueBound = 64;

    using Done = std::function<void(LookupResult)>; ///< called on a thread of the pool

    explicit LookupPool(Lookup lookup = systemLookup);
    ~LookupPool();
    LookupPool(const LookupPool&) = delete;
    LookupPool& operator=(const LookupPool&) = delete;

    /// `lookup` instead of the pool's own, for this name; empty: the pool's own.
    void submit(std::string host, Done done, Lookup lookup = {});

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// The resolver of one target: asks the pool and reports core inputs (Resolved, ResolveFailed) on the thread
/// that made it.
class NameResolver final : public ports::Resolver {
public:
    /// `lookup`: the target's own way to look names up; empty: the pool's.
    NameResolver(LookupPool& pool, std::function<void(const core::Input&)> report, Lookup lookup = {});
    ~NameResolver() override;

    void resolve(ResolveId id, const std::string& host) override;

private:
    struct Answer {
        ResolveId id;
        LookupResult result;
    };
    void onAnswers();

    LookupPool& m_pool;
    std::function<void(const core::Input&)> m_report;
    Lookup m_lookup;
    Doorbell m_bell;
    std::shared_ptr<Mailbox<Answer>> m_answers;
};

} // namespace maintscope::io
