// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/target/client_thread.h"

#include "client/io/net/hosts_file.h"
#include "client/io/net/name_resolver.h"
#include "client/io/net/socket_transport.h"
#include "client/io/target/stepper.h"
#include "client/io/target/target_driver.h"
#include "client/io/thread/worker_thread.h"
#include "client/types/notification.h"

#include <QTimer>

#include <algorithm>
#include <map>
#include <random>
#include <utility>

#include <sys/resource.h>

namespace maintscope::io {

namespace {

constexpr std::chrono::milliseconds kFlushInterval{50};
/// 2,048 connections with two descriptors each, as many candidates, and the rest of the program.
constexpr rlim_t kDescriptors = 16'384;

/// The usual soft limit of 1,024 is there for programs that use select(), which this one does not.
void raiseDescriptorLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kDescriptors) return;
    limit.rlim_cur = std::min(kDescriptors, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit); // refused: connections beyond the limit fail as out_of_sockets
}

struct AddTarget {
    TargetSettings settings;
};
struct StopAll {};
struct OptInAgain {};
struct Abort {};
struct Publish {
    Event event;
};
struct RemoveFinished {};
using Command = std::variant<AddTarget, StopAll, OptInAgain, Abort, Publish, RemoveFinished>;

/// One target with its own sockets and lookups.
struct RunningTarget {
    RunningTarget(const TargetSettings& settings, const ports::Clock& clock, LookupPool& lookups,
                  Outlet& outlet, std::function<void()> finished)
        : id(settings.id)
        , transport(clock, transportOptions(settings),
                    [this](const core::Input& input) { driver.feed(input); })
        , resolver(
              lookups, [this](const core::Input& input) { driver.feed(input); },
              settings.hostsFile.empty() ? Lookup() : hostsFileLookup(settings.hostsFile))
        , stepper(new CoreStepper(core::Target(settings, std::random_device()())))
        , driver(std::unique_ptr<Stepper>(stepper), clock, transport, resolver, outlet, std::move(finished)) {
    }

    static TransportOptions transportOptions(const TargetSettings& settings) {
        return {.tls = settings.tls,
                .userTimeout = std::max(settings.timeouts.relaxed, 4 * settings.timeouts.normal) +
                               settings.timeouts.normal};
    }
    [[nodiscard]] TargetReport report() const {
        return {id, stepper->target().wasReady(), stepper->target().notReadyCause()};
    }

    TargetId id;
    SocketTransport transport;
    NameResolver resolver;
    CoreStepper* stepper; ///< owned by the driver
    TargetDriver driver;
};

} // namespace

/// The targets of the session and the way out of their news: all of it lives on the client thread.
class ClientThread::Worker {
public:
    explicit Worker(ClientThread& owner)
        : m_owner(owner)
        , m_outlet(owner.m_clock, owner.m_consumers.recorder ? &owner.m_recorder : nullptr,
                   owner.m_consumers.view ? &owner.m_view : nullptr)
        , m_thread("client", {.begin = [this] { begin(); },
                              .work = [this](Command& command) { work(command); },
                              .end = [this] { end(); },
                              .receive = [this](const TargetReport& report) { receive(report); }}) {}

    void start() { m_thread.start(); }
    [[nodiscard]] bool running() const { return m_thread.running(); }
    void post(Command command) { m_thread.post(std::move(command)); }
    void finish() { m_thread.finish(); }

private:
    void begin() {
        m_flush = std::make_unique<QTimer>();
        m_flush->setTimerType(Qt::PreciseTimer);
        QObject::connect(m_flush.get(), &QTimer::timeout, m_flush.get(), [this] { m_outlet.flush(); });
        m_flush->start(kFlushInterval);
    }
    void end() {
        handle(Abort{});
        removeFinished();
        m_targets.clear();
        m_flush.reset();
        m_outlet.finish();
        m_owner.m_recorder.close();
    }
    void work(Command& command) {
        std::visit([this](auto& one) { handle(one); }, command);
        removeFinished();
    }
    /// Owner's thread. The target's last batch is in the mailbox already.
    void receive(const TargetReport& report) {
        m_owner.takeBatches();
        Q_EMIT m_owner.targetFinished(report);
    }

    void handle(AddTarget& add) {
        const TargetId id = add.settings.id;
        auto target = std::make_unique<RunningTarget>(add.settings, m_owner.m_clock, m_lookups, m_outlet,
                                                      [this] { post(RemoveFinished{}); });
        RunningTarget& running = *target;
        m_targets[id.value] = std::move(target);
        running.driver.start();
    }
    void handle(const StopAll&) {
        for (auto& entry : m_targets)
            entry.second->driver.stop();
    }
    void handle(const OptInAgain&) {
        for (auto& entry : m_targets)
            entry.second->driver.optInAgain();
    }
    void handle(const Abort&) {
        for (auto& entry : m_targets)
            entry.second->driver.abort();
    }
    void handle(Publish& publish) {
        if (publish.event.at == MonoTime{}) publish.event.at = m_owner.m_clock.now();
        m_outlet.publish(std::move(publish.event));
    }
    void handle(const RemoveFinished&) {} // done after each command

    /// A finished driver posts a command instead of being removed in the middle of its own work.
    void removeFinished() {
        for (auto entry = m_targets.begin(); entry != m_targets.end();) {
            if (!entry->second->stepper->finished()) {
                ++entry;
                continue;
            }
            m_outlet.flush(); // the target's last events come before the report of its end
            m_thread.report(entry->second->report());
            entry = m_targets.erase(entry);
        }
    }

    ClientThread& m_owner;
    Outlet m_outlet;
    LookupPool m_lookups;
    std::unique_ptr<QTimer> m_flush;
    std::map<std::uint16_t, std::unique_ptr<RunningTarget>> m_targets;
    WorkerThread<Command, TargetReport> m_thread; ///< the last: it ends before what it uses
};

ClientThread::ClientThread(Consumers consumers, QObject* parent)
    : QObject(parent)
    , m_consumers(consumers)
    , m_bell([this] { takeBatches(); })
    , m_view([this] { m_bell.ring(); })
    , m_worker(std::make_unique<Worker>(*this)) {}

ClientThread::~ClientThread() {
    shutdown();
}

void ClientThread::start() {
    raiseDescriptorLimit();
    m_worker->start();
}

void ClientThread::addTarget(TargetSettings settings) {
    m_worker->post(AddTarget{std::move(settings)});
}

void ClientThread::stopAll() {
    m_worker->post(StopAll{});
}

void ClientThread::optInAgain() {
    m_worker->post(OptInAgain{});
}

void ClientThread::abort() {
    m_worker->post(Abort{});
}

void ClientThread::publish(Event event) {
    m_worker->post(Publish{std::move(event)});
}

void ClientThread::shutdown() {
    if (!m_worker->running()) {
        m_recorder.close(); // never started, or ended before: no batch follows
        return;
    }
    m_worker->finish();
    takeBatches();
}

void ClientThread::takeBatches() {
    for (const BatchPtr& batch : m_view.box.takeAll()) {
        m_view.acknowledge(1);
        Q_EMIT batchArrived(batch);
    }
}

} // namespace maintscope::io

#include "moc_client_thread.cpp"
