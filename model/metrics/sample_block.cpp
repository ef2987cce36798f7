// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/sample_block.h"

#include "model/base/varint.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace maintscope::model {
namespace {

constexpr std::uint8_t kBlockVersion = 1;
constexpr unsigned kOutcomeMask = 0x07;
constexpr unsigned kCarriedOver = 0x08;
constexpr unsigned kCensored = 0x10;
constexpr unsigned kStreamChanged = 0x20;
constexpr unsigned kBytesChanged = 0x40;

/// What is expected of the next sample of a connection.
struct Track {
    TargetId target{};
    ConnectionId connection{};
    ProbeRole role = ProbeRole::Protected;
    std::int64_t intended = 0;
    std::int64_t step = 0;
    std::uint32_t stream = 0;
    std::uint32_t bytesIn = 0;

    [[nodiscard]] bool isOf(const Sample& sample) const {
        return connection == sample.connection && target == sample.target && role == sample.role;
    }
};

std::int64_t ns(MonoTime at) {
    return at.time_since_epoch().count();
}

MonoTime at(std::int64_t value) {
    return MonoTime(Duration(value));
}

/// Sums of hostile numbers wrap around instead of being undefined.
std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t minus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

Error damagedBlock(const char* why) {
    return {"A block of samples cannot be read.", {}, why, {}};
}

} // namespace

std::string encodeSamples(std::span<const Sample> samples) {
    std::vector<Track> tracks;
    std::vector<std::size_t> trackOf;
    trackOf.reserve(samples.size());
    for (const Sample& sample : samples) {
        auto known =
            std::find_if(tracks.begin(), tracks.end(), [&](const Track& t) { return t.isOf(sample); });
        if (known == tracks.end())
            known = tracks.insert(tracks.end(), Track{sample.target, sample.connection, sample.role});
        trackOf.push_back(static_cast<std::size_t>(known - tracks.begin()));
    }

    std::string bytes;
    bytes.reserve(samples.size() * 12 + 64);
    bytes.push_back(static_cast<char>(kBlockVersion));
    putVarint(bytes, tracks.size());
    for (const Track& track : tracks) {
        putVarint(bytes, track.target.value);
        putVarint(bytes, track.connection.value);
        putVarint(bytes, static_cast<std::uint64_t>(track.role));
    }
    putVarint(bytes, samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& sample = samples[i];
        Track& track = tracks[trackOf[i]];
        unsigned flags = static_cast<unsigned>(sample.outcome) & kOutcomeMask;
        if (sample.carriedOver) flags |= kCarriedOver;
        if (sample.censored) flags |= kCensored;
        if (sample.stream.value != track.stream) flags |= kStreamChanged;
        if (sample.bytesIn != track.bytesIn) flags |= kBytesChanged;
        bytes.push_back(static_cast<char>(flags));
        putVarint(bytes, trackOf[i]);
        const std::int64_t step = minus(ns(sample.intended), track.intended);
        putSigned(bytes, minus(step, track.step));
        putSigned(bytes, minus(ns(sample.sent), ns(sample.intended)));
        putSigned(bytes, minus(ns(sample.done), ns(sample.sent)));
        if ((flags & kStreamChanged) != 0) putVarint(bytes, sample.stream.value);
        if ((flags & kBytesChanged) != 0) putVarint(bytes, sample.bytesIn);
        track.intended = ns(sample.intended);
        track.step = step;
        track.stream = sample.stream.value;
        track.bytesIn = sample.bytesIn;
    }
    return bytes;
}

Result<std::vector<Sample>> decodeSamples(std::string_view bytes) {
    if (bytes.size() > kLargestBlock) return damagedBlock("too large");
    if (bytes.empty() || static_cast<std::uint8_t>(bytes.front()) != kBlockVersion)
        return damagedBlock("unknown version");
    VarintReader reader(bytes);
    reader.skip(1);
    const std::uint64_t trackCount = reader.next();
    if (!reader.ok() || trackCount > kSamplesPerBlock) return damagedBlock("too many connections");
    std::vector<Track> tracks;
    for (std::uint64_t i = 0; i < trackCount; ++i) {
        const std::uint64_t target = reader.next();
        const std::uint64_t connection = reader.next();
        const std::uint64_t role = reader.next();
        if (!reader.ok() || target > UINT16_MAX || connection > UINT16_MAX || role > 1)
            return damagedBlock("bad connection");
        Track track;
        track.target = TargetId{static_cast<std::uint16_t>(target)};
        track.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
        track.role = role == 0 ? ProbeRole::Protected : ProbeRole::Control;
        tracks.push_back(track);
    }
    const std::uint64_t count = reader.next();
    if (!reader.ok() || count > kSamplesPerBlock) return damagedBlock("too many samples");
    std::vector<Sample> samples;
    samples.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t flags = reader.next();
        const std::uint64_t number = reader.next();
        if (!reader.ok() || flags > 0x7f ||
            (flags & kOutcomeMask) > static_cast<unsigned>(Outcome::ReplyAfterTimeout) ||
            number >= tracks.size())
            return damagedBlock("bad sample");
        Track& track = tracks[number];
        Sample sample;
        sample.target = track.target;
        sample.connection = track.connection;
        sample.role = track.role;
        sample.outcome = static_cast<Outcome>(flags & kOutcomeMask);
        sample.carriedOver = (flags & kCarriedOver) != 0;
        sample.censored = (flags & kCensored) != 0;
        track.step = plus(track.step, reader.nextSigned());
        track.intended = plus(track.intended, track.step);
        sample.intended = at(track.intended);
        const std::int64_t sent = plus(track.intended, reader.nextSigned());
        sample.sent = at(sent);
        sample.done = at(plus(sent, reader.nextSigned()));
        for (const MonoTime time : {sample.intended, sample.sent, sample.done})
            if (time.time_since_epoch() > kFarthestTime || time.time_since_epoch() < -kFarthestTime)
                return damagedBlock("bad time");
        if ((flags & kStreamChanged) != 0) {
            const std::uint64_t stream = reader.next();
            if (stream > UINT32_MAX) return damagedBlock("bad stream");
            track.stream = static_cast<std::uint32_t>(stream);
        }
        if ((flags & kBytesChanged) != 0) {
            const std::uint64_t bytesIn = reader.next();
            if (bytesIn > UINT32_MAX) return damagedBlock("bad size");
            track.bytesIn = static_cast<std::uint32_t>(bytesIn);
        }
        if (!reader.ok()) return damagedBlock("cut short");
        sample.stream = StreamId{track.stream};
        sample.bytesIn = track.bytesIn;
        samples.push_back(sample);
    }
    if (!reader.atEnd()) return damagedBlock("trailing bytes");
    return samples;
}

} // namespace maintscope::model
