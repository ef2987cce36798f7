// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain.h"

#include "app/console.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"

#include <QCoreApplication>
#include <QEventLoop>

#ifdef MAINTSCOPE_HAS_KEYCHAIN
#include <QObject>
#include <QTimer>
#include <qt6keychain/keychain.h>
#endif

#include <chrono>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr const char* kSessionOnly = "The password is kept for this session only.";

/// Where there is no keychain.
class NoKeychain final : public ports::SecretStore {
public:
    explicit NoKeychain(std::string why)
        : m_why{"There is no system keychain.", {}, std::move(why), kSessionOnly} {}
    [[nodiscard]] std::optional<Error> unavailable() const override { return m_why; }
    void find(const std::string&, Found found) override { found(std::optional<Secret>()); }
    void keep(const std::string&, const Secret&, Done done) override { done(m_why); }

private:
    Error m_why;
};

#ifdef MAINTSCOPE_HAS_KEYCHAIN

constexpr std::chrono::seconds kKeychainPatience{15};

Error failure(const std::string& account, QKeychain::Error code, const QString& words) {
    Error error{"The keychain cannot be used.", account, words.toStdString(), kSessionOnly};
    switch (code) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        error.what = "There is no system keychain.";
        break;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        error.what = "The keychain is locked, or access to it was denied.";
        break;
    case QKeychain::OtherError: // without a session bus
        error.what = "No system keychain answers.";
        break;
    default:
        break;
    }
    return error;
}

class Keychain final : public ports::SecretStore {
public:
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
            [found](const Error& error) { found(error); }, [found] { found(std::optional<Secret>()); });
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

private:
    inline static const QString kService = u"maintscope"_s;

    /// Exactly one of the three is called. The job deletes itself when it is finished, however late.
    void run(QKeychain::Job* job, const std::string& account, std::function<void()> finished,
             std::function<void(const Error&)> failed, std::function<void()> missing) {
        auto* deadline = new QTimer(&m_scope);
        deadline->setSingleShot(true);
        QObject::connect(deadline, &QTimer::timeout, &m_scope, [deadline, account, failed] {
            deadline->deleteLater();
            failed({"The keychain did not answer.", account, "15 s have passed; it may be locked.",
                    kSessionOnly});
        });
        QObject::connect(job, &QKeychain::Job::finished, deadline,
                         [deadline, account, finished = std::move(finished), failed,
                          missing = std::move(missing)](QKeychain::Job* ended) {
                             if (!deadline->isActive()) return; // too late: it was told
                             deadline->stop();
                             deadline->deleteLater();
                             if (ended->error() == QKeychain::NoError)
                                 finished();
                             else if (ended->error() == QKeychain::EntryNotFound)
                                 missing();
                             else
                                 failed(failure(account, ended->error(), ended->errorString()));
                         });
        deadline->start(kKeychainPatience);
        job->start();
    }

    QObject m_scope; ///< when it goes nobody is told any more
};

#endif

} // namespace

std::unique_ptr<ports::SecretStore> makeKeychain() {
    if (qEnvironmentVariable("MAINTSCOPE_KEYCHAIN") == "off"_L1)
        return std::make_unique<NoKeychain>("MAINTSCOPE_KEYCHAIN=off has switched it off.");
#ifdef MAINTSCOPE_HAS_KEYCHAIN
    return std::make_unique<Keychain>();
#else
    return std::make_unique<NoKeychain>("This build has no support for it.");
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
