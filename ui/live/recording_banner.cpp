// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/recording_banner.h"

#include "model/base/format.h"
#include "model/verdict/summary.h"
#include "ui/live/recording_facts.h"
#include "ui/paint/banner.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/translate.h"
#include "ui/widgets/verdict_badge.h"

#include <QFontMetricsF>
#include <QIcon>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// True if the whole recording is shown; false while it is replayed.
bool isWhole(const LiveFrame& frame, const RecordingFacts& facts) {
    return !frame.running && frame.now - kSessionStart >= facts.length;
}

Badge badgeOfFrame(const LiveFrame& frame, const RecordingFacts& facts) {
    if (!isWhole(frame, facts)) return badgeOf(frame.status.state);
    return facts.verdict ? badgeOf(*facts.verdict) : Badge::NotMeasured;
}

WallTime wallAt(const LiveFrame& frame, MonoTime at) {
    return frame.start + at.time_since_epoch();
}

/// Paints a boxed word; returns its right edge, or `x` if there is no room.
double paintChip(QPainter& painter, const Theme& theme, double x, double right, double top,
                 const QString& text, const QFont& font, const QIcon& picture) {
    const double before = picture.isNull() ? 7 : 24;
    const double width = std::ceil(QFontMetricsF(font).horizontalAdvance(text)) + before + 7;
    const QRectF chip(std::round(x + 10) + 0.5, top + 2.5, width, 17);
    if (chip.right() >= right) return x;
    painter.setPen(QPen(theme.ink, 1));
    painter.setBrush(theme.canvas);
    painter.drawRect(chip);
    if (!picture.isNull())
        picture.paint(&painter,
                      QRect(static_cast<int>(chip.left()) + 6, static_cast<int>(chip.top()) + 2, 13, 13));
    painter.setFont(font);
    painter.drawText(chip.adjusted(before, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    return chip.right();
}

} // namespace

QString recordingRange(const RecordingFacts& facts, const LiveFrame& frame) {
    const ZoneClock& clock = frame.clock;
    const WallTime from = frame.start;
    const WallTime to = wallAt(frame, kSessionStart + facts.length);
    const QString day = clock.date(from) == clock.date(to) ? QString() : clock.date(to) + u' ';
    return tr("recording, %1 %2 to %3%4 %5")
        .arg(clock.date(from), clock.timeS(from), day, clock.timeS(to), clock.zoneName(to));
}

void describeRecording(LiveFrame& frame, const RecordingFacts& facts) {
    model::TargetStatus& status = frame.status;
    if (!isWhole(frame, facts)) {
        const QString at = frame.clock.timeS(wallAt(frame, frame.now));
        status.headline = status.headline.isEmpty() ? tr("replay at %1").arg(at)
                                                    : tr("replay at %1: %2").arg(at, status.headline);
        return;
    }
    status.deadline.reset();
    status.word = facts.verdict ? verdictWord(*facts.verdict) : tr("RECORDING");
    status.headline = recordingRange(facts, frame);
    status.sentence = facts.sentence.isEmpty() ? tr("The verdict appears once the whole recording is read.")
                                               : facts.sentence;
    // The states of a target that have the same look.
    status.state = facts.verdict == model::Verdict::Pass   ? model::TargetState::Healthy
                   : facts.verdict == model::Verdict::Fail ? model::TargetState::Failing
                                                           : model::TargetState::Stopped;
}

void paintRecordingBanner(QPainter& painter, const Theme& theme, const LiveFrame& frame,
                          const RecordingFacts& facts, const QRectF& area, double reserved) {
    painter.save();
    const model::TargetStatus& status = frame.status;
    const model::TargetInfo& target = frame.timeline->target();
    const Badge badge = badgeOfFrame(frame, facts);
    // Bright only if something is wrong.
    const QColor fill = badge == Badge::Healthy ? QColor() : badgeFill(badge, theme);
    painter.fillRect(area, theme.window);
    const QFont wordFont = uiFont(26, QFont::DemiBold);
    const double wordWidth = QFontMetricsF(wordFont).horizontalAdvance(status.word);
    const QRectF block(area.left(), area.top(), std::min(area.width() * 0.45, 14 + 40 + 14 + wordWidth + 24),
                       area.height());
    if (fill.isValid()) painter.fillRect(block, fill);
    paintBadge(painter, QRectF(block.left() + 14, block.center().y() - 20, 40, 40), badge, theme);
    const auto write = [&painter](const QRectF& line, const QString& text, const QFont& font,
                                  const QColor& ink) {
        painter.setFont(font);
        painter.setPen(ink);
        const QString shown = QFontMetricsF(font).elidedText(text, Qt::ElideRight, line.width());
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, shown);
        return line.left() + QFontMetricsF(font).horizontalAdvance(shown);
    };
    write(block.adjusted(68, 0, -6, 0), status.word, wordFont, fill.isValid() ? theme.onFill : theme.ink);

    const double right = area.right() - 14 - reserved;
    const QRectF upper(block.right() + 16, area.top() + 7, right - block.right() - 16, 22);
    double x = write(upper, model::escapeServerText(target.name), uiFont(15, QFont::DemiBold), theme.ink);
    const QString environment = target.environment == Environment::Unspecified
                                    ? QString()
                                    : QString::fromLatin1(toString(target.environment).data()).toUpper();
    if (!environment.isEmpty())
        x = paintChip(painter, theme, x, right, upper.top(), environment, uiFont(10, QFont::DemiBold), {});
    x = paintChip(painter, theme, x, right, upper.top(), recordingRange(facts, frame), uiFont(11),
                  icon("document"_L1));
    const QRectF lower(upper.left(), area.top() + 29, upper.width(), 20);
    QString words = status.sentence;
    if (!isWhole(frame, facts))
        words = status.sentence.isEmpty() ? status.headline : status.headline + u". "_s + status.sentence;
    write(lower, words, uiFont(12), theme.ink);
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.border);
    painter.restore();
}

} // namespace maintscope::ui
