// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"

#include <QObject>
#include <QString>

namespace maintscope::model {
struct ExportOptions;
}

namespace maintscope::ui {
class MainWindow;
}

namespace maintscope::app {

class WatchedTargets;

/// Writes what the export dialog asks for, on a thread of its own: a long recording must not stop the view.
/// GUI thread.
class ExportController final : public QObject {
    Q_OBJECT

public:
    /// Both outlive this object.
    ExportController(ui::MainWindow& window, WatchedTargets& watched);

private:
    void write(const QString& from, const model::ExportOptions& options, const QString& path, bool replace);
    void previewRedaction(const QString& path);

    ui::MainWindow& m_window;
    WatchedTargets& m_watched;
    BackgroundWork m_work; ///< first to go: it answers to the window
};

} // namespace maintscope::app
