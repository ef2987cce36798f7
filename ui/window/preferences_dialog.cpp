// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/preferences_dialog.h"

#include "model/base/format.h"
#include "ui/widgets/segments.h"
#include "ui/window/command_palette.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTimeZone>
#include <QUrl>
#include <QVBoxLayout>

#include <cmath>
#include <optional>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QSize kPreferencesSize(780, 560);
constexpr int kPagesWidth = 172;
constexpr int kPageRow = 28;

QLabel* hint(const QString& words, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setForegroundRole(kSecondInkRole);
    return label;
}

double secondsOf(Duration value) {
    return std::chrono::duration<double>(value).count();
}

Duration ofSeconds(double value) {
    return std::chrono::milliseconds(std::llround(value * 1000));
}

/// A number with its unit, without trailing zeros.
class UnitBox : public QDoubleSpinBox {
public:
    UnitBox(const QString& objectName, const QString& name, double least, double most, const QString& unit,
            QWidget* parent)
        : QDoubleSpinBox(parent) {
        setObjectName(objectName);
        setAccessibleName(name);
        setFont(monoFont(12));
        setLocale(QLocale::c());
        setDecimals(3);
        setRange(least, most);
        setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        setSuffix(u' ' + unit);
        setKeyboardTracking(false); // a partly typed number is not applied
    }
    [[nodiscard]] QString textFromValue(double value) const override {
        return QString::number(value, 'g', 10);
    }
};

QFormLayout* addForm(QVBoxLayout* page) {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    page->addLayout(form);
    return form;
}

} // namespace

PreferencesDialog::PreferencesDialog(const Facts& facts, const Commands& commands, QWidget* parent)
    : QDialog(parent)
    , m_facts(facts)
    , m_commands(commands)
    , m_pages(new QListWidget(this))
    , m_stack(new QStackedWidget(this)) {
    setObjectName(u"preferencesDialog"_s);
    setWindowTitle(tr("Preferences"));
    m_pages->setObjectName(u"preferencesPages"_s);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setMinimumWidth(kPagesWidth);
    m_pages->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Expanding);
    // In the order of PreferencesPage.
    makeGeneral();
    makeAppearance();
    makeTime();
    makeProbe();
    makeStorage();
    makeAlerts();
    addPage(tr("Shortcuts"))->addWidget(new ShortcutTables(m_commands, m_stack), 1);
    makePrivacy();
    // As wide as its longest entry, in any language.
    m_pages->setFixedWidth(std::max(kPagesWidth, m_pages->sizeHintForColumn(0) + 24));
    connect(m_pages, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    m_pages->setCurrentRow(0);

    auto* note = hint(tr("Changes apply at once."), this);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(16);
    middle->addWidget(m_pages);
    middle->addWidget(m_stack, 1);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(note, 1);
    bottom->addWidget(buttons);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(12, 12, 12, 12);
    all->setSpacing(12);
    all->addLayout(middle, 1);
    all->addLayout(bottom);
    resize(kPreferencesSize);
    m_pages->setFocus();
}

void PreferencesDialog::showPage(PreferencesPage page) {
    m_pages->setCurrentRow(static_cast<int>(page));
}

void PreferencesDialog::change(const std::function<void(model::Preferences&)>& change) {
    const model::Preferences before = m_facts.preferences;
    change(m_facts.preferences);
    if (!(m_facts.preferences == before)) Q_EMIT changed(m_facts.preferences);
}

/// Adds a page with its heading.
QVBoxLayout* PreferencesDialog::addPage(const QString& title) {
    auto* item = new QListWidgetItem(title, m_pages);
    item->setSizeHint(QSize(m_pages->fontMetrics().horizontalAdvance(title) + 24, kPageRow));
    auto* page = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* heading = new QLabel(title, page);
    heading->setFont(uiFont(15, QFont::DemiBold));
    layout->addWidget(heading);
    m_stack->addWidget(page);
    return layout;
}

