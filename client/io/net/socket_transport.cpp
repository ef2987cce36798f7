// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/socket_transport.h"

#include "client/io/net/descriptor_copy.h"

#include "client/types/tls_failure.h"

#include <QAbstractSocket>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslError>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace maintscope::io {

namespace {

// An idle connection to a dead host is probed every two seconds after five; TCP_USER_TIMEOUT limits how long,
// and overrides the count (tcp(7)).
constexpr int kKeepAliveIdleSeconds = 5;
constexpr int kKeepAliveIntervalSeconds = 2;
constexpr int kKeepAliveProbes = 3;
// Limit of the bytes that a stream buffers before they are reported. A peer that sends faster than they are
// read fills this buffer, then the kernel's, then its own; one turn of the event loop reads at most this much
// from one stream, so that a flood on one does not delay the others and the timers.
constexpr qint64 kReadAhead = 256 * 1024;
/// Bytes of one stream that are reported in one turn of the event loop.
constexpr std::size_t kShare = 256 * 1024;
/// What a stream that has ended may still hold: Qt's buffer and the kernel's.
constexpr std::size_t kMostAtTheEnd = 64 * 1024 * 1024;
/// drain() reads at most this many times kReadAhead from one stream: more than any kernel buffer holds.
constexpr int kDrainRounds = 64;
// How long closing waits for the peer to accept the last bytes.
constexpr std::chrono::milliseconds kLingerLimit{1000};

void setOption(qintptr descriptor, int option, int value) {
    // Refused options cost precision, never correctness: the core has its own deadlines.
    setsockopt(static_cast<int>(descriptor), IPPROTO_TCP, option, &value, sizeof value);
}

void tune(QTcpSocket& socket, Duration userTimeout) {
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const qintptr descriptor = socket.socketDescriptor();
    setOption(descriptor, TCP_KEEPIDLE, kKeepAliveIdleSeconds);
    setOption(descriptor, TCP_KEEPINTVL, kKeepAliveIntervalSeconds);
    setOption(descriptor, TCP_KEEPCNT, kKeepAliveProbes);
    setOption(descriptor, TCP_USER_TIMEOUT,
              static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(userTimeout).count()));
}

std::string openErrorType(QAbstractSocket::SocketError error, const QString& text) {
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return "connection_refused";
    case QAbstractSocket::RemoteHostClosedError:
        return "closed_by_peer";
    case QAbstractSocket::SocketTimeoutError:
        return "timeout";
    case QAbstractSocket::SocketAccessError:
        return "permission_denied";
    case QAbstractSocket::SocketResourceError:
        return "out_of_sockets";
    case QAbstractSocket::UnsupportedSocketOperationError:
        return "address_family_not_supported";
    case QAbstractSocket::NetworkError:
        // Qt has one code for these; the words are strerror's, mapped to one spelling by its socket engine.
        if (text.contains(QLatin1String("timed out"), Qt::CaseInsensitive)) return "timeout";
        if (text.contains(QLatin1String("host"), Qt::CaseInsensitive)) return "host_unreachable";
        return "network_unreachable";
    default:
        return "connection_failed";
    }
}

bool hasInput(qintptr descriptor) {
    pollfd query{.fd = static_cast<int>(descriptor), .events = POLLIN, .revents = 0};
    return ::poll(&query, 1, 0) > 0;
}

} // namespace

struct SocketTransport::Stream {
    StreamId id;
    std::unique_ptr<QTcpSocket> socket;
    QSslSocket* tls = nullptr; ///< the same socket, when it is to be encrypted
    Endpoint address;
    bool encrypted = false;
    std::string serverName;            ///< what the certificate has to be for
    std::optional<TlsRefusal> refusal; ///< why the handshake was cut
    Stage stage = Stage::Connecting;
    MonoTime openedAt{};
    MonoTime connectedAt{};
    MonoTime encryptedAt{};
    QAbstractSocket::SocketError error = QAbstractSocket::UnknownSocketError;
    QString errorText;
    DescriptorCopy descriptor;
    bool anyRead = false;    ///< whether a byte has been reported
    bool readsAgain = false; ///< in the next turn of the event loop
    bool redialled = false;  ///< once, with files that were read again
};

