// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/handshake.h"
#include "client/core/resp_codec.h"
#include "client/io/net/name_resolver.h"
#include "client/io/rest/rest_session.h"
#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "client/ports/clock.h"
#include "client/types/readiness_facts.h"
#include "client/types/secret_mask.h"

#include <QDnsLookup>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QSslSocket;
class QTcpSocket;

namespace maintscope::io {

/// What is to be checked.
struct ReadinessTask {
    TargetSettings target;
    std::optional<RestSettings> rest; ///< nullopt: the cluster manager is not asked
};

/// Checks once all that a protected connection needs: name, TCP to every address, TLS, handshake and
/// opt-in on the first address that answers, a probe command, clocks, the list of clients, then the cluster
/// manager. Changes nothing on either side; a probe command that writes uses a key of its own that
/// expires. Each step is bounded by the connect timeout (commands by the normal one). Its findings are
/// judged by model/readiness/readiness.h. Confined to one thread with an event loop; deleting it ends the
/// check without a further report.
class ReadinessCheck : public QObject {
    Q_OBJECT
public:
    using Seen = std::function<void(const ReadinessFacts&)>;

    ReadinessCheck(LookupPool& pool, const ports::Clock& clock, QObject* parent = nullptr);
    ~ReadinessCheck() override;

    /// Once per object. `seen` comes after each step, the last time with `finished`; it may delete the check
    /// then, and only then.
    void start(ReadinessTask task, Seen seen);

private:
    struct Dial {
        QTcpSocket* socket = nullptr;
        MonoTime began{};
        std::vector<DialFacts>* list = nullptr;
        std::size_t index = 0;
    };
    enum class Question { Probe, Expire, Time, ClientList, Info };
    struct Asked {
        Question question;
        MonoTime at{};
    };

    enum class Awaited { Address, ImpliedName };

    void resolve();
    void lookUp(const std::string& host, Awaited awaited);
    void askTtl();
    void onTtl();
    void onResolved();
    void dialAll(const std::vector<std::string>& addresses, std::uint16_t port, std::vector<DialFacts>& list,
                 std::function<void()> then);
    void onDialEnded(std::size_t dial, bool connected, const std::string& error);
    void beginSession();
    void onConnected();
    void onEncrypted();
    void beginHandshake();
    void onBytes();
    void onFrame(const core::resp::Value& value);
    void onHandshakeReply(const core::resp::Value& value);
    void askAll();
    void ask(Question question, std::initializer_list<std::string_view> words);
    void onAnswer(const core::resp::Value& value);
    void onSessionLost();
    void onSessionDeadline();
    void refuseTls(std::string type, Error error);
    void failSession(std::string type, std::string words);
    [[nodiscard]] bool connectOnceMore(const std::string& type, const std::string& words);
    void closeSocket();
    void endSession();
    [[nodiscard]] std::string probeKey() const;
    void askCluster();
    void onCluster(const RestOutcome& outcome);
    void dialImplied();
    void finishWhenDone();
    void show();

    LookupPool& m_pool;
    const ports::Clock& m_clock;
    Seen m_seen;
    Secret m_password;
    SecretMask m_secrets; ///< of both sides: what the server sends is masked before it becomes a fact
    ReadinessFacts m_facts;
    MonoTime m_began{};

    struct Answer {
        Awaited awaited;
        LookupResult result;
    };
    Doorbell m_bell;
    std::shared_ptr<Mailbox<Answer>> m_answers;
    std::optional<MonoTime> m_resolveBegan;
    QTimer m_resolveLimit;
    std::unique_ptr<QDnsLookup> m_ttl;
    QTimer m_ttlLimit;

    std::vector<Dial> m_dials;
    std::size_t m_dialsOpen = 0;
    std::function<void()> m_afterDials;
    QTimer m_dialLimit;

    QSslConfiguration m_configuration;
    QSslSocket* m_socket = nullptr;
    MonoTime m_tlsBegan{};
    MonoTime m_handshakeBegan{};
    core::Handshake m_handshake;
    bool m_helloSeen = false;
    bool m_tryHello = true;
    bool m_oneAtATime = false;
    std::string m_helloError; ///< of the connection that was closed at HELLO
    core::resp::Decoder m_decoder;
    std::deque<Asked> m_asked;
    QTimer m_sessionLimit;

    RestSession m_rest;
    std::optional<RestSettings> m_restTask; ///< still to come
    bool m_databaseDone = false;
    bool m_clusterDone = true;
    bool m_impliedDone = false;
};

} // namespace maintscope::io