void PreferencesDialog::addFlag(QVBoxLayout* page, const QString& objectName, const QString& text,
                                const QString& help, bool model::Preferences::*field) {
    auto* box = new QCheckBox(text, this);
    box->setObjectName(objectName);
    box->setAccessibleDescription(help);
    box->setChecked(m_facts.preferences.*field);
    page->addWidget(box);
    page->addWidget(hint(help, this));
    connect(box, &QCheckBox::toggled, this,
            [this, field](bool on) { change([field, on](model::Preferences& p) { p.*field = on; }); });
}

void PreferencesDialog::makeGeneral() {
    QVBoxLayout* page = addPage(tr("General"));
    addFlag(page, u"prefAskBeforeClosing"_s, tr("&Ask before closing while a target is measured"),
            tr("Closing stops the measurement. The recording is complete in either case."),
            &model::Preferences::askBeforeClosing);
    page->addStretch();
}

void PreferencesDialog::makeAppearance() {
    QVBoxLayout* page = addPage(tr("Appearance"));
    QFormLayout* form = addForm(page);
    auto* theme = new Segments(tr("Theme"), u"prefTheme"_s,
                               {tr("System"), tr("Light"), tr("Dark"), tr("High contrast")}, this);
    theme->setCurrent(static_cast<int>(m_facts.theme));
    form->addRow(tr("Theme"), theme);
    connect(theme, &Segments::changed, this,
            [this](int choice) { Q_EMIT themeChosen(static_cast<ThemeChoice>(choice)); });
    auto* density = new Segments(tr("Rows"), u"prefDensity"_s, {tr("Comfortable"), tr("Compact")}, this);
    density->setCurrent(m_facts.preferences.compactRows ? 1 : 0);
    form->addRow(tr("Table rows"), density);
    connect(density, &Segments::changed, this,
            [this](int choice) { change([choice](model::Preferences& p) { p.compactRows = choice == 1; }); });
    addFlag(page, u"prefPatterns"_s, tr("&Patterns always on"),
            tr("Announced operations are hatched behind the charts as in their lane, so that their kind can "
               "be read without colour."),
            &model::Preferences::patternsAlways);
    page->addStretch();
}

void PreferencesDialog::makeTime() {
    QVBoxLayout* page = addPage(tr("Time zone"));
    QFormLayout* form = addForm(page);
    auto* zone = new Segments(tr("Time zone"), u"prefZone"_s, {tr("UTC"), tr("Local")}, this);
    zone->setCurrent(m_facts.localTime ? 1 : 0);
    form->addRow(tr("Show times in"), zone);
    connect(zone, &Segments::changed, this, [this](int choice) { Q_EMIT localTimeChosen(choice == 1); });
    page->addWidget(hint(tr("The zone of this computer is %1. Every axis, table and file names its zone.")
                             .arg(QString::fromUtf8(QTimeZone::systemTimeZoneId())),
                         this));
    page->addStretch();
}

