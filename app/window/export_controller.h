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

/// Writes the exports of the export dialog on its own thread, so that a long recording does not block the
/// view. GUI thread.
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
    BackgroundWork m_work; ///< last: destroyed first, because it calls back into the window
};

} // namespace maintscope::app
