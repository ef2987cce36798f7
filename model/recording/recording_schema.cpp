// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_schema.h"

namespace maintscope::model::schema {

using Qt::Literals::StringLiterals::operator""_s;

const QStringList& eventColumns() {
    static const QStringList kColumns{
        u"key"_s,
        u"event_id"_s,
        u"seq_no"_s,
        u"mono_ns"_s,
        u"end_mono_ns"_s,
        u"wall_ns"_s,
        u"clock_step_ns"_s,
        u"kind"_s,
        u"name"_s,
        u"severity"_s,
        u"target_id"_s,
        u"conn_id"_s,
        u"stream_id"_s,
        u"probe_role"_s,
        u"notification_seq"_s,
        u"announced_ns"_s,
        u"peer_old"_s,
        u"peer_new"_s,
        u"slots"_s,
        u"shards"_s,
        u"pair_key"_s,
        u"pair_state"_s,
        u"phase_notified_ns"_s,
        u"phase_connecting_ns"_s,
        u"phase_opted_in_ns"_s,
        u"phase_first_ok_ns"_s,
        u"phase_old_drained_ns"_s,
        u"phase_old_closed_ns"_s,
        u"timeout_before_ns"_s,
        u"timeout_effective_ns"_s,
        u"attempt"_s,
        u"result"_s,
        u"error_type"_s,
        u"error_text"_s,
        u"policy"_s,
        u"support"_s,
        u"raw"_s,
        u"figures"_s,
        u"text"_s,
    };
    return kColumns;
}

const QStringList& targetColumns() {
    static const QStringList kColumns{
        u"id"_s,
        u"name"_s,
        u"environment"_s,
        u"host"_s,
        u"port"_s,
        u"user"_s,
        u"tls"_s,
        u"policy"_s,
        u"endpoint_type"_s,
        u"timeout_ns"_s,
        u"relaxed_timeout_ns"_s,
        u"connect_timeout_ns"_s,
        u"handoff_timeout_ns"_s,
        u"drain_limit_ns"_s,
        u"tail_ns"_s,
        u"window_cap_ns"_s,
        u"connections"_s,
        u"rate_per_second"_s,
        u"command"_s,
        u"probe_key"_s,
        u"control"_s,
    };
    return kColumns;
}

namespace {

QString createTable(const QString& name, const QStringList& columns) {
    QStringList defined = columns;
    defined.first() += u" INTEGER PRIMARY KEY"_s;
    return u"CREATE TABLE "_s + name + u" ("_s + defined.join(u", "_s) + u')';
}

} // namespace

QStringList tables(int version) {
    QStringList statements{
        u"CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID"_s,
        createTable(u"targets"_s, targetColumns()),
        createTable(u"events"_s, eventColumns()),
        u"CREATE UNIQUE INDEX events_by_seq_no ON events (seq_no)"_s,
        // first_ns and last_ns bound the intended times in the block.
        u"CREATE TABLE samples (id INTEGER PRIMARY KEY, first_ns, last_ns, count, data)"_s,
    };
    for (int from = 1; from < version; ++from)
        statements += migration(from);
    return statements;
}

QStringList migration(int version) {
    switch (version) {
    case 1:
        return {
            // The sum of the samples up to the row samples_to that are in no earlier row.
            u"CREATE TABLE rollups (id INTEGER PRIMARY KEY, first_s, last_s, samples_to, data)"_s,
        };
    default:
        return {};
    }
}

Error sqlError(const QString& what, const QString& path, const QSqlError& error) {
    const QString words = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const QString lower = words.toLower();
    QString remedy;
    if (lower.contains(u"full"_s))
        remedy = u"Free some space, or record to another disk. The data recorded so far is kept."_s;
    else if (lower.contains(u"readonly"_s) || lower.contains(u"unable to open"_s))
        remedy = u"Check the permissions of the file and its folder, or choose another folder."_s;
    else if (lower.contains(u"malformed"_s) || lower.contains(u"not a database"_s))
        remedy = u"The file is damaged; the readable part is shown."_s;
    else if (lower.contains(u"locked"_s))
        remedy = u"Another program is using the file; close it and try again."_s;
    else if (lower.contains(u"i/o"_s))
        remedy = u"Check the disk."_s;
    return {what.toStdString(), path.toStdString(), words.toStdString(), remedy.toStdString()};
}

} // namespace maintscope::model::schema