void PreferencesDialog::makeProbe() {
    QVBoxLayout* page = addPage(tr("Probe defaults"));
    page->addWidget(
        hint(tr("Defaults for new connections. Targets that are being measured do not change."), this));
    QFormLayout* form = addForm(page);
    const model::Preferences& p = m_facts.preferences;
    auto* connections = new QSpinBox(this);
    connections->setObjectName(u"prefConnections"_s);
    connections->setAccessibleName(tr("Connections"));
    connections->setRange(1, kMostProbeConnections);
    connections->setKeyboardTracking(false);
    connections->setFont(monoFont(12));
    connections->setValue(p.probe.connections);
    form->addRow(tr("&Connections"), connections);
    auto* rate = new UnitBox(u"prefRate"_s, tr("Rate"), 0.1, 1'000, tr("/s each"), this);
    rate->setValue(p.probe.ratePerSecond);
    form->addRow(tr("&Rate"), rate);
    auto* command = new QComboBox(this);
    command->setObjectName(u"prefCommand"_s);
    command->setAccessibleName(tr("Command"));
    command->addItems({tr("GET"), tr("PING"), tr("SET and GET"), tr("INCR")}); // in the order of ProbeCommand
    command->setCurrentIndex(static_cast<int>(p.probe.command));
    form->addRow(tr("Co&mmand"), command);
    auto* normal = new UnitBox(u"prefNormal"_s, tr("Normal timeout"), 0.01, 3600, tr("s"), this);
    normal->setValue(secondsOf(p.timeouts.normal));
    form->addRow(tr("&Normal timeout"), normal);
    auto* relaxed = new UnitBox(u"prefRelaxed"_s, tr("Relaxed timeout"), 0.01, 3600, tr("s"), this);
    relaxed->setValue(secondsOf(p.timeouts.relaxed));
    form->addRow(tr("Re&laxed timeout"), relaxed);
    auto* control = new QCheckBox(tr("C&ontrol probe: the same schedule, never opts in"), this);
    control->setObjectName(u"prefControl"_s);
    control->setChecked(p.probe.control);
    page->addWidget(control);
    page->addStretch();

    connect(connections, &QSpinBox::valueChanged, this, [this](int value) {
        change([value](auto& q) { q.probe.connections = static_cast<std::uint16_t>(value); });
    });
    connect(rate, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { change([value](auto& q) { q.probe.ratePerSecond = value; }); });
    connect(command, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([index](auto& q) { q.probe.command = static_cast<ProbeCommand>(index); });
    });
    // The relaxed timeout is never shorter than the normal one: a change of one adjusts the other.
    connect(normal, &QDoubleSpinBox::valueChanged, this, [this, relaxed](double value) {
        change([value](auto& q) { q.timeouts.normal = ofSeconds(value); });
        if (relaxed->value() < value) relaxed->setValue(value);
    });
    connect(relaxed, &QDoubleSpinBox::valueChanged, this, [this, normal](double value) {
        change([value](auto& q) { q.timeouts.relaxed = ofSeconds(value); });
        if (normal->value() > value) normal->setValue(value);
    });
    connect(control, &QCheckBox::toggled, this,
            [this](bool on) { change([on](auto& q) { q.probe.control = on; }); });
}

void PreferencesDialog::makeStorage() {
    QVBoxLayout* page = addPage(tr("Storage and retention"));
    page->addWidget(hint(tr("Every session is recorded from its first second. Recordings that you keep have "
                            "a name and stay; others are deleted when they are too old or too many."),
                         this));
    QFormLayout* form = addForm(page);
    const auto number = [&](const QString& objectName, const QString& text, const QString& unit, int most,
                            int model::Preferences::*field) {
        auto* box = new QSpinBox(this);
        box->setObjectName(objectName);
        box->setAccessibleName(QString(text).remove(u'&'));
        box->setFont(monoFont(12));
        box->setRange(1, most);
        box->setSuffix(u' ' + unit);
        box->setKeyboardTracking(false);
        box->setValue(m_facts.preferences.*field);
        form->addRow(text, box);
        connect(box, &QSpinBox::valueChanged, this, [this, field](int value) {
            change([field, value](model::Preferences& p) { p.*field = value; });
        });
    };
    number(u"prefKeepDays"_s, tr("&Days"), tr("days"), model::kMostKeepDays, &model::Preferences::keepDays);
    number(u"prefKeepGigabytes"_s, tr("&At most"), tr("GB"), model::kMostKeepGigabytes,
           &model::Preferences::keepGigabytes);
    auto* folder = new QLineEdit(m_facts.recordingFolder, this);
    folder->setObjectName(u"prefFolder"_s);
    folder->setAccessibleName(tr("Folder of the recordings"));
    folder->setReadOnly(true);
    folder->setFont(monoFont(12));
    auto* open = new QPushButton(tr("&Open Folder"), this);
    open->setObjectName(u"prefOpenFolder"_s);
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this,
            [path = m_facts.recordingFolder] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    auto* row = new QHBoxLayout;
    row->addWidget(folder, 1);
    row->addWidget(open);
    page->addWidget(new QLabel(tr("Folder of the recordings"), this));
    page->addLayout(row);
    page->addStretch();
}

void PreferencesDialog::addAlert(QVBoxLayout* page, const QString& objectName, const QString& text,
                                 const QString& help, bool model::AlertRules::*field) {
    auto* box = new QCheckBox(text, this);
    box->setObjectName(objectName);
    box->setToolTip(help);
    box->setAccessibleDescription(help);
    box->setChecked(m_facts.preferences.alerts.*field);
    page->addWidget(box);
    connect(box, &QCheckBox::toggled, this,
            [this, field](bool on) { change([field, on](model::Preferences& p) { p.alerts.*field = on; }); });
}

