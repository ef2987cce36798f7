// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/name_resolver.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <mutex>
#include <netdb.h>
#include <sys/socket.h>
#include <thread>
#include <utility>

namespace maintscope::io {

namespace {

Error lookupError(const std::string& host, std::string words) {
    return {.what = "The name cannot be resolved.",
            .where = host,
            .detail = std::move(words),
            .remedy = "Check the spelling of the name and the DNS of this machine."};
}

} // namespace

LookupResult systemLookup(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (code != 0) return lookupError(host, code == EAI_SYSTEM ? std::strerror(errno) : gai_strerror(code));
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);

    std::vector<std::string> addresses;
    for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> literal{};
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, literal.data(), literal.size(), nullptr, 0,
                        NI_NUMERICHOST) != 0)
            continue;
        if (std::find(addresses.begin(), addresses.end(), literal.data()) == addresses.end())
            addresses.emplace_back(literal.data());
    }
    if (addresses.empty()) return lookupError(host, "the answer does not contain an address");
    return addresses;
}

struct LookupPool::State {
    struct Job {
        std::string host;
        Done done;
        Lookup lookup;
    };
    Lookup lookup;
    std::mutex mutex;
    std::deque<Job> waiting;
    int running = 0;
    bool stopped = false;

    void work() {
        for (;;) {
            Job job;
            {
                const std::scoped_lock lock(mutex);
                if (stopped || waiting.empty()) {
                    --running;
                    return;
                }
                job = std::move(waiting.front());
                waiting.pop_front();
            }
            LookupResult result = (job.lookup ? job.lookup : lookup)(job.host);
            job.done(std::move(result));
        }
    }
};

LookupPool::LookupPool(Lookup lookup)
    : m_state(std::make_shared<State>()) {
    m_state->lookup = std::move(lookup);
}

LookupPool::~LookupPool() {
    const std::scoped_lock lock(m_state->mutex);
    m_state->stopped = true;
    m_state->waiting.clear();
}

void LookupPool::submit(std::string host, Done done, Lookup lookup) {
    bool full = false;
    bool startThread = false;
    {
        const std::scoped_lock lock(m_state->mutex);
        full = m_state->waiting.size() >= kQueueBound;
        if (!full) {
            m_state->waiting.push_back({host, done, std::move(lookup)});
            startThread = m_state->running < kThreads;
            if (startThread) ++m_state->running;
        }
    }
    if (full) done(lookupError(host, "too many lookups are waiting for the system resolver"));
    if (startThread) std::thread([state = m_state] { state->work(); }).detach();
}

NameResolver::NameResolver(LookupPool& pool, std::function<void(const core::Input&)> report, Lookup lookup)
    : m_pool(pool)
    , m_report(std::move(report))
    , m_lookup(std::move(lookup))
    , m_bell([this] { onAnswers(); })
    , m_answers(std::make_shared<Mailbox<Answer>>([this] { m_bell.ring(); })) {}

NameResolver::~NameResolver() {
    m_answers->close(); // a lookup that still hangs keeps the mailbox alive but no longer rings the doorbell
}

void NameResolver::resolve(ResolveId id, const std::string& host) {
    m_pool.submit(
        host,
        [id, answers = m_answers](LookupResult result) {
            answers->post({id, std::move(result)});
        },
        m_lookup);
}

void NameResolver::onAnswers() {
    for (const Answer& answer : m_answers->takeAll()) {
        if (answer.result)
            m_report(core::Resolved{answer.id, *answer.result});
        else
            m_report(core::ResolveFailed{answer.id, answer.result.error().detail});
    }
}

} // namespace maintscope::io
