// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/preferences_actions.h"

#include "ui/live/time_view_state.h"
#include "ui/targets/tray.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/widgets/table_setup.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/time_actions.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QMainWindow>
#include <QMenu>
#include <QSettings>
#include <QTimeZone>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

PreferencesActions::PreferencesActions(WindowContext& context, TimeActions& time)
    : m_context(context)
    , m_time(time) {}

void PreferencesActions::addPreferences() {
    m_context.commands->addSeparator(MenuId::Edit);
    QAction* preferences =
        m_context.commands->add(MenuId::Edit, {"actionPreferences",
                                               tr("Pr&eferences…"),
                                               tr("Theme, time zone, defaults for new connections, and more"),
                                               "edit",
                                               {QKeySequence(Qt::CTRL | Qt::Key_Comma)}});
    preferences->setMenuRole(QAction::PreferencesRole);
    connect(preferences, &QAction::triggered, this, [this] { askPreferences(PreferencesPage::General); });
}

void PreferencesActions::addLooks() {
    QMenu* menu = m_context.commands->addMenu(MenuId::View, tr("&Theme"), u"menuTheme"_s);
    m_themes = new QActionGroup(this);
    // In the order of ThemeChoice.
    const CommandSpec specs[]{
        {"actionThemeSystem", tr("&System"), tr("Use the theme of the desktop")},
        {"actionThemeLight", tr("&Light"), tr("Dark text on a light background")},
        {"actionThemeDark", tr("&Dark"), tr("Light text on a dark background")},
        {"actionThemeHighContrast", tr("&High Contrast"), tr("White on black, with full contrast")},
    };
    int choice = 0;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_context.commands->add(menu, spec);
        action->setCheckable(true);
        m_themes->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, chosen = static_cast<ThemeChoice>(choice)] { chooseTheme(chosen); });
        ++choice;
    }
    m_themes->actions().at(static_cast<int>(m_theme))->setChecked(true);
    addDensity();
    QAction* fullScreen = m_context.commands->add(
        MenuId::View,
        {"actionFullScreen", tr("Full &Screen"), tr("Enter or leave full screen"), nullptr, {Qt::Key_F11}});
    fullScreen->setCheckable(true);
    connect(fullScreen, &QAction::toggled, m_context.window,
            [window = m_context.window](bool on) { on ? window->showFullScreen() : window->showNormal(); });
}

void PreferencesActions::addDensity() {
    QMenu* menu = m_context.commands->addMenu(MenuId::View, tr("&Density"), u"menuDensity"_s);
    m_densities = new QActionGroup(this);
    const CommandSpec specs[]{
        {"actionDensityComfortable", tr("&Comfortable"), tr("Table rows with space between them")},
        {"actionDensityCompact", tr("C&ompact"), tr("Dense table rows, so that more fit")}};
    bool compact = false;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_context.commands->add(menu, spec);
        action->setCheckable(true);
        m_densities->addAction(action);
        connect(action, &QAction::triggered, this, [this, compact] {
            model::Preferences preferences = m_context.preferences;
            preferences.compactRows = compact;
            change(preferences);
        });
        compact = true;
    }
    m_densities->actions().constFirst()->setChecked(true);
}

void PreferencesActions::addAlertRules() {
    QAction* rules =
        m_context.commands->add(MenuId::Capture, {"actionAlertRules", tr("&Alert Rules…"),
                                                  tr("Choose what this window alerts you to"), "edit"});
    connect(rules, &QAction::triggered, this, &PreferencesActions::askAlertRules);
}

void PreferencesActions::setPreferences(const model::Preferences& preferences) {
    m_context.preferences = preferences;
    setPatternsAlways(preferences.patternsAlways);
    setDensity(preferences.compactRows ? Density::Compact : Density::Comfortable);
    m_densities->actions().at(preferences.compactRows ? 1 : 0)->setChecked(true);
}

void PreferencesActions::change(const model::Preferences& preferences) {
    setPreferences(preferences);
    Q_EMIT changed(preferences);
}

void PreferencesActions::askPreferences(PreferencesPage page) {
    auto* dialog =
        new PreferencesDialog({m_context.preferences, m_theme, m_context.time->zone() != QTimeZone::utc(),
                               m_context.recordingFolder, Tray::available()},
                              *m_context.commands, m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->showPage(page);
    connect(dialog, &PreferencesDialog::changed, this, &PreferencesActions::change);
    connect(dialog, &PreferencesDialog::themeChosen, this, &PreferencesActions::chooseTheme);
    connect(dialog, &PreferencesDialog::localTimeChosen, &m_time, &TimeActions::chooseZone);
    connect(dialog, &PreferencesDialog::forgetRequested, this, &PreferencesActions::forgetRequested);
    dialog->open(); // capture and view continue behind it
}

void PreferencesActions::chooseTheme(ThemeChoice choice) {
    m_theme = choice;
    m_themes->actions().at(static_cast<int>(choice))->setChecked(true);
    applyTheme(*qApp, choice);
}

void PreferencesActions::save(QSettings& settings) const {
    settings.setValue(u"window/theme"_s, static_cast<int>(m_theme));
}

void PreferencesActions::restore(const QSettings& settings) {
    const int theme = settings.value(u"window/theme"_s, static_cast<int>(ThemeChoice::System)).toInt();
    chooseTheme(theme >= 0 && theme < m_themes->actions().size() ? static_cast<ThemeChoice>(theme)
                                                                 : ThemeChoice::System);
}

const model::Preferences& PreferencesActions::preferences() const {
    return m_context.preferences;
}

void PreferencesActions::askAlertRules() {
    askPreferences(PreferencesPage::Alerts);
}

} // namespace maintscope::ui

#include "moc_preferences_actions.cpp"
