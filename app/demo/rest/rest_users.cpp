// SPDX-License-Identifier: GPL-3.0-or-later
// Who asks: passwords that lock, and tokens that expire.
#include "app/demo/rest/rest_fields.h"
#include "app/demo/rest/rest_json.h"
#include "app/demo/rest/rest_server.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <algorithm>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLockoutThreshold = 5; ///< login_lockout_threshold
constexpr Duration kLockoutWindow = 15min;   ///< login_lockout_counter_reset_after
constexpr Duration kLockoutDuration = 30min; ///< login_lockout_duration
constexpr std::size_t kMostTokens = 256;
constexpr int kDefaultTtl = 300; ///< seconds
constexpr int kLongestTtl = 86'400;

/// Takes as long for a wrong password as for the right one.
bool equalSlowly(std::string_view a, std::string_view b) {
    unsigned difference = a.size() == b.size() ? 0U : 1U;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |=
            static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b.empty() ? 0 : b[i % b.size()]);
    return difference == 0;
}

/// The rest of a header value behind its scheme; empty: another scheme.
std::string_view behind(std::string_view header, QLatin1String scheme) {
    const auto length = static_cast<std::size_t>(scheme.size());
    if (header.size() <= length || header[length] != ' ') return {};
    if (text(header.substr(0, length)).compare(scheme, Qt::CaseInsensitive) != 0) return {};
    return header.substr(length + 1);
}

/// Three parts, as a token has them; what is in it is nobody's business.
std::string freshToken() {
    std::string token = "eyJhbGciOiJIUzI1NiJ9";
    for (int part = 0; part < 2; ++part) {
        QByteArray random(24, Qt::Uninitialized);
        for (char& byte : random)
            byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
        token +=
            '.' +
            random.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
    }
    return token;
}

} // namespace

RestServer::User* RestServer::authenticate(const HttpRequest& request, MonoTime now) {
    const std::string_view header = request.header("authorization");
    if (const auto basic = behind(header, "Basic"_L1); !basic.empty())
        return m_plain.value(kBasicAuth) == false ? nullptr : byBasic(basic, now);
    if (const auto token = behind(header, "JWT"_L1); !token.empty() && m_switches.jwtScheme)
        return byToken(token, now);
    if (const auto token = behind(header, "Bearer"_L1); !token.empty() && m_switches.bearerScheme)
        return byToken(token, now);
    return nullptr;
}

RestServer::User* RestServer::byBasic(std::string_view header, MonoTime now) {
    const QByteArray encoded(header.data(), static_cast<qsizetype>(header.size()));
    const auto decoded =
        QByteArray::fromBase64Encoding(encoded.trimmed(), QByteArray::AbortOnBase64DecodingErrors);
    const qsizetype colon = decoded ? decoded.decoded.indexOf(':') : -1;
    if (colon < 0) return nullptr;
    return byPassword(decoded.decoded.left(colon).toStdString(), decoded.decoded.mid(colon + 1).toStdString(),
                      now);
}

RestServer::User* RestServer::byPassword(std::string_view name, std::string_view password, MonoTime now) {
    const auto user =
        std::find_if(m_users.begin(), m_users.end(), [name](const User& one) { return one.name == name; });
    if (user == m_users.end()) return nullptr;
    if (user->lockedUntil && *user->lockedUntil > now) return nullptr; // even with the right password
    user->lockedUntil.reset();
    if (equalSlowly(password, user->password.reveal())) {
        user->failures.clear();
        return m_switches.passwordExpired ? nullptr : &*user;
    }
    while (!user->failures.empty() && user->failures.front() + kLockoutWindow <= now)
        user->failures.pop_front();
    user->failures.push_back(now);
    if (user->failures.size() >= kLockoutThreshold) {
        user->lockedUntil = now + kLockoutDuration;
        user->failures.clear();
    }
    return nullptr;
}

RestServer::User* RestServer::byToken(std::string_view token, MonoTime now) {
    std::erase_if(m_tokens, [now](const Token& one) { return one.until <= now; });
    for (const Token& one : m_tokens)
        if (equalSlowly(token, one.text)) return &m_users[one.user];
    return nullptr;
}

HttpReply RestServer::unauthorized() const {
    HttpReply reply = m_switches.passwordExpired
                          ? error(401, u"password_expired"_s, u"the password has expired"_s)
                          : error(401, u"unauthorized"_s, u"missing or wrong credentials"_s);
    if (m_switches.challenge) reply.headers.emplace_back("www-authenticate", "Basic realm=\"cluster\"");
    if (m_switches.emptyRefusal) reply.body.clear();
    return reply;
}

/// Credentials come in the header, or in the body; also while basic authentication is off for everything
/// else.
HttpReply RestServer::authorize(const HttpRequest& request, MonoTime now) {
    const User* user = nullptr;
    if (const auto basic = behind(request.header("authorization"), "Basic"_L1); !basic.empty()) {
        user = byBasic(basic, now);
    } else {
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
        user = byPassword(body.value(u"username"_s).toString().toStdString(),
                          body.value(u"password"_s).toString().toStdString(), now);
    }
    return user == nullptr ? unauthorized() : issueToken(request, *user, now);
}

HttpReply RestServer::issueToken(const HttpRequest& request, const User& user, MonoTime now) {
    int ttl = kDefaultTtl;
    if (!request.body.empty()) {
        const QJsonDocument body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body));
        if (!body.isObject()) return error(400, u"bad_request"_s, u"the body is no JSON object"_s);
        const QJsonValue asked = body.object().value(u"ttl"_s);
        if (!asked.isUndefined()) ttl = asked.toInt(0);
        if (ttl < 1 || ttl > kLongestTtl)
            return error(400, u"bad_request"_s, u"'ttl' is to be from 1 to 86400"_s);
    }
    if (m_tokens.size() >= kMostTokens) m_tokens.erase(m_tokens.begin());
    m_tokens.push_back(
        {freshToken(), static_cast<std::size_t>(&user - m_users.data()), now + std::chrono::seconds(ttl)});
    return HttpReply{.body = json(QJsonObject{{u"access_token"_s, text(m_tokens.back().text)}})};
}

} // namespace maintscope::demo
