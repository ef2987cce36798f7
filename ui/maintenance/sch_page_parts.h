// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "model/base/format.h"
#include "model/maintenance/discovery.h"
#include "model/maintenance/sch_model.h"
#include "ui/maintenance/sch_page.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QWidget>

// Words and small widgets of the form for the cluster's switch. For sch_page.cpp and sch_page_build.cpp.
namespace maintscope::ui::sch {

using namespace Qt::Literals::StringLiterals;
using model::SchPhase;
using model::SchStage;

constexpr int kLabelWidth = 64;
constexpr qsizetype kShownNames = 3; ///< of a certificate; a tool tip has all
constexpr int kReadinessWidth = 340;
constexpr int kDatabasesHeight = 24 + 4 * 22;
constexpr std::chrono::milliseconds kOptInPatience{5000};
constexpr int kOn = 1;
constexpr int kOff = 0;
constexpr int kCurrentColumn = 210;
constexpr int kWantedColumn = 190;

enum TrustPage { SystemTrust, FileTrust, PinTrust };
enum DatabasesColumn { DatabaseColumn, CoverageColumn, EndpointColumn, kDatabaseColumns };
enum HistoryColumn { TimeColumn, UserColumn, ChangeColumn, AnswerColumn, NowColumn, kHistoryColumns };

inline QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

/// Words of a server, which may hold anything.
inline QString said(std::string_view words) {
    return model::escapeServerText(words);
}

inline QLabel* plainLabel(const QString& words, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

inline QLabel* dimLabel(const QString& words, QWidget* parent) {
    QLabel* label = plainLabel(words, parent);
    label->setForegroundRole(kSecondInkRole);
    return label;
}

inline QLabel* monoLabel(QWidget* parent) {
    QLabel* label = plainLabel({}, parent);
    label->setFont(monoFont(12));
    return label;
}

/// Can be marked and copied with the mouse and the keyboard.
inline void makeCopyable(QLabel* label) {
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

inline QLineEdit* lineEdit(const QString& objectName, const QString& name, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    return edit;
}

inline QPushButton* button(const QString& objectName, const QString& words, QWidget* parent) {
    auto* result = new QPushButton(words, parent);
    result->setObjectName(objectName);
    result->setAutoDefault(false);
    return result;
}

inline QLabel* buddy(const QString& words, QWidget* field, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setBuddy(field);
    return label;
}

inline QHBoxLayout* line(int spacing = 8) {
    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

/// Painted, because a palette of its own would keep the theme in which it was made.
class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), currentTheme().grid); }
};

/// The ground of what went wrong.
class FailureGround : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter(this).fillRect(rect(), mixed(currentTheme().failure, currentTheme().canvas, 0.08));
    }
};

inline QString millisecondsText(const std::optional<std::chrono::milliseconds>& value) {
    return value ? SchPage::tr("%1 ms").arg(value->count()) : SchPage::tr("not supported");
}

inline QString flagText(Flag flag) {
    switch (flag) {
    case Flag::On:
        return SchPage::tr("on");
    case Flag::Off:
        return SchPage::tr("off");
    case Flag::NotSupported:
        return SchPage::tr("not supported");
    case Flag::Unknown:
        break;
    }
    return SchPage::tr("unknown");
}

/// Short, because the field's name stands in the preview: "false → true", "delay 0 → 2000 ms".
inline QString changeText(const std::vector<FieldDiff>& changes) {
    QStringList parts;
    for (const FieldDiff& change : changes) {
        const QString arrow = u"%1 \u2192 %2"_s.arg(text(change.before), text(change.after));
        if (change.field == kHandoffDelayField)
            parts << SchPage::tr("delay %1 ms").arg(arrow);
        else if (change.field == kOssNotificationsField)
            parts << SchPage::tr("OSS %1").arg(arrow);
        else
            parts << arrow;
    }
    return parts.join(u", "_s);
}

inline QString coverageText(model::Coverage coverage) {
    switch (coverage) {
    case model::Coverage::Covered:
        return SchPage::tr("\u2713 covered");
    case model::Coverage::FlagOff:
        return SchPage::tr("\u2715 flag off");
    case model::Coverage::NoResp3:
        return SchPage::tr("\u2715 no RESP3");
    case model::Coverage::NotSupported:
        return SchPage::tr("\u2715 not supported");
    case model::Coverage::Unknown:
        return SchPage::tr("unknown");
    case model::Coverage::NotWatchable:
        break;
    }
    return SchPage::tr("not watchable");
}

/// What became of the connections that were open; empty: none was asked.
inline QString optInText(const model::OptInRound& round) {
    if (round.asked() == 0) return {};
    QStringList parts{
        SchPage::tr("%1 of %2 own connections opted in again").arg(round.optedIn()).arg(round.asked())};
    if (round.refused() > 0)
        parts << SchPage::tr("%1 refused: \u201c%2\u201d")
                     .arg(QString::number(round.refused()), said(round.refusal()));
    if (round.lost() > 0) parts << SchPage::tr("%1 reconnected meanwhile").arg(round.lost());
    if (round.silent() > 0)
        parts << (round.done() ? SchPage::tr("%1 did not answer") : SchPage::tr("%1 to come"))
                     .arg(round.silent());
    return parts.join(u", "_s);
}

inline QString stageName(SchStage stage) {
    switch (stage) {
    case SchStage::DryRun:
        return SchPage::tr("Dry run");
    case SchStage::Confirm:
        return SchPage::tr("Confirm");
    case SchStage::Apply:
        return SchPage::tr("Apply");
    case SchStage::ReadBack:
        return SchPage::tr("Read back");
    case SchStage::OptIn:
        break;
    }
    return SchPage::tr("Opt in again");
}

} // namespace maintscope::ui::sch