SocketTransport::SocketTransport(const ports::Clock& clock, TransportOptions options, Report report)
    : m_clock(clock)
    , m_options(std::move(options))
    , m_ssl(m_options.tls.enabled ? sslConfiguration(m_options.tls) : QSslConfiguration())
    , m_report(std::move(report)) {
    // A write to a closed socket is an error to report, not a reason to die.
    std::signal(SIGPIPE, SIG_IGN);
}

SocketTransport::~SocketTransport() {
    for (auto& entry : m_streams) {
        entry.second->socket->disconnect(&m_context);
        entry.second->socket->abort();
    }
}

SocketTransport::Stream* SocketTransport::find(StreamId id) {
    const auto found = m_streams.find(id.value);
    return found == m_streams.end() ? nullptr : found->second.get();
}

void SocketTransport::open(StreamId id, const Endpoint& address, bool tls, const std::string& serverName) {
    auto stream = std::make_unique<Stream>();
    stream->id = id;
    stream->address = address;
    stream->serverName = serverName.empty() ? address.host : serverName;
    stream->openedAt = m_clock.now();
    stream->encrypted = tls;
    m_streams[id.value] = std::move(stream);
    dial(id);
}

void SocketTransport::dial(StreamId id) {
    Stream* stream = find(id);
    if (stream->encrypted) {
        auto secure = std::make_unique<QSslSocket>();
        stream->tls = secure.get();
        stream->socket = std::move(secure);
    } else {
        stream->socket = std::make_unique<QTcpSocket>();
    }
    QTcpSocket* socket = stream->socket.get();
    stream->stage = Stage::Connecting;

    socket->setProxy(QNetworkProxy::NoProxy);
    socket->setReadBufferSize(kReadAhead);
    QObject::connect(socket, &QAbstractSocket::connected, &m_context, [this, id] { onConnected(id); });
    QObject::connect(socket, &QAbstractSocket::readyRead, &m_context, [this, id] { onReadyRead(id); });
    QObject::connect(socket, &QAbstractSocket::errorOccurred, &m_context, [this, id] { onError(id); });
    QObject::connect(socket, &QAbstractSocket::disconnected, &m_context, [this, id] { onDisconnected(id); });

    const Endpoint& address = stream->address;
    const QHostAddress literal(QString::fromStdString(address.host));
    if (literal.isNull()) {
        fail(id, "not_an_address", "\"" + address.host + "\" is not an address");
        return;
    }
    if (stream->encrypted && !m_ssl) m_ssl = sslConfiguration(m_options.tls); // it may be there by now
    if (stream->encrypted && !m_ssl) {
        fail(id, std::string(kTlsSettings), toString(m_ssl.error()));
        return;
    }
    socket->connectToHost(literal, address.port);
}

void SocketTransport::onConnected(StreamId id) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    stream->connectedAt = m_clock.now();
    stream->encryptedAt = stream->connectedAt;
    stream->descriptor.copy(stream->socket->socketDescriptor());
    tune(*stream->socket, m_options.userTimeout);
    if (stream->tls == nullptr) {
        reportOpened(id);
        return;
    }
    stream->stage = Stage::Handshaking;
    QSslSocket* socket = stream->tls;
    QObject::connect(socket, &QSslSocket::sslErrors, &m_context,
                     [this, id](const QList<QSslError>& errors) { onSslErrors(id, errors); });
    QObject::connect(socket, &QSslSocket::encrypted, &m_context, [this, id] { onEncrypted(id); });
    socket->setSslConfiguration(*m_ssl);
    // Also what is sent as SNI, unless it is an address.
    socket->setPeerVerifyName(QString::fromStdString(stream->serverName));
    socket->startClientEncryption();
}

void SocketTransport::onSslErrors(StreamId id, const QList<QSslError>& errors) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    stream->refusal = judge(*stream->tls, m_options.tls, stream->serverName, errors);
    if (!stream->refusal) stream->tls->ignoreSslErrors();
}

void SocketTransport::onEncrypted(StreamId id) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    stream->encryptedAt = m_clock.now();
    stream->refusal =
        judge(*stream->tls, m_options.tls, stream->serverName, stream->tls->sslHandshakeErrors());
    if (stream->refusal)
        failHandshake(id, {});
    else
        reportOpened(id);
}

