// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/target/client_thread.h"

#include <QTest>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace maintscope::test {

/// A client thread and everything that came out of it, collected on the test's event loop.
struct ClientSession {
    explicit ClientSession(bool recorded = true)
        : client({.recorder = recorded, .view = true}) {
        QObject::connect(&client, &io::ClientThread::batchArrived, &client, [this](const BatchPtr& batch) {
            events.insert(events.end(), batch->events.begin(), batch->events.end());
            samples.insert(samples.end(), batch->samples.begin(), batch->samples.end());
        });
        QObject::connect(&client, &io::ClientThread::targetFinished, &client,
                         [this](const io::TargetReport& one) { report = one; });
        client.start();
    }
    [[nodiscard]] std::size_t replies() const {
        return static_cast<std::size_t>(std::count_if(
            samples.begin(), samples.end(), [](const Sample& sample) { return isReply(sample.outcome); }));
    }
    [[nodiscard]] std::size_t count(Outcome outcome) const {
        return static_cast<std::size_t>(
            std::count_if(samples.begin(), samples.end(),
                          [outcome](const Sample& sample) { return sample.outcome == outcome; }));
    }
    [[nodiscard]] bool saw(EventKind kind, std::string_view name) const {
        return std::any_of(events.begin(), events.end(),
                           [&](const Event& event) { return event.kind == kind && event.name == name; });
    }
    /// Any event whose errorText holds these words.
    [[nodiscard]] bool said(std::string_view words) const {
        return std::any_of(events.begin(), events.end(), [words](const Event& event) {
            return event.errorText.find(words) != std::string::npos;
        });
    }
    [[nodiscard]] bool finish() {
        client.stopAll();
        return QTest::qWaitFor([&] { return report.has_value(); }, 20'000);
    }

    io::ClientThread client;
    std::vector<Event> events;
    std::vector<Sample> samples;
    std::optional<io::TargetReport> report;
};

} // namespace maintscope::test
