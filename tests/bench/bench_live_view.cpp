// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/event_names.h"
#include "model/session/target_status.h"
#include "tests/bench/bench.h"
#include "ui/live/chart_panel.h"
#include "ui/live/lanes_area.h"
#include "ui/live/live_view.h"
#include "ui/paint/latency_plot.h"
#include "ui/theme/apply_theme.h"

#include <QApplication>
#include <QElapsedTimer>

#include <random>

using namespace maintscope;
using namespace maintscope::ui;
using namespace std::chrono_literals;

/// What the time view costs with 24 h of 4 connections x 20/s loaded, against ten minutes: a drag, picture by
/// picture, and the time until the charts are sampled again after it.
namespace {

constexpr int kConnections = 4;
constexpr int kRate = 20;
constexpr WallTime kStart{std::chrono::seconds(1795183860)};

/// A session of some length as a recording would bring it: seconds that are summed up, a maintenance window
/// every hour, some failures.
class Session : public LiveSource {
public:
    explicit Session(std::chrono::seconds length)
        : m_timeline(target())
        , m_tracker(target(), kStart)
        , m_now(kSessionStart + length) {
        fillMetrics(length);
        for (auto at = 300s; at < length; at += 3600s)
            move(kSessionStart + at);
    }

    [[nodiscard]] const model::Timeline& timeline() const override { return m_timeline; }
    [[nodiscard]] const model::MetricStore& metrics() const override { return m_metrics; }
    [[nodiscard]] model::TargetStatus status(MonoTime now) const override { return m_tracker.status(now); }
    [[nodiscard]] std::vector<model::Gap> connectionGaps(MonoTime) const override { return m_gaps; }
    [[nodiscard]] const Event* event(EventKey) const override { return nullptr; }
    [[nodiscard]] Result<model::SpanStatistics> statistics(MonoTime, MonoTime) const override {
        return model::SpanStatistics{};
    }
    [[nodiscard]] Status samples(const model::TimeRange&, const model::SampleVisitor&) const override {
        return success(); // the ranges that are measured are shown by the second
    }
    [[nodiscard]] WallTime start() const override { return kStart; }
    [[nodiscard]] MonoTime now() const override { return m_now; }
    [[nodiscard]] bool running() const override { return false; }

private:
    static model::TargetInfo target() {
        model::TargetInfo info;
        info.name = "orders-prod";
        info.probe.connections = kConnections;
        info.probe.ratePerSecond = kRate;
        info.probe.control = false;
        return info;
    }

