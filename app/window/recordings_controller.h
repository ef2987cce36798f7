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

/// What stands behind the views "Recordings" and "Compare": reads the folder, judges, keeps, prunes and
/// compares, all of it on threads of its own. GUI thread.
class RecordingsController final : public QObject {
    Q_OBJECT

public:
    /// Everything that is measured so far is in the file when it returns; of files that are not measured
    /// nothing is to be done.
    using Flush = std::function<Status(const QString& path)>;

    /// Puts both views into the window, which takes them over; all outlive this.
    RecordingsController(ui::MainWindow& window, OpenRecordings& open, QString folder, Flush flush);
    ~RecordingsController() override;

    /// Which of them are open in the window has changed.
    void showOpen();
    /// Lays the control connections of what is shown beside its protected ones.
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
    /// Of the run, which is one file, or more.
    [[nodiscard]] QStringList filesOf(const QString& path) const;
    void tell(const std::vector<Error>& errors, const QString& done);

    /// What is compared, and how.
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
    std::optional<Question> m_question; ///< that is answered, or will be
    int m_asked = 0;                    ///< comparisons: only the answer to the last is shown
    BackgroundWork m_work;              ///< first to go
};

} // namespace maintscope::app