void SocketTransport::failHandshake(StreamId id, const std::string& socketWords) {
    Stream* stream = find(id);
    TlsRefusal refusal =
        stream->refusal ? *stream->refusal : handshakeFailure(socketWords, stream->serverName);
    // A peer that closes the connection has not been verified: like any other lost connection, it is worth a
    // retry.
    if (!stream->refusal && stream->error == QAbstractSocket::RemoteHostClosedError)
        refusal.type = stream->descriptor.wasReset() ? "connection_reset" : "closed_by_peer";
    stream->socket->disconnect(&m_context);
    stream->socket->abort();
    if ((stream->refusal || refusal.type == kTlsClientCertificate) &&
        readFilesAgain(*stream, refusal.error)) {
        stream->redialled = true;
        stream->refusal.reset();
        stream->descriptor.reset();
        stream->socket.release()->deleteLater(); // we may be in one of its signals
        dial(id);
        return;
    }
    fail(id, refusal.type, toString(refusal.error));
}

bool SocketTransport::readFilesAgain(const Stream& stream, Error& refusal) {
    const bool named =
        m_options.tls.trust.mode == TlsTrust::Mode::CaFile || !m_options.tls.certificatePath.empty();
    if (!named || stream.tls == nullptr) return false;
    Result<QSslConfiguration> fresh = sslConfiguration(m_options.tls);
    if (!fresh) { // half written, perhaps: what was read before stays
        refusal.detail += " Read again after this failure: " + toString(fresh.error());
        return false;
    }
    const QSslConfiguration used = stream.tls->sslConfiguration();
    const bool changed = fresh->caCertificates() != used.caCertificates() ||
                         fresh->localCertificateChain() != used.localCertificateChain();
    m_ssl = std::move(fresh);
    return changed && !stream.redialled;
}

void SocketTransport::reportOpened(StreamId id) {
    Stream* stream = find(id);
    stream->stage = Stage::Open;
    m_report(core::Opened{
        .stream = id,
        .peer = {stream->socket->peerAddress().toString().toStdString(), stream->socket->peerPort()},
        .tcp = stream->connectedAt - stream->openedAt,
        .tls = stream->encryptedAt - stream->connectedAt});
}

void SocketTransport::onReadyRead(StreamId id) {
    // A peer that sends without end gets a share of each turn of the event loop: timers, other streams and the stop
    // come between.
    readFrom(id, kShare);
    Stream* stream = find(id);
    if (stream == nullptr || stream->stage != Stage::Open || stream->socket->bytesAvailable() == 0) return;
    if (std::exchange(stream->readsAgain, true)) return;
    const auto readAgain = [this, id] {
        Stream* later = find(id);
        if (later == nullptr) return;
        later->readsAgain = false;
        onReadyRead(id);
    };
    QMetaObject::invokeMethod(&m_context, readAgain, Qt::QueuedConnection);
}

void SocketTransport::readFrom(StreamId id, std::size_t limit) {
    std::size_t read = 0;
    // Reporting may close the stream and remove the socket's entry, so it is looked up again for each chunk.
    for (Stream* stream = find(id); stream != nullptr && stream->stage == Stage::Open && read < limit;
         stream = find(id)) {
        const qint64 size = stream->socket->isOpen()
                                ? stream->socket->read(m_chunk.data(), static_cast<qint64>(m_chunk.size()))
                            : stream->tls == nullptr ? stream->descriptor.read(m_chunk.data(), m_chunk.size())
                                                     : 0;
        if (size <= 0) return;
        stream->anyRead = true;
        read += static_cast<std::size_t>(size);
        m_report(core::Received{id, {m_chunk.data(), static_cast<std::size_t>(size)}});
    }
}

void SocketTransport::onError(StreamId id) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    if (stream->socket->error() == QAbstractSocket::SocketTimeoutError && stream->stage != Stage::Connecting)
        return; // drain() found less than a whole TLS record
    stream->error = stream->socket->error();
    stream->errorText = stream->socket->errorString();
    switch (stream->stage) {
    case Stage::Connecting:
        fail(id, openErrorType(stream->error, stream->errorText), stream->errorText.toStdString());
        return;
    case Stage::Handshaking:
        failHandshake(id, stream->errorText.toStdString());
        return;
    case Stage::Open:
        // After an alert or a damaged record Qt leaves the connection open, although nothing more can be
        // read.
        if (stream->error == QAbstractSocket::SslInternalError ||
            stream->error == QAbstractSocket::SslInvalidUserDataError)
            failEncryption(id);
        // Qt reports close_notify (RFC 8446, 6.1) by this error alone and stays connected until the peer closes
        // TCP as well, which it need not do. Where TCP ended, `disconnected` comes within this turn.
        else if (stream->error == QAbstractSocket::RemoteHostClosedError && stream->tls != nullptr)
            QMetaObject::invokeMethod(
                &m_context, [this, id] { onDisconnected(id); }, Qt::QueuedConnection);
        return; // else `disconnected` follows
    }
}

