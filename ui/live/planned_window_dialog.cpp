// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/planned_window_dialog.h"

#include "model/base/format.h"
#include "ui/paint/time_scale.h"

#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kMaxLabel = 80;

/// The local time of the zone, without the zone: the edits support only UTC and the machine's own zone, and
/// would convert to it.
QDateTime shown(WallTime at, const QTimeZone& zone) {
    const QDateTime there = QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count(), zone);
    return QDateTime(there.date(), there.time(), Qt::UTC);
}

} // namespace

PlannedWindowDialog::PlannedWindowDialog(const model::PlannedWindow& window, const QTimeZone& zone,
                                         bool known, QWidget* parent)
    : QDialog(parent)
    , m_zone(zone)
    , m_label(new QLineEdit(window.label, this))
    , m_from(new QDateTimeEdit(this))
    , m_to(new QDateTimeEdit(this))
    , m_message(new QLabel(this)) {
    setObjectName(u"plannedWindowDialog"_s);
    setWindowTitle(tr("Planned Window"));
    m_label->setObjectName(u"plannedLabel"_s);
    m_label->setMaxLength(kMaxLabel);
    m_label->setPlaceholderText(tr("Ticket or description, such as CHG-1042"));
    m_from->setObjectName(u"plannedFrom"_s);
    m_to->setObjectName(u"plannedTo"_s);
    for (QDateTimeEdit* edit : {m_from, m_to}) {
        edit->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
        edit->setCalendarPopup(true);
        edit->setTimeSpec(Qt::UTC);
    }
    m_from->setDateTime(shown(window.from, zone));
    m_to->setDateTime(shown(window.to, zone));

    auto* form = new QFormLayout;
    form->addRow(tr("&Label"), m_label);
    form->addRow(tr("&From"), m_from);
    form->addRow(tr("&To"), m_to);
    form->addRow(tr("Zone"), new QLabel(QString::fromUtf8(zone.id()), this));
    m_message->setObjectName(u"plannedMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);

    auto* buttons = new QDialogButtonBox(this);
    m_accept =
        buttons->addButton(known ? tr("Change Window") : tr("Add Window"), QDialogButtonBox::AcceptRole);
    m_accept->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    if (known) {
        QPushButton* remove = buttons->addButton(tr("Remove Window"), QDialogButtonBox::DestructiveRole);
        connect(remove, &QPushButton::clicked, this, [this] {
            m_removed = true;
            accept();
        });
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_label, &QLineEdit::textChanged, this, &PlannedWindowDialog::judge);
    connect(m_from, &QDateTimeEdit::dateTimeChanged, this, &PlannedWindowDialog::judge);
    connect(m_to, &QDateTimeEdit::dateTimeChanged, this, &PlannedWindowDialog::judge);

    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    judge();
}

WallTime PlannedWindowDialog::wall(const QDateTimeEdit* edit) const {
    // The zone converts again, because it decides about an hour that is skipped or repeated.
    const QDateTime local(edit->date(), edit->time(), m_zone);
    return WallTime{std::chrono::milliseconds(local.toMSecsSinceEpoch())};
}

model::PlannedWindow PlannedWindowDialog::window() const {
    return {m_label->text().simplified(), wall(m_from), wall(m_to)};
}

void PlannedWindowDialog::judge() {
    const model::PlannedWindow entered = window();
    const bool ordered = entered.from < entered.to;
    m_accept->setEnabled(ordered && !entered.label.isEmpty());
    if (!ordered) {
        m_message->setText(tr("The window ends before it begins."));
        return;
    }
    const ZoneClock utc;
    m_message->setText(tr("%1, from %2 to %3 UTC. A planned window does not describe what happened.")
                           .arg(model::formatDuration(entered.to - entered.from),
                                utc.timeS(entered.from).left(5), utc.timeS(entered.to).left(5)));
}

} // namespace maintscope::ui

#include "moc_planned_window_dialog.cpp"