void PreferencesDialog::addLimit(QVBoxLayout* page, const QString& objectName, const QString& text,
                                 const QString& help, std::optional<Duration> model::AlertRules::*field,
                                 Duration usual) {
    const std::optional<Duration> now = m_facts.preferences.alerts.*field;
    auto* box = new QCheckBox(text, this);
    box->setObjectName(objectName);
    box->setToolTip(help);
    box->setAccessibleDescription(help);
    box->setChecked(now.has_value());
    auto* limit =
        new UnitBox(objectName + u"Limit"_s, QString(text).remove(u'&'), 0.001, 3600, tr("s"), this);
    limit->setValue(secondsOf(now.value_or(usual)));
    limit->setEnabled(now.has_value());
    auto* row = new QHBoxLayout;
    row->addWidget(box);
    row->addWidget(limit);
    row->addStretch();
    page->addLayout(row);
    const auto apply = [this, box, limit, field] {
        limit->setEnabled(box->isChecked());
        change([=](model::Preferences& p) {
            p.alerts.*field = box->isChecked() ? std::optional(ofSeconds(limit->value())) : std::nullopt;
        });
    };
    connect(box, &QCheckBox::toggled, this, apply);
    connect(limit, &QDoubleSpinBox::valueChanged, this, apply);
}

void PreferencesDialog::makeAlerts() {
    QVBoxLayout* page = addPage(tr("Alerts"));
    page->addWidget(hint(tr("A bar at the top of the window shows an alert once when a target breaks a rule. "
                            "Control connections never count."),
                         this));
    using Rules = model::AlertRules;
    addLimit(page, u"prefAlertGap"_s, tr("&No reply for longer than"),
             tr("All protected connections together"), &Rules::gapOver, std::chrono::seconds(1));
    addLimit(page, u"prefAlertP99"_s, tr("&p99 over"), tr("Over the last 15 minutes"), &Rules::p99Over,
             std::chrono::milliseconds(50));
    addAlert(page, u"prefAlertFailed"_s, tr("A command &failed"), tr("Timeout, error, lost or not sent"),
             &Rules::failed);
    addAlert(page, u"prefAlertUnannounced"_s, tr("A connection was lost without an &announcement"),
             tr("An unannounced disruption"), &Rules::unannounced);
    addAlert(page, u"prefAlertOptInLost"_s, tr("A connection is no longer &opted in"),
             tr("The connection works, but would receive no notification"), &Rules::optInLost);
    page->addSpacing(8);
    addAlert(page, u"prefAlertDesktop"_s, tr("Show &desktop notifications, too"),
             tr("As a notification beside the tray"), &Rules::onDesktop);
    if (!m_facts.hasTray) {
        findChild<QCheckBox*>(u"prefAlertDesktop"_s)->setEnabled(false);
        page->addWidget(hint(tr("This desktop has no tray for notifications. The window requests attention "
                                "in the list of windows instead."),
                             this));
    }
    page->addStretch();
}

void PreferencesDialog::makePrivacy() {
    QVBoxLayout* page = addPage(tr("Privacy"));
    addFlag(page, u"prefRemember"_s, tr("&Remember recently used recordings and targets"),
            tr("For the File menu and the first screen. Passwords and passphrases are never saved here."),
            &model::Preferences::rememberRecents);
    auto* forget = new QPushButton(tr("&Forget Them Now"), this);
    forget->setObjectName(u"prefForget"_s);
    forget->setAutoDefault(false);
    connect(forget, &QPushButton::clicked, this, &PreferencesDialog::forgetRequested);
    page->addWidget(forget, 0, Qt::AlignLeft);
    page->addSpacing(8);
    page->addWidget(
        hint(tr("This program connects only to the databases and cluster managers that you name: no "
                "telemetry, no update check. Recordings stay on this computer; exports can be redacted."),
             this));
    page->addStretch();
}

} // namespace maintscope::ui

#include "moc_preferences_dialog.cpp"
