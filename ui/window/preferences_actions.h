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

/// The commands for preferences. Applies changes at once and emits them; the listener stores them. GUI
/// thread.
class PreferencesActions : public QObject {
    Q_OBJECT

public:
    /// Both arguments outlive this object.
    PreferencesActions(WindowContext& context, TimeActions& time);

    /// Add the commands. The main window calls each once, in the order of the menus.
    void addPreferences();
    void addLooks();
    void addAlertRules();

    /// Sets the stored preferences; changed() reports later changes.
    void setPreferences(const model::Preferences& preferences);
    [[nodiscard]] const model::Preferences& preferences() const;
    void chooseTheme(ThemeChoice choice);
    void askPreferences(PreferencesPage page);
    void askAlertRules();
    /// The theme of the workspace.
    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    void changed(const maintscope::model::Preferences& preferences);
    /// Clear the lists of recent recordings and targets.
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
