// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "client/types/result.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/catalogue/recordings_model.h"
#include "model/verdict/comparison.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace maintscope::ui {
class ComparePage;
class MainWindow;
class RecordingsPage;
} // namespace maintscope::ui

namespace maintscope::app {

class OpenRecordings;

/// Controls the views "Recordings" and "Compare": reads the folder, judges, keeps, prunes and compares, all
/// on its own threads. GUI thread.
class RecordingsController final : public QObject {
    Q_OBJECT

public:
    /// Writes everything measured so far to the file; does nothing for files that no measurement is writing.
    using Flush = std::function<Status(const QString& path)>;

    /// Adds both views to the window, which owns them. All arguments outlive this object.
    RecordingsController(ui::MainWindow& window, OpenRecordings& open, QString folder, Flush flush);
    ~RecordingsController() override;

    /// Marks the recordings that are open in the window; call it when they change.
    void showOpen();
    /// Compares the protected with the control connections of a recording.
    void compareSets(const QString& path);

private:
    void refresh();
    void take(std::vector<model::RecordingEntry> files);
    void judgeNext();
    void keep(const QString& path, const QString& name);
    void remove(const QStringList& paths);
    void prune();
    void compareChosen(const QString& a, const QString& b);
    void compare(const QString& a, const QString& b, model::Alignment alignment);
    void exportComparison(const QString& a, const QString& b);
    void writeComparisonTo(const QString& a, const QString& b, const QString& path);
    /// All files of the run that `path` belongs to.
    [[nodiscard]] QStringList filesOf(const QString& path) const;
    void report(const std::vector<Error>& errors, const QString& done);

    /// The two compared sets, and how they are aligned.
    struct Question {
        QString a;
        QString b;
        model::Alignment alignment{};
        friend bool operator==(const Question&, const Question&) = default;
    };

    ui::MainWindow& m_window;
    OpenRecordings& m_open;
    QString m_folder;
    Flush m_flush;
    model::RecordingsModel m_model;
    ui::RecordingsPage* m_page; ///< the window's
    ui::ComparePage* m_compare; ///< the window's
    std::vector<model::RecordingEntry> m_files;
    bool m_visible = false;
    bool m_reading = false;
    bool m_judging = false;
    std::optional<Question> m_question; ///< answered, or being answered
    int m_asked = 0;                    ///< number of comparisons; only the result of the last one is shown
    BackgroundWork m_work;              ///< last: destroyed first
};

} // namespace maintscope::app
