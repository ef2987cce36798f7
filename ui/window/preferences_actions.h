// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/user/preferences.h"
#include "ui/theme/theme.h"

#include <QObject>

class QActionGroup;
class QSettings;

namespace maintscope::ui {

class TimeActions;
enum class PreferencesPage;
struct WindowContext;

/// What the user prefers: applied at once, kept by whoever listens. GUI thread.
class PreferencesActions : public QObject {
    Q_OBJECT

public:
    /// Both outlive this object.
    PreferencesActions(WindowContext& context, TimeActions& time);

    /// The commands, in the order of the menus: the main window calls each once.
    void addPreferences();
    void addLooks();
    void addAlertRules();

    /// What the user prefers, as it was kept; changed() reports what becomes of it.
    void setPreferences(const model::Preferences& preferences);
    [[nodiscard]] const model::Preferences& preferences() const;
    void chooseTheme(ThemeChoice choice);
    void askPreferences(PreferencesPage page);
    void askAlertRules();
    /// The theme, as it was left.
    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    void changed(const maintscope::model::Preferences& preferences);
    /// Recordings and targets of before are to be forgotten.
    void forgetRequested();

private:
    void addDensity();
    void change(const model::Preferences& preferences);

    WindowContext& m_context;
    TimeActions& m_time;
    QActionGroup* m_themes = nullptr;
    QActionGroup* m_densities = nullptr;
    ThemeChoice m_theme = ThemeChoice::Light;
};

} // namespace maintscope::ui
