// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/banner.h"

#include "model/base/format.h"
#include "ui/paint/marks.h"
#include "ui/theme/translate.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Paints `text` from `x` in the available room; returns its right edge.
double run(QPainter& painter, double x, double right, const QRectF& line, const QString& text,
           const QFont& font, const QColor& ink) {
    if (text.isEmpty() || x >= right) return x;
    const QString shown = marks::elided(text, font, right - x);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(QRectF(x, line.top(), right - x, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     shown);
    return x + marks::textWidth(shown, font);
}

QColor fillOf(model::TargetState state, const Theme& theme) {
    switch (state) {
    case model::TargetState::MaintenanceAnnounced:
    case model::TargetState::HandoffRunning:
    case model::TargetState::Failing:
        return badgeFill(badgeOf(state), theme);
    case model::TargetState::Connecting:
    case model::TargetState::Healthy:
    case model::TargetState::Stopped:
        return {};
    }
    return {};
}

QString environmentName(Environment environment) {
    switch (environment) {
    case Environment::Production:
        return tr("PRODUCTION");
    case Environment::Staging:
        return tr("STAGING");
    case Environment::Development:
        return tr("DEVELOPMENT");
    case Environment::Unspecified:
        return {};
    }
    return {};
}

/// Whether both endpoints are named: a MOVING is under way, or its old endpoint still has time left.
bool isMoving(const LiveFrame& frame) {
    if (frame.status.state != model::TargetState::HandoffRunning &&
        frame.status.state != model::TargetState::MaintenanceAnnounced)
        return false;
    const auto& bands = frame.timeline->bands();
    return std::any_of(bands.begin(), bands.end(), [&frame](const model::Band& band) {
        return band.kind == OperationKind::Moving &&
               (!band.to || band.deadline.value_or(frame.now) > frame.now);
    });
}

/// Paints the countdown and the remaining share of the announced time. Returns its left edge.
double paintCountdown(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area,
                      double right) {
    if (!frame.status.deadline || *frame.status.deadline <= frame.now) return right;
    const Duration left = *frame.status.deadline - frame.now;
    std::optional<MonoTime> from;
    OperationKind operation = OperationKind::Moving;
    for (const model::Band& band : frame.timeline->bands()) {
        if (band.deadline != frame.status.deadline) continue;
        from = band.from;
        operation = band.kind;
    }
    const QFont big = monoFont(32, QFont::DemiBold);
    const QFont unit = monoFont(16, QFont::DemiBold);
    const auto whole = std::chrono::ceil<std::chrono::seconds>(left).count();
    const QString number = whole < 100 ? QString::number(whole) : model::formatCountdown(left);
    const QString unitText = whole < 100 ? tr(" s") : QString();
    const Duration total = from ? std::chrono::round<std::chrono::duration<std::int64_t, std::deci>>(
                                      *frame.status.deadline - *from)
                                : left;
    const QString ofWhat =
        (operation == OperationKind::Moving ? tr("%1 of %2 announced") : tr("%1, %2 announced"))
            .arg(frame.status.deadlineWord, model::formatSetting(total));
    const double barWidth = std::ceil(marks::textWidth(ofWhat, uiFont(11))) + 1;
    const double numberWidth = marks::textWidth(number, big) + marks::textWidth(unitText, unit);
    const double start = right - barWidth - 14 - numberWidth;
    double x = run(painter, start, right, area, number, big, theme.ink);
    run(painter, x, right, QRectF(area.left(), area.top() + 8, 0, area.height() - 8), unitText, unit,
        theme.ink);
    if (from) {
        const QRectF words(right - barWidth, area.top() + 8, barWidth, 18);
        run(painter, words.left(), right, words, ofWhat, uiFont(11), theme.ink);
        const QRectF bar(right - barWidth, area.top() + 30, barWidth, 12);
        const double share =
            total > Duration::zero()
                ? std::clamp(static_cast<double>(left.count()) / static_cast<double>(total.count()), 0.0, 1.0)
                : 0;
        painter.fillRect(bar, theme.canvas);
        marks::band(painter, theme,
                    QRectF(bar.left(), bar.top(), std::max(2.0, bar.width() * share), bar.height()),
                    operation, {.opens = false, .closes = false, .torn = false});
        painter.setPen(QPen(theme.ink, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    return start - 16;
}

} // namespace

Badge badgeOf(model::TargetState state) {
    switch (state) {
    case model::TargetState::Healthy:
        return Badge::Healthy;
    case model::TargetState::MaintenanceAnnounced:
        return Badge::Announced;
    case model::TargetState::HandoffRunning:
        return Badge::Handoff;
    case model::TargetState::Failing:
        return Badge::Failing;
    case model::TargetState::Connecting:
    case model::TargetState::Stopped:
        return Badge::NotMeasured;
    }
    return Badge::NotMeasured;
}

QString bannerText(const LiveFrame& frame) {
    const model::TargetStatus& status = frame.status;
    QStringList parts{model::escapeServerText(frame.timeline->target().name), status.word};
    if (!status.headline.isEmpty()) parts << status.headline;
    if (!status.sentence.isEmpty()) parts << status.sentence;
    return parts.join(u", "_s);
}

void paintBanner(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area,
                 double reserved) {
    painter.save();
    const model::TargetStatus& status = frame.status;
    const model::TargetInfo& target = frame.timeline->target();
    const QColor fill = fillOf(status.state, theme);
    painter.fillRect(area, fill.isValid() ? mixed(fill, theme.window, 0.14) : theme.window);

    // The state: badge and word on the fill colour.
    const QFont wordFont = uiFont(26, QFont::DemiBold);
    const double wordWidth = marks::textWidth(status.word, wordFont);
    const QRectF block(area.left(), area.top(), std::min(area.width() * 0.45, 14 + 40 + 14 + wordWidth + 24),
                       area.height());
    if (fill.isValid()) painter.fillRect(block, fill);
    paintBadge(painter, QRectF(block.left() + 14, block.center().y() - 20, 40, 40), badgeOf(status.state),
               theme);
    run(painter, block.left() + 68, block.right() - 6, block, status.word, wordFont,
        fill.isValid() ? theme.onFill : theme.ink);

    const double right = paintCountdown(painter, theme, frame, area, area.right() - 14 - reserved);
    const double left = block.right() + 16;
    const QRectF upper(left, area.top() + 7, right - left, 22);
    const QRectF lower(left, area.top() + 29, right - left, 20);
    double x = run(painter, left, right, upper, model::escapeServerText(target.name),
                   uiFont(15, QFont::DemiBold), theme.ink);
    if (const QString environment = environmentName(target.environment); !environment.isEmpty()) {
        const QFont chipFont = uiFont(10, QFont::DemiBold);
        const double width = marks::textWidth(environment, chipFont) + 14;
        const QRectF chip(std::round(x + 10) + 0.5, upper.top() + 2.5, width, 17);
        if (chip.right() < right) {
            painter.setPen(QPen(theme.ink, 1));
            painter.setBrush(theme.canvas);
            painter.drawRect(chip);
            painter.setFont(chipFont);
            painter.drawText(chip, Qt::AlignCenter, environment);
            x = chip.right();
        }
    }
    run(painter, x + 10, right, upper, status.headline, uiFont(12), theme.ink);

    if (isMoving(frame)) {
        const QFont names = uiFont(11);
        const QFont numbers = monoFont(12);
        double end = run(painter, left, right, lower, tr("old "), names, theme.secondText);
        end =
            run(painter, end + 2, right, lower, model::escapeServerText(status.peerOld), numbers, theme.ink);
        end = run(painter, end + 2, right, lower, tr(" → new "), names, theme.secondText);
        run(painter, end + 2, right, lower,
            status.peerNew.empty() ? tr("not named") : model::escapeServerText(status.peerNew), numbers,
            theme.ink);
    } else {
        run(painter, left, right, lower, status.sentence, uiFont(12), theme.ink);
    }
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.border);
    painter.restore();
}

void paintReadiness(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area) {
    painter.save();
    painter.fillRect(area, theme.window);
    const QFont name = uiFont(11);
    const QFont value = monoFont(11);
    const double room = area.right() - 14;
    double x =
        run(painter, area.left() + 10, room, area, tr("Readiness"), uiFont(11, QFont::DemiBold), theme.ink) +
        12;
    for (const model::ReadinessFact& fact : frame.status.readiness) {
        const double width =
            10 + 14 + 6 + marks::textWidth(fact.name, name) + 6 + marks::textWidth(fact.value, value) + 12;
        if (x + width > room) break; // dropped rather than cut
        painter.fillRect(QRectF(std::round(x), area.center().y() - 7, 1, 14), theme.border);
        const Badge badge = !fact.good ? Badge::NotMeasured : *fact.good ? Badge::Healthy : Badge::Attention;
        paintBadge(painter, QRectF(x + 10, area.center().y() - 7, 14, 14), badge, theme);
        x = run(painter, x + 30, room, area, fact.name, name, theme.secondText);
        x = run(painter, x + 6, room, area, fact.value, value, theme.ink) + 12;
    }
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.border);
    painter.restore();
}

} // namespace maintscope::ui
