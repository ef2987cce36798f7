// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace maintscope::ui {

class HelpWindow;
struct WindowContext;

/// The menu Help, the command palette and the text for a problem report. GUI thread.
class HelpActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit HelpActions(WindowContext& context);

    /// The commands, in the order of the menus: the main window calls each once.
    void addDiagnostics();
    void addPalette();
    void addHelp();

Q_SIGNALS:
    /// A redacted text for a problem report is to be put into the clipboard.
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
