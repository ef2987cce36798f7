// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sch_output.h"

#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "model/base/format.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <optional>
#include <string>

namespace maintscope::app::sch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kNameColumn = 46; // fits the longest setting

void printField(std::string_view name, const QString& value) {
    print(model::toQString(name).leftJustified(kNameColumn) + u' ' + value);
}

ExitCode exitCode(RestFailureKind kind) {
    switch (kind) {
    case RestFailureKind::BadSettings:
        return ExitCode::Usage;
    case RestFailureKind::Unreachable:
    case RestFailureKind::NotFound:
    case RestFailureKind::ServerError:
    case RestFailureKind::BadReply:
    case RestFailureKind::Redirected:
    case RestFailureKind::Timeout:
    case RestFailureKind::Cancelled:
        return ExitCode::Unreachable;
    case RestFailureKind::Untrusted:
    case RestFailureKind::NameMismatch:
        return ExitCode::Untrusted;
    case RestFailureKind::ClientCertificate:
    case RestFailureKind::NotAuthorised:
    case RestFailureKind::Forbidden:
        return ExitCode::NotAuthorised;
    case RestFailureKind::BadRequest:
    case RestFailureKind::NotSupported:
    case RestFailureKind::ChangedMeanwhile:
    case RestFailureKind::AcceptedNotStored:
        return ExitCode::Fail;
    }
    return ExitCode::Internal;
}

QString certificateLine(const PresentedCertificate& certificate) {
    QStringList names;
    for (const std::string& name : certificate.names)
        names << said(name);
    return u"CN=%1, %2, names %3, valid %4 to %5"_s.arg(
        said(certificate.commonName),
        certificate.selfSigned ? u"self-signed"_s : u"issued by "_s + said(certificate.issuer),
        names.isEmpty() ? u"none"_s : names.join(u' '), model::formatDate(certificate.validFrom),
        model::formatDate(certificate.validUntil));
}

QString flagWord(Flag flag, bool large) {
    const QString word = model::toQString(toString(flag));
    return large ? word.toUpper() : word;
}

QString versionText(const ClusterReading& reading) {
    if (!reading.nodes) return u"versions not read: "_s + said(reading.versionNote);
    return u"%1 node%2, lowest version %3"_s.arg(
        QString::number(*reading.nodes), *reading.nodes == 1 ? QString() : u"s"_s,
        reading.lowestVersion ? said(*reading.lowestVersion) : u"unknown"_s);
}

QString roleText(const ClusterReading& reading) {
    if (!reading.role) return u"not read: "_s + said(reading.roleNote);
    switch (reading.mayUpdate) {
    case MayUpdate::Yes:
        return said(*reading.role) + u", may change the cluster"_s;
    case MayUpdate::No:
        return said(*reading.role) + u", may not change the cluster (requires update_cluster)"_s;
    case MayUpdate::Unknown:
        break;
    }
    return said(*reading.role);
}

/// What the state means for the user.
QString advice(const ClusterReading& reading) {
    switch (reading.notifications) {
    case Flag::On:
        return u"Clients can opt in, each connection separately."_s;
    case Flag::Off:
        return u"No client can opt in. To switch it on, run: maintscope sch on"_s;
    case Flag::NotSupported:
        return u"The cluster is too old: it has no client_maint_notifications field. Every node needs version 8.0.2 or later."_s;
    case Flag::Unknown:
        break;
    }
    return u"The setting has a value that is neither true nor false."_s;
}

QJsonValue orNull(const std::optional<std::string>& value) {
    return value ? QJsonValue(model::toQString(*value)) : QJsonValue();
}

} // namespace

QString said(std::string_view words) {
    return model::escapeServerText(words);
}

void print(const QString& line) {
    printLine(stdout, line);
}

int complainOf(const RestFailure& failure) {
    Error error = toError(failure);
    error.detail = said(error.detail).toStdString();
    complain(kSch, error);
    if (failure.certificate) {
        const QString indent = u"  "_s;
        printLine(stderr, indent + u"presented certificate: "_s + certificateLine(*failure.certificate));
        printLine(stderr, indent + u"fingerprint: "_s +
                              model::toQString(colonSeparated(failure.certificate->sha256)));
        printLine(stderr, indent +
                              u"If the cluster itself shows the same fingerprint, add: --tls-pin sha256:"_s +
                              model::toQString(failure.certificate->sha256));
    }
    return toInt(exitCode(failure.kind));
}

