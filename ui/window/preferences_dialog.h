// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/user/preferences.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QStringList>

#include <functional>
#include <optional>

class QListWidget;
class QStackedWidget;
class QVBoxLayout;

namespace maintscope::ui {

class Commands;

enum class PreferencesPage { General, Appearance, Time, Probe, Storage, Alerts, Shortcuts, Privacy };

/// All preferences. A change applies at once; Close only closes the dialog.
class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    /// Values that the dialog shows.
    struct Facts {
        model::Preferences preferences;
        ThemeChoice theme = ThemeChoice::System;
        bool localTime = false;
        QString recordingFolder;
        bool hasTray = false; ///< the desktop shows notifications
    };
    PreferencesDialog(const Facts& facts, const Commands& commands, QWidget* parent = nullptr);

    void showPage(PreferencesPage page);

Q_SIGNALS:
    void changed(const maintscope::model::Preferences& preferences);
    void themeChosen(maintscope::ui::ThemeChoice choice);
    void localTimeChosen(bool local);
    void forgetRequested();

private:
    QVBoxLayout* addPage(const QString& title);
    void makeGeneral();
    void makeAppearance();
    void makeTime();
    void makeProbe();
    void makeStorage();
    void makeAlerts();
    void makePrivacy();
    /// Adds a check box for one of the preferences.
    void addFlag(QVBoxLayout* page, const QString& objectName, const QString& text, const QString& help,
                 bool model::Preferences::*field);
    void addAlert(QVBoxLayout* page, const QString& objectName, const QString& text, const QString& help,
                  bool model::AlertRules::*field);
    void addLimit(QVBoxLayout* page, const QString& objectName, const QString& text, const QString& help,
                  std::optional<Duration> model::AlertRules::*field, Duration usual);
    void change(const std::function<void(model::Preferences&)>& change);

    Facts m_facts;
    const Commands& m_commands;
    QListWidget* m_pages;
    QStackedWidget* m_stack;
};

} // namespace maintscope::ui
