// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/sch_words.h"

#include "model/base/format.h"
#include "ui/theme/translate.h"

#include <QStringList>

namespace maintscope::ui::sch {

using namespace Qt::Literals::StringLiterals;

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

QString said(std::string_view words) {
    return model::escapeServerText(words);
}

QString millisecondsText(const std::optional<std::chrono::milliseconds>& value) {
    return value ? tr("%1 ms").arg(value->count()) : tr("not supported");
}

QString flagText(Flag flag) {
    switch (flag) {
    case Flag::On:
        return tr("on");
    case Flag::Off:
        return tr("off");
    case Flag::NotSupported:
        return tr("not supported");
    case Flag::Unknown:
        break;
    }
    return tr("unknown");
}

QString changeText(const std::vector<FieldDiff>& changes) {
    QStringList parts;
    for (const FieldDiff& change : changes) {
        const QString arrow = u"%1 \u2192 %2"_s.arg(text(change.before), text(change.after));
        if (change.field == kHandoffDelayField)
            parts << tr("delay %1 ms").arg(arrow);
        else if (change.field == kOssNotificationsField)
            parts << tr("OSS %1").arg(arrow);
        else
            parts << arrow;
    }
    return parts.join(u", "_s);
}

QString coverageText(model::Coverage coverage) {
    switch (coverage) {
    case model::Coverage::Covered:
        return tr("\u2713 covered");
    case model::Coverage::FlagOff:
        return tr("\u2715 SCH off");
    case model::Coverage::NoResp3:
        return tr("\u2715 no RESP3");
    case model::Coverage::NotSupported:
        return tr("\u2715 not supported");
    case model::Coverage::Unknown:
        return tr("unknown");
    case model::Coverage::NotWatchable:
        break;
    }
    return tr("cannot be watched");
}

QString optInText(const model::OptInRound& round) {
    if (round.asked() == 0) return {};
    QStringList parts{tr("%1 of %2 own connections opted in again").arg(round.optedIn()).arg(round.asked())};
    if (round.refused() > 0)
        parts
            << tr("%1 refused: \u201c%2\u201d").arg(QString::number(round.refused()), said(round.refusal()));
    if (round.lost() > 0) parts << tr("%1 reconnected meanwhile").arg(round.lost());
    if (round.silent() > 0)
        parts << (round.done() ? tr("%1 did not answer") : tr("%1 not answered yet")).arg(round.silent());
    return parts.join(u", "_s);
}

QString stageName(SchStage stage) {
    switch (stage) {
    case SchStage::DryRun:
        return tr("Dry run");
    case SchStage::Confirm:
        return tr("Confirm");
    case SchStage::Apply:
        return tr("Apply");
    case SchStage::ReadBack:
        return tr("Read back");
    case SchStage::OptIn:
        break;
    }
    return tr("Opt in again");
}

bool failedAtManager(const model::SchModel& form) {
    if (!form.failure() || form.history().empty()) return false;
    return onlyReads(form.history().front().action) || form.failure()->certificate.has_value();
}

} // namespace maintscope::ui::sch
