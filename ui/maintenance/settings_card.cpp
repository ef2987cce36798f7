// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/settings_card.h"

#include "model/base/format.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/maintenance/sch_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/form_helpers.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace form;
using namespace sch;

namespace {

constexpr int kOn = 1;
constexpr int kOff = 0;
constexpr int kCurrentColumn = 210;
constexpr int kWantedColumn = 190;

/// Painted, because its own palette would keep the theme of its creation.
class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), currentTheme().grid); }
};

} // namespace

SettingsCard::SettingsCard(const model::SchModel& form, QWidget* parent)
    : Card(tr("Maintenance notifications"), parent)
    , m_model(form) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 2);
    grid->setColumnMinimumWidth(1, kCurrentColumn);
    grid->setColumnMinimumWidth(2, kWantedColumn);
    const auto header = [this](const QString& words) {
        QLabel* label = dimLabel(words, this);
        label->setFont(uiFont(11));
        return label;
    };
    m_readAt = header(tr("Current"));
    grid->addWidget(header(tr("Setting")), 0, 0);
    grid->addWidget(m_readAt, 0, 1);
    grid->addWidget(header(tr("Wanted")), 0, 2);

    const auto name = [this](std::string_view field) {
        QLabel* label = monoLabel(this);
        label->setText(text(field));
        return label;
    };
    const auto choice = [this](const QString& objectName, const QString& setting) {
        auto* group = new QButtonGroup(this);
        for (const int id : {kOn, kOff}) {
            auto* radio = new QRadioButton(id == kOn ? tr("On") : tr("Off"), this);
            radio->setObjectName(objectName + (id == kOn ? u"On"_s : u"Off"_s));
            radio->setAccessibleName(id == kOn ? tr("%1: on").arg(setting) : tr("%1: off").arg(setting));
            group->addButton(radio, id);
        }
        connect(group, &QButtonGroup::idToggled, this, [this](int, bool on) {
            if (on) readWanted();
        });
        return group;
    };
    const auto choiceRow = [](QButtonGroup* group) {
        auto* layout = line(16);
        layout->addWidget(group->button(kOn));
        layout->addWidget(group->button(kOff));
        layout->addStretch();
        return layout;
    };
    int row = 1;
    const auto separate = [&] { grid->addWidget(new Rule(this), row++, 0, 1, 3); };

    m_flagMark = new FlagMark(20, this);
    m_flag = plainLabel({}, this);
    m_flag->setObjectName(u"schFlag"_s);
    m_flag->setFont(uiFont(20, QFont::DemiBold));
    auto* now = line();
    now->addWidget(m_flagMark);
    now->addWidget(m_flag);
    now->addStretch();
    m_wantFlag = choice(u"schWant"_s, text(kNotificationsField));
    grid->addWidget(name(kNotificationsField), row, 0);
    grid->addLayout(now, row, 1);
    grid->addLayout(choiceRow(m_wantFlag), row++, 2);
    separate();

    m_ossFlag = plainLabel({}, this);
    m_ossFlag->setObjectName(u"schOssFlag"_s);
    m_wantOss = choice(u"schWantOss"_s, text(kOssNotificationsField));
    grid->addWidget(name(kOssNotificationsField), row, 0);
    grid->addWidget(m_ossFlag, row, 1);
    grid->addLayout(choiceRow(m_wantOss), row++, 2);
    separate();

    m_delayNow = monoLabel(this);
    m_delayNow->setObjectName(u"schDelay"_s);
    m_wantDelay = new QSpinBox(this);
    m_wantDelay->setObjectName(u"schWantDelay"_s);
    m_wantDelay->setAccessibleName(tr("%1, milliseconds").arg(text(kHandoffDelayField)));
    m_wantDelay->setToolTip(tr("How long the cluster waits between the notification and the move"));
    m_wantDelay->setFont(monoFont(12));
    m_wantDelay->setRange(0, static_cast<int>(kMaxHandoffDelay.count()));
    m_wantDelay->setSingleStep(100);
    m_wantDelay->setSuffix(tr(" ms"));
    m_wantDelay->setLocale(QLocale::c());
    m_wantDelay->setGroupSeparatorShown(false);
    m_wantDelay->setFixedWidth(110);
    grid->addWidget(name(kHandoffDelayField), row, 0);
    grid->addWidget(m_delayNow, row, 1);
    grid->addWidget(m_wantDelay, row++, 2);
    separate();
    body()->addLayout(grid);

    m_affects = plainLabel({}, this);
    m_affects->setObjectName(u"schAffects"_s);
    m_affects->setWordWrap(true);
    body()->addWidget(m_affects);

    connect(m_wantDelay, &QSpinBox::valueChanged, this, &SettingsCard::readWanted);
}