void SocketTransport::failEncryption(StreamId id) {
    Stream* stream = find(id);
    stream->socket->disconnect(&m_context);
    stream->socket->abort();
    const std::string words = stream->errorText.toStdString();
    if (!stream->anyRead) {
        TlsRefusal refusal = handshakeFailure(words, stream->serverName);
        static_cast<void>(readFilesAgain(*stream, refusal.error)); // for the next attempt
        fail(id, refusal.type, toString(refusal.error));
    } else if (release(id)) {
        m_report(core::Closed{.stream = id, .cause = core::CloseCause::Error, .text = words});
    }
}

void SocketTransport::onDisconnected(StreamId id) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    if (stream->stage == Stage::Handshaking) {
        failHandshake(id, stream->errorText.toStdString());
        return;
    }
    readFrom(id, kMostAtTheEnd);
    const auto gone = release(id);
    if (!gone) return;
    core::Closed closed{.stream = id, .cause = core::CloseCause::Fin, .text = "closed by peer"};
    const bool lost = gone->error != QAbstractSocket::RemoteHostClosedError &&
                      gone->error != QAbstractSocket::UnknownSocketError;
    if (gone->descriptor.wasReset() && !lost) {
        closed.cause = core::CloseCause::Reset;
        closed.text = "connection reset by peer";
    } else if (lost) {
        closed.cause = core::CloseCause::Error;
        closed.text = gone->errorText.toStdString();
    }
    // redis-server and OpenSSL silently close the connection of a peer that does not begin with TLS.
    if (gone->tls == nullptr && !gone->anyRead && !lost)
        closed.text += " before it sent anything (a port that wants TLS does that: rediss://)";
    m_report(closed);
}

void SocketTransport::fail(StreamId id, std::string type, std::string text) {
    if (release(id)) m_report(core::OpenFailed{id, std::move(type), std::move(text)});
}

std::unique_ptr<SocketTransport::Stream> SocketTransport::release(StreamId id) {
    auto node = m_streams.extract(id.value);
    if (node.empty()) return nullptr;
    auto stream = std::move(node.mapped());
    QTcpSocket* socket = stream->socket.release();
    socket->disconnect(&m_context);
    // We may be inside one of its signals. The parent sees to it when the event loop does not run again.
    socket->setParent(&m_closing);
    socket->deleteLater();
    return stream;
}

void SocketTransport::write(StreamId id, std::string bytes) {
    Stream* stream = find(id);
    if (stream == nullptr || stream->stage != Stage::Open) return;
    stream->socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    stream->socket->flush();
}

void SocketTransport::close(StreamId id) {
    auto node = m_streams.extract(id.value);
    if (node.empty()) return;
    const auto stream = std::move(node.mapped());
    stream->socket->disconnect(&m_context);
    stream->descriptor.reset(); // else no FIN would be sent
    QTcpSocket* socket = stream->socket.release();
    socket->setParent(&m_closing);
    if (stream->stage != Stage::Open) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    QObject::connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(kLingerLimit, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
    socket->disconnectFromHost();
    if (socket->state() == QAbstractSocket::UnconnectedState) socket->deleteLater();
}

void SocketTransport::drain() {
    std::vector<StreamId> open;
    open.reserve(m_streams.size());
    for (const auto& entry : m_streams) {
        if (entry.second->stage == Stage::Open) open.push_back(entry.second->id);
    }
    for (const StreamId id : open) {
        for (int round = 0; round < kDrainRounds; ++round) {
            Stream* stream = find(id);
            if (stream == nullptr || !hasInput(stream->socket->socketDescriptor())) break;
            if (!stream->socket->waitForReadyRead(0)) break; // emits readyRead
        }
    }
}

} // namespace maintscope::io
