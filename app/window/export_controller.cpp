// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/export_controller.h"

#include "app/services/export_job.h"
#include "app/services/output_file.h"
#include "app/window/watched_targets.h"
#include "model/extract/export_options.h"
#include "model/extract/redaction.h"
#include "model/recording/recording_run.h"
#include "ui/window/export_actions.h"
#include "ui/window/main_window.h"

#include <QFileInfo>

namespace maintscope::app {

ExportController::ExportController(ui::MainWindow& window, WatchedTargets& watched)
    : m_window(window)
    , m_watched(watched) {
    connect(&window.exportActions(), &ui::ExportActions::exportRequested, this, &ExportController::write);
    connect(&window.exportActions(), &ui::ExportActions::redactionPreviewRequested, this,
            &ExportController::previewRedaction);
}

/// Runs the same code as `maintscope export` and writes the same bytes.
void ExportController::write(const QString& from, const model::ExportOptions& options, const QString& path,
                             bool replace) {
    if (const Status flushed = m_watched.flush(from); !flushed) {
        m_window.exportActions().showResult(flushed, path, 0);
        return;
    }
    if (!replace && QFileInfo::exists(path)) {
        m_window.exportActions().showResult(
            Error{"The file already exists.", path.toStdString(), {}, "Choose another name."}, path, 0);
        return;
    }
    m_work.run(
        [options, path, from]() -> Status {
            const auto recording = model::RecordingRun::open(from);
            if (!recording) return recording.error();
            return writeOutput(path, [&](QIODevice& out) { return writeExport(*recording, options, out); });
        },
        [this, path](const Status& status) {
            m_window.exportActions().showResult(status, path, QFileInfo(path).size());
        });
}

void ExportController::previewRedaction(const QString& path) {
    if (!m_watched.flush(path)) return;
    const auto recording = model::RecordingRun::open(path);
    if (!recording) return;
    m_window.exportActions().showRedactionPreview(
        model::Redaction(recording->session(), recording->allEvents().events).preview());
}

} // namespace maintscope::app

#include "moc_export_controller.cpp"