    void fillMetrics(std::chrono::seconds length) {
        std::mt19937 random(7);
        std::lognormal_distribution<double> noise(0, 0.4);
        for (std::int64_t second = 0; second < length.count(); ++second)
            for (std::uint16_t connection = 1; connection <= kConnections; ++connection) {
                model::MetricCell cell;
                const bool lost = second % 3600 == 1800;
                cell.counts.ok = lost ? 0 : kRate;
                cell.counts.timeouts = lost ? kRate : 0;
                for (int probe = 0; !lost && probe < kRate; ++probe)
                    cell.latency.add(Duration(static_cast<Duration::rep>(620'000 * noise(random))));
                m_metrics.add({m_timeline.target().id, ProbeRole::Protected, ConnectionId{connection}},
                              second, cell);
            }
        for (std::int64_t second = 1800; second < length.count(); second += 3600)
            for (std::uint16_t connection = 1; connection <= kConnections; ++connection)
                m_gaps.push_back({kSessionStart + std::chrono::seconds(second),
                                  kSessionStart + std::chrono::seconds(second + 1), ConnectionId{connection},
                                  false, false});
    }

    void publish(Event event) {
        event.key.value = ++m_lastKey;
        event.target = m_timeline.target().id;
        m_timeline.add(event);
        m_tracker.add(event);
        m_metrics.add(event);
    }

    void move(MonoTime at) {
        for (std::uint16_t connection = 1; connection <= kConnections; ++connection) {
            Event window;
            window.kind = EventKind::Window;
            window.name = "MOVING";
            window.at = at;
            window.end = at + 15s;
            window.pairState = PairState::Closed;
            window.announced = 15s;
            window.sequence = SequenceId{static_cast<std::int64_t>(m_lastKey)};
            window.connection = ConnectionId{connection};
            window.peerOld = "10.0.1.7:12000";
            window.peerNew = "10.0.1.9:12000";
            publish(window);
            Event connected = window;
            connected.kind = EventKind::Connected;
            connected.name = names::kSwitched;
            connected.at = at + 88ms;
            connected.end.reset();
            publish(connected);
            Event relaxed = window;
            relaxed.kind = EventKind::Relaxed;
            relaxed.name = names::kRelaxed;
            relaxed.timeoutBefore = 1s;
            relaxed.timeoutEffective = 10s;
            publish(relaxed);
        }
    }

    model::Timeline m_timeline;
    model::MetricStore m_metrics;
    model::TargetStatusTracker m_tracker;
    std::vector<model::Gap> m_gaps;
    MonoTime m_now;
    std::uint64_t m_lastKey = 0;
};

struct Costs {
    double lanesMs = 0;  ///< p95 of lanes and heatmap
    double windowMs = 0; ///< p95 of the whole view
    double sampledMs = 0;
    double firstMs = 0; ///< until the first picture
};

double elapsedMs(const QElapsedTimer& clock) {
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

Costs measure(const Session& session, Duration visible, int steps) {
    Costs costs;
    QElapsedTimer clock;
    clock.start();
    LiveView view;
    view.resize(1230, 700);
    view.setSource(&session);
    view.show();
    view.repaint();
    costs.firstMs = elapsedMs(clock);
    bench::waitOut(200ms);

    QList<QWidget*> data{view.findChild<QWidget*>(QStringLiteral("lanes"))};
    for (ChartPanel* chart : view.findChildren<ChartPanel*>())
        if (chart->slot().make == makeLatencyPlot) data << chart;
    const MonoTime from = kSessionStart + (session.now() - kSessionStart) / 3;
    view.state()->show({from, from + visible});
    bench::waitOut(300ms);

    std::vector<double> lanes;
    std::vector<double> whole;
    const Duration step = visible / 200;
    for (int i = 0; i < steps; ++i) {
        // Events run between the pictures of a drag as they do for a hand: charts are sampled in between.
        bench::waitOut(8ms);
        clock.start();
        view.state()->pan(i % 100 < 50 ? step : -step, ViewStep::Continued);
        for (QWidget* part : data)
            part->repaint();
        lanes.push_back(elapsedMs(clock));
        clock.start();
        view.state()->pan(i % 100 < 50 ? step : -step, ViewStep::Continued);
        view.repaint();
        whole.push_back(elapsedMs(clock));
    }
    bench::waitOut(300ms);
    std::vector<double> sampled;
    for (int i = 0; i < 10; ++i) {
        for (int k = 0; k < 5; ++k) {
            view.state()->pan(step, ViewStep::Continued);
            bench::waitOut(16ms);
        }
        clock.start();
        view.state()->pan(step, ViewStep::Continued);
        const auto charts = view.findChildren<ChartPanel*>();
        bench::waitFor(
            [&] { return std::none_of(charts.begin(), charts.end(), [](auto* c) { return c->isStale(); }); },
            2s);
        sampled.push_back(elapsedMs(clock));
    }
    costs.lanesMs = bench::quantile(lanes, 0.95);
    costs.windowMs = bench::quantile(whole, 0.95);
    costs.sampledMs = bench::quantile(sampled, 0.95);
    return costs;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    applyTheme(application, ThemeKind::Light);
    const std::chrono::seconds day = bench::smoke() ? 2h : 24h;
    const int steps = bench::smoke() ? 20 : 400;
    const Session tenMinutes(10min);
    const Session whole(day);
    const Costs small = measure(tenMinutes, 5min, steps);
    const Costs hour = measure(whole, 1h, steps);
    const Costs all = measure(whole, day, steps);
    bool kept = true;
    kept &= bench::report(
        {"live_view_drag_lanes_heatmap_p95", std::max(hour.lanesMs, all.lanesMs), "ms", 16, small.lanesMs});
    kept &= bench::report(
        {"live_view_drag_whole_p95", std::max(hour.windowMs, all.windowMs), "ms", 33, small.windowMs});
    kept &= bench::report(
        {"live_view_sampled_again_p95", std::max(hour.sampledMs, all.sampledMs), "ms", 150, small.sampledMs});
    kept &= bench::report({"live_view_first_picture", all.firstMs, "ms", 2000, small.firstMs});
    return bench::conclude(kept);
}