void printReading(const RestSettings& settings, const ClusterReading& reading) {
    printField("cluster", said(reading.name) + u" ("_s + versionText(reading) + u')');
    printField("read", u"%1Z from %2, HTTP %3 in %4"_s.arg(
                           model::formatTimeS(reading.readAt), model::toQString(baseUrl(settings.endpoint)),
                           QString::number(reading.httpStatus), model::formatDuration(reading.elapsed)));
    if (!settings.user.empty()) printField("user", said(settings.user) + u", role "_s + roleText(reading));
    printField("certificate", certificateLine(reading.certificate));
    printField("", u"sha256:"_s + model::toQString(reading.certificate.sha256));
    print();
    printField(kNotificationsField, flagWord(reading.notifications, true));
    printField(kOssNotificationsField, flagWord(reading.ossNotifications, false));
    printField(kHandoffDelayField, reading.handoffDelay
                                       ? QString::number(reading.handoffDelay->count()) + u" ms"_s
                                       : flagWord(Flag::NotSupported, false));
    print();
    print(advice(reading));
}

void printJson(const RestSettings& settings, const ClusterReading& reading) {
    const auto word = [](Flag flag) { return model::toQString(toString(flag)).replace(u' ', u'_'); };
    QJsonArray names;
    for (const std::string& name : reading.certificate.names)
        names.append(model::toQString(name));
    const QJsonObject certificate{
        {u"common_name"_s, model::toQString(reading.certificate.commonName)},
        {u"names"_s, names},
        {u"sha256"_s, model::toQString(reading.certificate.sha256)},
        {u"valid_until_utc"_s, model::formatRfc3339(reading.certificate.validUntil)}};
    const QJsonObject object{{u"schema"_s, kSchema},
                             {u"rest"_s, model::toQString(baseUrl(settings.endpoint))},
                             {u"cluster"_s, model::toQString(reading.name)},
                             {model::toQString(kNotificationsField), word(reading.notifications)},
                             {model::toQString(kOssNotificationsField), word(reading.ossNotifications)},
                             {model::toQString(kHandoffDelayField),
                              reading.handoffDelay
                                  ? QJsonValue(static_cast<qint64>(reading.handoffDelay->count()))
                                  : QJsonValue()},
                             {u"role"_s, orNull(reading.role)},
                             {u"nodes"_s, reading.nodes ? QJsonValue(*reading.nodes) : QJsonValue()},
                             {u"lowest_version"_s, orNull(reading.lowestVersion)},
                             {u"read_utc"_s, model::formatRfc3339(reading.readAt)},
                             {u"http_status"_s, reading.httpStatus},
                             {u"elapsed_ns"_s, static_cast<qint64>(reading.elapsed.count())},
                             {u"certificate"_s, certificate}};
    app::printJson(stdout, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void printStep(const RestStep& step) {
    QString line = model::toQString(toString(step.stage)).leftJustified(10) + u' ';
    if (step.httpStatus != 0)
        line += u"HTTP %1 in %2"_s.arg(QString::number(step.httpStatus), model::formatDuration(step.elapsed));
    else
        line += u"no reply after "_s + model::formatDuration(step.elapsed);
    if (step.ok && !step.note.empty()) line += u", "_s + said(step.note);
    print(line);
}

void printDiff(const std::vector<FieldDiff>& lines) {
    print();
    for (const FieldDiff& line : lines) {
        const QString field = u"\"%1\": "_s.arg(model::toQString(line.field));
        print((line.differs() ? u"  - "_s : u"    "_s) + field + model::toQString(line.before));
        if (line.differs()) print(u"  + "_s + field + model::toQString(line.after));
    }
    print();
}

void printAfterwards(const ClusterReading& now) {
    print(u"client_maint_notifications is %1 on %2, read back at %3Z."_s.arg(
        flagWord(now.notifications, true), said(now.name), model::formatTimeS(now.readAt)));
    if (now.notifications == Flag::On)
        print(u"Open connections do not change: each of them has to opt in again or reconnect."_s);
    else
        print(
            u"No connection can opt in from now on. Redis does not document what happens to those that have opted in."_s);
}

} // namespace maintscope::app::sch
