// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/csv_line.h"
#include "model/base/format.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"

#include <map>
#include <string>
#include <utility>

namespace maintscope::model {
namespace {

constexpr const char* kSampleSchema = "maint-samples/1";

using Peers = std::map<std::pair<std::uint16_t, std::uint32_t>, std::string>;

/// Which endpoint a socket was connected to.
Peers peersOf(const RecordingExtract& source) {
    Peers peers;
    source.eachEvent([&peers](const Event& event) {
        if ((event.kind == EventKind::Connected || event.kind == EventKind::ConnectAttempt) &&
            event.stream.value != 0 && !event.peerNew.empty())
            peers[{event.target.value, event.stream.value}] = event.peerNew;
    });
    return peers;
}

template <class Writer>
void writeSample(Writer& w, const Sample& s, const SessionInfo& session, const Peers& peers, bool redacted) {
    const bool answered =
        isReply(s.outcome) || s.outcome == Outcome::Error || s.outcome == Outcome::ReplyAfterTimeout;
    const auto known = [answered](Duration value) { return answered ? std::optional(value) : std::nullopt; };
    const auto peer = peers.find({s.target.value, s.stream.value});
    w.text("ts_intended_utc",
           formatRfc3339(session.startedWall + s.intended.time_since_epoch()).toStdString());
    w.duration("mono_intended_ns", s.intended.time_since_epoch());
    w.number("mono_sent_ns", s.outcome == Outcome::NotSent
                                 ? std::nullopt
                                 : std::optional<std::int64_t>(s.sent.time_since_epoch().count()));
    w.duration("mono_done_ns", s.done.time_since_epoch());
    w.count("conn_id", std::uint64_t{s.connection.value});
    w.text("probe_role", toString(s.role));
    w.text("result", toString(s.outcome));
    w.duration("latency_ns", known(s.done - s.sent));
    w.duration("corrected_latency_ns", known(s.done - s.intended));
    w.count("bytes_in", std::uint64_t{s.bytesIn});
    w.text("peer", peer == peers.end() ? std::string() : peer->second);
    w.count("target_id", std::uint64_t{s.target.value});
    w.count("carried_over", std::uint64_t{s.carriedOver});
    w.count("censored", std::uint64_t{s.censored});
    writeFileFields(w, session, redacted, kSampleSchema);
}

} // namespace

Status writeSamples(const RecordingExtract& source, QIODevice& out) {
    const Peers peers = peersOf(source);
    const SessionInfo& session = source.session();
    Sink sink(out);
    CsvNames names;
    writeSample(names, {}, session, peers, source.redacted());
    sink.write(names.take());
    const auto read = source.samples([&](const Sample& sample) {
        CsvLine line;
        writeSample(line, sample, session, peers, source.redacted());
        return sink.write(line.take());
    });
    if (auto status = sink.finish(); !status) return status;
    return read;
}

} // namespace maintscope::model
