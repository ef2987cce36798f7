// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace maintscope::ui {

class HelpWindow;
struct WindowContext;

/// The menu Help, the command palette and the diagnostics. GUI thread.
class HelpActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit HelpActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menus.
    void addDiagnostics();
    void addPalette();
    void addHelp();

Q_SIGNALS:
    /// Copy redacted diagnostics for a problem report to the clipboard.
    void diagnosticsRequested();

private:
    void showPalette();
    void showShortcuts();
    void showHelp(const QString& page);
    void showAbout();

    WindowContext& m_context;
    HelpWindow* m_help = nullptr;
};

} // namespace maintscope::ui
