// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/recordings_controller.h"

#include "app/services/export_job.h"
#include "app/services/output_file.h"
#include "app/services/wall_clock.h"
#include "app/window/comparison_loader.h"
#include "app/window/open_recordings.h"
#include "model/base/format.h"
#include "model/recording/recording_run.h"
#include "ui/recordings/compare_page.h"
#include "ui/recordings/recordings_page.h"
#include "ui/targets/targets_panel.h"
#include "ui/window/export_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/recording_actions.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QThread>

#include <utility>

namespace maintscope::app {
namespace {

using namespace Qt::Literals::StringLiterals;

/// The largest number of sides that the comparison offers.
constexpr std::size_t kChoices = 200;

} // namespace

RecordingsController::RecordingsController(ui::MainWindow& window, OpenRecordings& open, QString folder,
                                           Flush flush)
    : m_window(window)
    , m_open(open)
    , m_folder(std::move(folder))
    , m_flush(std::move(flush))
    , m_page(new ui::RecordingsPage(window.commands()))
    , m_compare(new ui::ComparePage) {
    m_window.setPage(ui::PageId::Recordings, m_page);
    m_window.setPage(ui::PageId::Compare, m_compare);
    m_page->setModel(&m_model);
    m_page->setFolder(m_folder);
    connect(m_page, &ui::RecordingsPage::shown, this, [this](bool visible) {
        m_visible = visible;
        if (visible) refresh();
    });
    connect(m_page, &ui::RecordingsPage::refreshRequested, this, &RecordingsController::refresh);
    connect(m_page, &ui::RecordingsPage::openRequested, &m_window.recordingActions(),
            &ui::RecordingActions::openRequested);
    connect(m_page, &ui::RecordingsPage::exportRequested, &m_window.exportActions(),
            &ui::ExportActions::exportRecording);
    connect(m_page, &ui::RecordingsPage::keepRequested, this, &RecordingsController::keep);
    connect(m_page, &ui::RecordingsPage::removeRequested, this, &RecordingsController::remove);
    connect(m_page, &ui::RecordingsPage::pruneRequested, this, &RecordingsController::prune);
    connect(m_page, &ui::RecordingsPage::compareRequested, this, &RecordingsController::compareChosen);
    connect(m_compare, &ui::ComparePage::shown, this, [this] {
        if (m_files.empty()) refresh();
        compare(m_compare->choiceA(), m_compare->choiceB(), m_compare->alignment());
    });
    connect(m_compare, &ui::ComparePage::comparisonRequested, this, &RecordingsController::compare);
    connect(m_compare, &ui::ComparePage::exportRequested, this, &RecordingsController::exportComparison);
}

RecordingsController::~RecordingsController() {
    m_page->setModel(nullptr); // the page outlives the model
}

void RecordingsController::refresh() {
    if (m_reading) return;
    m_reading = true;
    m_page->setProgress(ui::RecordingsPage::Progress{});
    const auto progress = [this](int done, int all, std::uint64_t bytes) {
        QMetaObject::invokeMethod(
            this,
            [this, done, all, bytes] {
                if (m_reading) m_page->setProgress(ui::RecordingsPage::Progress{done, all, bytes});
            },
            Qt::QueuedConnection);
    };
    m_work.run([folder = m_folder, progress] { return model::listRecordings(folder, progress); },
               [this](std::vector<model::RecordingEntry> files) { take(std::move(files)); });
}

void RecordingsController::take(std::vector<model::RecordingEntry> files) {
    m_reading = false;
    m_files = std::move(files);
    m_model.setEntries(model::joinRuns(m_files));
    m_page->setProgress(std::nullopt);
    std::uint64_t bytes = 0;
    const auto plan = model::planPrune(m_files, wallNow());
    for (const std::size_t i : plan)
        bytes += m_files[i].bytes;
    m_page->setPrunable(static_cast<int>(plan.size()), bytes);
    showOpen();
    std::vector<ui::CompareChoice> choices;
    for (const model::RecordingEntry& entry : m_model.entries()) {
        if (entry.problem || choices.size() >= kChoices) continue;
        for (ui::CompareChoice& choice : compareChoices(entry.path, entry.session))
            choices.push_back(std::move(choice));
    }
    m_compare->setChoices(choices);
    judgeNext();
}

/// Judges one recording after another, and only while the page is visible: running measurements have
/// priority.
void RecordingsController::judgeNext() {
    if (m_judging || !m_visible) return;
    const QString path = m_model.nextUnjudged();
    if (path.isEmpty()) return;
    m_judging = true;
    m_work.run([path] { return model::judgeRecording(path); },
               [this, path](const Result<model::RecordingVerdict>& verdict) {
                   m_judging = false;
                   m_model.setVerdict(path, verdict);
                   judgeNext();
               },
               QThread::IdlePriority);
}

void RecordingsController::showOpen() {
    QStringList open;
    for (const model::RecordingEntry& entry : m_model.entries())
        if (m_open.isOpen(entry.path)) open << entry.path;
    m_model.setOpen(open);
}

QStringList RecordingsController::filesOf(const QString& path) const {
    const int row = m_model.rowOf(path);
    QStringList files{path};
    if (row < 0 || m_model.entry(row).files < 2) return files;
    for (const model::RecordingEntry& file : m_files)
        if (file.path != path && file.uuid == m_model.entry(row).uuid) files << file.path;
    return files;
}

void RecordingsController::report(const std::vector<Error>& errors, const QString& done) {
    QStringList lines;
    for (const Error& error : errors)
        lines << model::escapeServerText(toString(error));
    m_page->setMessage(lines.isEmpty() ? done : lines.join(u'\n'));
}

void RecordingsController::keep(const QString& path, const QString& name) {
    m_work.run(
        [files = filesOf(path), name] {
            std::vector<Error> errors;
            for (const QString& file : files)
                if (const Status kept = model::keepRecording(file, name); !kept)
                    errors.push_back(kept.error());
            return errors;
        },
        [this, name](const std::vector<Error>& errors) {
            report(errors, name.isEmpty() ? tr("No longer kept: the recording may be pruned.")
                                          : tr("Kept as \"%1\".").arg(name));
            refresh();
        });
}

void RecordingsController::remove(const QStringList& paths) {
    QStringList files;
    for (const QString& path : paths) {
        if (m_open.isOpen(path)) {
            m_page->setMessage(tr("%1 is open in this window. Close it first.").arg(path));
            return;
        }
        files << filesOf(path);
    }
    m_work.run(
        [files] {
            std::vector<Error> errors;
            for (const QString& file : files)
                if (const Status removed = model::removeRecording(file); !removed)
                    errors.push_back(removed.error());
            return errors;
        },
        [this](const std::vector<Error>& errors) {
            report(errors, {});
            refresh();
        });
}

void RecordingsController::prune() {
    m_work.run([folder = m_folder] { return model::pruneRecordings(folder, wallNow()); },
               [this](const model::PruneResult& result) {
                   report(result.errors,
                          tr("Pruned recordings: %1. Freed: %2.")
                              .arg(model::formatCount(static_cast<std::int64_t>(result.removed.size())),
                                   model::formatSize(result.freedBytes)));
                   refresh();
               });
}

void RecordingsController::compareChosen(const QString& a, const QString& b) {
    if (a == b)
        compareSets(a);
    else {
        m_compare->choose(compareId(a, false), compareId(b, false));
        m_window.showPage(ui::PageId::Compare);
    }
}

void RecordingsController::compareSets(const QString& path) {
    refresh();          // a running session is not in the list yet
    m_question.reset(); // and has grown since the last comparison
    m_compare->choose(compareId(path, false), compareId(path, true));
    m_window.showPage(ui::PageId::Compare);
}

/// Only while the page is visible: reading two recordings is expensive.
void RecordingsController::compare(const QString& a, const QString& b, model::Alignment alignment) {
    if (!m_compare->isVisible() || a.isEmpty() || b.isEmpty()) return;
    const Question question{a, b, alignment};
    if (m_question == question) return;
    m_question = question;
    for (const QString& side : {a, b})
        if (const Status flushed = m_flush(comparePath(side)); !flushed) {
            m_compare->setMessage(model::escapeServerText(toString(flushed.error())));
            return;
        }
    const int asked = ++m_asked;
    m_compare->setMessage(tr("Reading both sides…"));
    m_work.run([a, b, alignment] { return loadComparison(a, b, alignment); },
               [this, asked](Result<ui::CompareContent> content) {
                   if (asked != m_asked) return;
                   if (content)
                       m_compare->setContent(std::move(*content));
                   else
                       m_compare->setMessage(model::escapeServerText(toString(content.error())));
               });
}

void RecordingsController::exportComparison(const QString& a, const QString& b) {
    if (a.isEmpty() || b.isEmpty()) return;
    auto* dialog = new QFileDialog(&m_window, tr("Export Comparison"), QDir::homePath(),
                                   tr("Web page (*.html);;Markdown (*.md)"));
    dialog->setObjectName(u"exportComparison"_s);
    dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before it replaces
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDefaultSuffix(u"html"_s);
    dialog->selectFile(u"comparison.html"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, a, b](const QString& path) { writeComparisonTo(a, b, path); });
    dialog->open();
}

/// Writes the same file as `maintscope export A B`. The report of one recording compares both its sets.
void RecordingsController::writeComparisonTo(const QString& a, const QString& b, const QString& path) {
    model::ExportOptions options;
    options.format = path.endsWith(".md"_L1) ? model::ExportFormat::Md : model::ExportFormat::Html;
    m_work.run(
        [options, path, fileA = comparePath(a), fileB = comparePath(b)]() -> Status {
            const auto first = model::RecordingRun::open(fileA);
            if (!first) return first.error();
            const auto second = model::RecordingRun::open(fileB);
            if (!second) return second.error();
            return writeOutput(path, [&](QIODevice& out) {
                return fileA == fileB ? writeExport(*first, options, out)
                                      : writeComparison(*first, *second, options, out);
            });
        },
        [this, path](const Status& status) {
            m_window.exportActions().showResult(status, path, QFileInfo(path).size());
        });
}

} // namespace maintscope::app

#include "moc_recordings_controller.cpp"
