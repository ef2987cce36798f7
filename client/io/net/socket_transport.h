// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/step.h"
#include "client/io/net/tls_trust.h"
#include "client/ports/clock.h"
#include "client/ports/transport.h"
#include "client/types/ids.h"
#include "client/types/settings.h"

#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QSslError>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace maintscope::io {

struct TransportOptions {
    TlsSettings tls;
    /// How long written bytes may stay unacknowledged by the peer's kernel before the connection is given up
    /// (TCP_USER_TIMEOUT). Longer than any answer is waited for, so that it judges hosts, not servers.
    Duration userTimeout = std::chrono::seconds(15);
};

/// Byte streams over Qt's sockets, for the connections of one target. Addresses are literals: no name ever
/// gets here. With TLS a stream is reported as opened only after its certificate has been verified (chain and
/// name, or the pin), so that nothing is written to an untrusted peer; a server that refuses our certificate
/// after our part of the handshake (TLS 1.3) causes an OpenFailed after the Opened. The CA file and the client
/// certificate are read at construction and again after a refusal; if they have changed by then, the stream
/// is dialled once more before anything is reported. close_notify ends a stream, whatever TCP does. All events are reported
/// as core inputs, also from inside write() and drain(). Buffers a bounded part of what a peer sends.
/// Confined to one thread with an event loop.
class SocketTransport final : public ports::Transport {
public:
    using Report = std::function<void(const core::Input&)>;

    SocketTransport(const ports::Clock& clock, TransportOptions options, Report report);
    ~SocketTransport() override; ///< cuts all streams

    void open(StreamId stream, const Endpoint& address, bool tls, const std::string& serverName) override;
    void write(StreamId stream, std::string bytes) override;
    void close(StreamId stream) override;
    void drain() override;

private:
    struct Stream;
    enum class Stage { Connecting, Handshaking, Open };

    [[nodiscard]] Stream* find(StreamId id);
    void onConnected(StreamId id);
    void onSslErrors(StreamId id, const QList<QSslError>& errors);
    void onEncrypted(StreamId id);
    void onReadyRead(StreamId id);
    void readFrom(StreamId id, std::size_t limit);
    void onError(StreamId id);
    void onDisconnected(StreamId id);
    void reportOpened(StreamId id);
    void failHandshake(StreamId id, const std::string& socketWords);
    void dial(StreamId id);
    /// CA file and client certificate may have been replaced during the run. True: they differ from what this
    /// stream used, and it has not been dialled again yet. Why they cannot be read is added to `refusal`.
    bool readFilesAgain(const Stream& stream, Error& refusal);
    /// TLS broke after its handshake. Before the first byte that is the server's judgement of it.
    void failEncryption(StreamId id);
    /// Forgets the stream and reports that it could not be opened.
    void fail(StreamId id, std::string type, std::string text);
    /// Takes the stream out of the table and silences its socket, which deletes itself later.
    std::unique_ptr<Stream> release(StreamId id);

    const ports::Clock& m_clock;
    TransportOptions m_options;
    Result<QSslConfiguration> m_ssl;
    Report m_report;
    QObject m_context; ///< receiver of the sockets' signals
    QObject m_closing; ///< parent of sockets that still send their last bytes
    std::unordered_map<std::uint32_t, std::unique_ptr<Stream>> m_streams;
    std::array<char, 64 * 1024> m_chunk{};
};

} // namespace maintscope::io