void SettingsCard::setPlatformNote(const QString& note) {
    m_platformNote = note;
    refresh();
}

void SettingsCard::refresh() {
    const auto& reading = m_model.reading();
    const bool free = reading.has_value() && !m_model.busy();
    m_readAt->setText(reading ? tr("Current, read %1Z").arg(model::formatTimeS(reading->readAt))
                              : tr("Current"));
    const Flag flag = reading ? reading->notifications : Flag::Unknown;
    m_flagMark->setFlag(flag);
    m_flag->setText(flagText(flag).toUpper());
    m_flag->setAccessibleName(tr("%1 is %2").arg(text(kNotificationsField), flagText(flag)));
    m_ossFlag->setText(reading ? flagText(reading->ossNotifications) : u"\u2013"_s);
    m_delayNow->setText(reading ? millisecondsText(reading->handoffDelay) : u"\u2013"_s);
    const auto enable = [free](const QButtonGroup* group, bool supported) {
        for (QAbstractButton* one : group->buttons())
            one->setEnabled(free && supported);
    };
    enable(m_wantFlag, reading && reading->notifications != Flag::NotSupported);
    enable(m_wantOss, reading && reading->ossNotifications != Flag::NotSupported);
    m_wantDelay->setEnabled(free && reading->handoffDelay.has_value());
    m_wantDelay->setSpecialValueText(reading && reading->handoffDelay
                                         ? QString()
                                         : u"\u2013"_s); // 0 would look like a value that was read

    if (!reading) {
        setNote({});
        m_affects->setText(m_model.busy()             ? tr("Reading\u2026")
                           : m_platformNote.isEmpty() ? tr("SCH switch not read yet.")
                                                      : m_platformNote);
        return;
    }
    QStringList note{tr("cluster %1").arg(said(reading->name))};
    if (reading->nodes) note << (*reading->nodes == 1 ? tr("1 node") : tr("%1 nodes").arg(*reading->nodes));
    if (reading->lowestVersion) note << tr("lowest version %1").arg(said(*reading->lowestVersion));
    note << (reading->role ? tr("your role: %1").arg(said(*reading->role))
                           : tr("your role could not be read (%1)").arg(said(reading->roleNote)));
    setNote(note.join(u", "_s));
    if (flag == Flag::NotSupported)
        m_affects->setText(tr("The server is too old: it has no client_maint_notifications field. Every node "
                              "needs 8.0.2 or later."));
    else if (reading->mayUpdate == MayUpdate::No)
        m_affects->setText(tr("This user cannot change the cluster (update_cluster is required). Sign in as "
                              "a user with the role admin."));
    else if (m_model.databases().empty())
        m_affects->setText(
            tr("Affects every database of cluster %1. Clients that did not opt in are not affected.")
                .arg(said(m_model.clusterName())));
    else
        m_affects->setText(
            tr("Affects every database of cluster %1 (%2 in total). Clients that did not opt in are not "
               "affected.")
                .arg(said(m_model.clusterName()), QString::number(m_model.databases().size())));
}

void SettingsCard::readWanted() {
    if (m_filling || !m_model.reading()) return;
    const auto choice = [](const QButtonGroup* group) -> std::optional<bool> {
        if (group->checkedId() < 0) return std::nullopt;
        return group->checkedId() == kOn;
    };
    ClusterChange wanted;
    wanted.notifications = choice(m_wantFlag);
    wanted.ossNotifications = choice(m_wantOss);
    if (m_model.reading()->handoffDelay)
        wanted.handoffDelay = std::chrono::milliseconds(m_wantDelay->value());
    Q_EMIT wantedChanged(wanted);
}

void SettingsCard::showWanted() {
    m_filling = true;
    const auto show = [](QButtonGroup* group, const std::optional<bool>& value) {
        if (value) {
            group->button(*value ? kOn : kOff)->setChecked(true);
            return;
        }
        group->setExclusive(false); // an exclusive group always keeps one button checked
        for (QAbstractButton* one : group->buttons())
            one->setChecked(false);
        group->setExclusive(true);
    };
    const ClusterChange& wanted = m_model.wanted();
    show(m_wantFlag, wanted.notifications);
    show(m_wantOss, wanted.ossNotifications);
    m_wantDelay->setValue(
        static_cast<int>(wanted.handoffDelay.value_or(std::chrono::milliseconds(0)).count()));
    m_filling = false;
}

QList<QWidget*> SettingsCard::tabOrder() const {
    return {m_wantFlag->button(kOn), m_wantFlag->button(kOff), m_wantOss->button(kOn),
            m_wantOss->button(kOff), m_wantDelay};
}

} // namespace maintscope::ui

#include "moc_settings_card.cpp"
