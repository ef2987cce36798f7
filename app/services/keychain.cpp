// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/keychain.h"

#include "app/services/console.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"
#include "model/base/format.h"

#include <QCoreApplication>
#include <QEventLoop>

#ifdef MAINTSCOPE_HAS_KEYCHAIN
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QObject>
#include <QTimer>
#include <qt6keychain/keychain.h>
#endif

#include <chrono>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr const char* kNone = "No system keychain is available.";
constexpr const char* kSessionOnly = "The password is kept for this session only.";

/// Stands in for a missing keychain.
class NoKeychain final : public ports::SecretStore {
public:
    explicit NoKeychain(std::string why)
        : m_why{kNone, {}, std::move(why), kSessionOnly} {}
    [[nodiscard]] std::optional<Error> unavailable() const override { return m_why; }
    void find(const std::string&, Found found) override { found(std::optional<Secret>()); }
    void keep(const std::string&, const Secret&, Done done) override { done(m_why); }
    void forget(const std::string&, Done done) override { done(success()); }

private:
    Error m_why;
};

#ifdef MAINTSCOPE_HAS_KEYCHAIN

constexpr const char* kLocked = "The system keychain is locked, or access to it was denied.";

Error failure(const std::string& account, QKeychain::Error code, const QString& words) {
    Error error{"The system keychain is not usable.", account, words.toStdString(), kSessionOnly};
    switch (code) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError: // no session bus, or no keychain on it
        error.what = kNone;
        break;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        error.what = kLocked;
        break;
    default:
        break;
    }
    return error;
}

class Keychain final : public ports::SecretStore {
public:
    explicit Keychain(std::chrono::milliseconds patience)
        : m_patience(patience) {}
    [[nodiscard]] std::optional<Error> unavailable() const override { return std::nullopt; }

    void find(const std::string& account, Found found) override {
        auto* job = new QKeychain::ReadPasswordJob(kService);
        job->setKey(QString::fromStdString(account));
        run(
            job, account,
            [job, found] {
                const QByteArray bytes = job->binaryData();
                found(bytes.isEmpty() ? std::optional<Secret>() : std::optional(Secret(bytes.toStdString())));
            },
            [found](const Error& error) { found(error); },
            [this, found, account] {
                // A locked keychain reports an unknown entry if its prompt was dismissed or could not be shown.
                askWhetherLocked([found, account](bool locked) {
                    if (locked) return found(Error{kLocked, account, {}, kSessionOnly});
                    found(std::optional<Secret>());
                });
            });
    }

    void keep(const std::string& account, const Secret& secret, Done done) override {
        auto* job = new QKeychain::WritePasswordJob(kService);
        job->setKey(QString::fromStdString(account));
        const std::string_view bytes = secret.reveal();
        job->setBinaryData(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
        const auto kept = [done] { done(success()); };
        run(
            job, account, kept, [done](const Error& error) { done(error); }, kept);
    }

    void forget(const std::string& account, Done done) override {
        auto* job = new QKeychain::DeletePasswordJob(kService);
        job->setKey(QString::fromStdString(account));
        const auto gone = [done] { done(success()); };
        run(
            job, account, gone, [done](const Error& error) { done(error); }, gone);
    }

private:
    /// Source: Secret Service API, org.freedesktop.Secret.Collection.
    void askWhetherLocked(std::function<void(bool)> then) {
        QDBusMessage question = QDBusMessage::createMethodCall(
            u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets/aliases/default"_s,
            u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
        question << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
        auto* watcher = new QDBusPendingCallWatcher(
            QDBusConnection::sessionBus().asyncCall(question, static_cast<int>(m_patience.count())),
            &m_scope);
        QObject::connect(watcher, &QDBusPendingCallWatcher::finished, &m_scope,
                         [then = std::move(then)](QDBusPendingCallWatcher* ended) {
                             ended->deleteLater();
                             const QDBusPendingReply<QDBusVariant> reply = *ended;
                             then(reply.isValid() && reply.value().variant().toBool());
                         });
    }

    inline static const QString kService = u"maintscope"_s;

    /// Exactly one of the three is called. The job deletes itself when it is finished, however late.
    void run(QKeychain::Job* job, const std::string& account, std::function<void()> finished,
             std::function<void(const Error&)> failed, std::function<void()> missing) {
        auto* deadline = new QTimer(&m_scope);
        deadline->setSingleShot(true);
        QObject::connect(deadline, &QTimer::timeout, &m_scope, [this, deadline, account, failed] {
            deadline->deleteLater();
            failed({"The system keychain did not answer.", account,
                    model::formatSetting(m_patience).toStdString() + " have passed; it may be locked.",
                    kSessionOnly});
        });
        QObject::connect(job, &QKeychain::Job::finished, deadline,
                         [deadline, account, finished = std::move(finished), failed,
                          missing = std::move(missing)](QKeychain::Job* ended) {
                             if (!deadline->isActive()) return; // too late: the timeout is reported already
                             deadline->stop();
                             deadline->deleteLater();
                             if (ended->error() == QKeychain::NoError)
                                 finished();
                             else if (ended->error() == QKeychain::EntryNotFound)
                                 missing();
                             else
                                 failed(failure(account, ended->error(), ended->errorString()));
                         });
        deadline->start(m_patience);
        job->start();
    }

    std::chrono::milliseconds m_patience;
    QObject m_scope; ///< its destruction ends all callbacks
};

#endif

} // namespace

std::unique_ptr<ports::SecretStore> makeKeychain([[maybe_unused]] std::chrono::milliseconds patience) {
    if (qEnvironmentVariable("MAINTSCOPE_KEYCHAIN") == "off"_L1)
        return std::make_unique<NoKeychain>("MAINTSCOPE_KEYCHAIN=off has switched it off.");
#ifdef MAINTSCOPE_HAS_KEYCHAIN
    return std::make_unique<Keychain>(patience);
#else
    return std::make_unique<NoKeychain>("This build has no keychain support.");
#endif
}

std::optional<Secret> findInKeychain(const std::string& account) {
    if (QCoreApplication::instance() == nullptr) return std::nullopt;
    const auto store = makeKeychain();
    if (store->unavailable()) return std::nullopt;
    QEventLoop loop;
    std::optional<Secret> secret;
    bool answered = false;
    store->find(account, [&](const Result<std::optional<Secret>>& found) {
        answered = true;
        if (found)
            secret = *found;
        else
            printLine(stderr, u"maintscope: "_s + QString::fromStdString(toString(found.error())));
        loop.quit();
    });
    if (!answered) loop.exec();
    return secret;
}

std::string keychainAccount(const TargetSettings& target) {
    const std::string user = target.user.empty() ? "default" : target.user;
    return toString(TargetUrl{target.endpoint, target.tls.enabled, user, {}});
}

std::string keychainAccount(const RestSettings& manager) {
    return manager.user + " at " + baseUrl(manager.endpoint);
}

} // namespace maintscope::app
