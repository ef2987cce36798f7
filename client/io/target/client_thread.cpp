// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/target/client_thread.h"

#include "client/io/net/hosts_file.h"
#include "client/io/net/name_resolver.h"
#include "client/io/net/socket_transport.h"
#include "client/io/target/stepper.h"
#include "client/io/target/target_driver.h"
#include "client/types/notification.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include <pthread.h>
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
struct StopTarget {
    TargetId target;
};
struct StopAll {};
struct OptInAgain {};
struct Abort {};
struct Publish {
    Event event;
};
struct Quit {};
using Command = std::variant<AddTarget, StopTarget, StopAll, OptInAgain, Abort, Publish, Quit>;

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

/// What runs on the client thread. A std::thread with an event loop of Qt's: what a QThread orders by locks
/// of its own, the thread sanitizer cannot see.
class ClientThread::Worker {
public:
    explicit Worker(ClientThread& owner)
        : m_owner(owner)
        , m_commands([this] { ring(); })
        , m_outlet(owner.m_clock, owner.m_consumers.recorder ? &owner.m_recorder : nullptr,
                   owner.m_consumers.view ? &owner.m_view : nullptr) {}

    void start() {
        std::promise<void> ready;
        m_thread = std::thread([this, &ready] { run(ready); });
        ready.get_future().wait();
    }
    [[nodiscard]] bool running() const { return m_thread.joinable(); }
    void join() { m_thread.join(); }
    void post(Command command) { m_commands.post(std::move(command)); }

private:
    void run(std::promise<void>& ready) {
        ::pthread_setname_np(::pthread_self(), "client");
        QEventLoop loop;
        Doorbell bell([this] { onCommands(); });
        QTimer flush;
        flush.setTimerType(Qt::PreciseTimer);
        QObject::connect(&flush, &QTimer::timeout, &bell, [this] { m_outlet.flush(); });
        flush.start(kFlushInterval);
        m_loop = &loop;
        {
            const std::lock_guard lock(m_bellMutex);
            m_bell = &bell;
        }
        bell.ring(); // for what was posted before the start
        ready.set_value();
        loop.exec();
        flush.stop();
        m_outlet.finish();
        m_owner.m_recorder.close();
        const std::lock_guard lock(m_bellMutex);
        m_bell = nullptr;
    }

    /// Any thread.
    void ring() {
        const std::lock_guard lock(m_bellMutex);
        if (m_bell != nullptr) m_bell->ring();
    }

    void onCommands() {
        for (Command& command : m_commands.takeAll())
            std::visit([this](auto& one) { handle(one); }, command);
        removeFinished();
    }

    void handle(AddTarget& add) {
        const TargetId id = add.settings.id;
        auto target = std::make_unique<RunningTarget>(add.settings, m_owner.m_clock, m_lookups, m_outlet,
                                                      [this] { ring(); });
        RunningTarget& running = *target;
        m_targets[id.value] = std::move(target);
        running.driver.start();
    }
    void handle(const StopTarget& stop) {
        const auto found = m_targets.find(stop.target.value);
        if (found != m_targets.end()) found->second->driver.stop();
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
    void handle(const Quit&) {
        handle(Abort{});
        removeFinished();
        m_targets.clear();
        m_loop->quit();
    }

    /// A finished driver rings the bell instead of going in the middle of its own work.
    void removeFinished() {
        for (auto entry = m_targets.begin(); entry != m_targets.end();) {
            if (!entry->second->stepper->finished()) {
                ++entry;
                continue;
            }
            m_outlet.flush(); // the target's last events come before the report of its end
            m_owner.m_reports.post(entry->second->report());
            entry = m_targets.erase(entry);
        }
    }

    ClientThread& m_owner;
    std::mutex m_bellMutex;
    Doorbell* m_bell = nullptr; ///< guarded by m_bellMutex; set while the thread's loop runs
    QEventLoop* m_loop = nullptr;
    Mailbox<Command> m_commands;
    Outlet m_outlet;
    LookupPool m_lookups;
    std::map<std::uint16_t, std::unique_ptr<RunningTarget>> m_targets;
    std::thread m_thread;
};

ClientThread::ClientThread(Consumers consumers, QObject* parent)
    : QObject(parent)
    , m_consumers(consumers)
    , m_bell([this] { onBell(); })
    , m_view([this] { m_bell.ring(); })
    , m_reports([this] { m_bell.ring(); })
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

void ClientThread::stopTarget(TargetId target) {
    m_worker->post(StopTarget{target});
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
    if (!m_worker->running()) return;
    m_worker->post(Quit{});
    m_worker->join();
    onBell();
}

void ClientThread::onBell() {
    for (const BatchPtr& batch : m_view.box.takeAll()) {
        m_view.acknowledge(1);
        Q_EMIT batchArrived(batch);
    }
    for (const TargetReport& report : m_reports.takeAll())
        Q_EMIT targetFinished(report);
}

} // namespace maintscope::io
