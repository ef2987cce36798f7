// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalogue/recordings_catalogue.h"

#include "model/base/format.h"
#include "model/extract/recording_extract.h"
#include "model/recording/open_files.h"
#include "model/recording/recording.h"
#include "model/recording/recording_files.h"
#include "model/recording/recording_rows.h"
#include "model/recording/recording_run.h"
#include "model/recording/recording_schema.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <algorithm>
#include <map>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Longer names are rejected.
constexpr int kLongestName = 200;

WallTime wallTimeOf(const QDateTime& time) {
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

/// A writing connection to an existing recording for the lifetime of the object.
class Editor {
public:
    explicit Editor(const QString& path)
        : m_path(path)
        , m_name(u"edit-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces)) {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        db.setDatabaseName(path);
        db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        db.open(); // the first statement reports its errors
    }
    ~Editor() {
        database().close();
        QSqlDatabase::removeDatabase(m_name);
    }
    Editor(const Editor&) = delete;
    Editor& operator=(const Editor&) = delete;

    Status run(const QString& statement, const QVariantList& values = {}) {
        QSqlQuery query(database());
        if (query.prepare(statement)) {
            for (const QVariant& value : values)
                query.addBindValue(value);
            if (query.exec()) return success();
        }
        return schema::sqlError(u"The recording cannot be changed."_s, m_path, query.lastError());
    }

private:
    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(m_name, false); }

    QString m_path;
    QString m_name;
};

/// Fail beats warn beats inconclusive.
int badness(Verdict verdict) {
    switch (verdict) {
    case Verdict::Pass:
        return 0;
    case Verdict::Inconclusive:
        return 1;
    case Verdict::Warn:
        return 2;
    case Verdict::Fail:
        return 3;
    }
    return 0;
}

/// Files of one run: a copy under another name is a separate recording.
using RunKey = std::pair<std::string, QString>;

std::map<RunKey, std::vector<std::size_t>> runsOf(const std::vector<RecordingEntry>& entries) {
    std::map<RunKey, std::vector<std::size_t>> runs;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const RecordingEntry& entry = entries[i];
        const bool known = !entry.problem && !entry.uuid.empty();
        const QString place = known ? QFileInfo(entry.path).path() + u'/' + runName(entry.path)
                                    : QString::number(static_cast<qulonglong>(i)); // alone
        runs[{known ? entry.uuid : std::string(), place}].push_back(i);
    }
    for (auto& [key, files] : runs)
        std::sort(files.begin(), files.end(),
                  [&entries](std::size_t a, std::size_t b) { return entries[a].part < entries[b].part; });
    return runs;
}

RecordingEntry joined(const std::vector<RecordingEntry>& entries, const std::vector<std::size_t>& files) {
    RecordingEntry run = entries[files.front()];
    if (files.size() > 1 && !run.kept) run.name = runName(run.path);
    for (std::size_t i = 1; i < files.size(); ++i) {
        const RecordingEntry& next = entries[files[i]];
        run.bytes += next.bytes;
        run.written = std::max(run.written, next.written);
        run.length = std::max(run.length, next.length);
        run.ending = next.ending;
        if (next.kept && !run.kept) run.name = next.name;
        run.kept = run.kept || next.kept;
        for (const QString& target : next.targets)
            if (!run.targets.contains(target)) run.targets += target;
        ++run.files;
    }
    return run;
}

} // namespace

const char* stateWord(const RecordingEntry& entry) {
    if (entry.problem) return "unreadable";
    switch (entry.ending) {
    case Recovery::Ending::Closed:
        return "closed";
    case Recovery::Ending::BeingWritten:
        return "being_written";
    case Recovery::Ending::CutOff:
        return "cut_off";
    }
    return "";
}

RecordingEntry describeRecording(const QString& path) {
    RecordingEntry entry;
    entry.path = path;
    entry.name = QFileInfo(path).completeBaseName();
    for (const QString& file : recordingFilesOf(path)) {
        const QFileInfo info(file);
        if (!info.exists()) continue;
        entry.bytes += static_cast<std::uint64_t>(info.size());
        entry.written = std::max(entry.written, wallTimeOf(info.lastModified()));
    }
    const auto recording = Recording::open(path);
    if (!recording) {
        entry.problem = recording.error();
        return entry;
    }
    entry.kept = !(*recording)->keptName().empty();
    if (entry.kept) entry.name = QString::fromStdString((*recording)->keptName());
    for (const TargetInfo& target : (*recording)->session().targets)
        entry.targets += QString::fromStdString(target.name);
    entry.session = (*recording)->session();
    entry.uuid = entry.session.uuid;
    entry.started = (*recording)->session().startedWall;
    entry.length = (*recording)->until() - kSessionStart;
    entry.part = (*recording)->part();
    entry.ending = (*recording)->ending();
    return entry;
}

std::vector<RecordingEntry> listRecordings(const QString& folder, const ListProgress& progress) {
    std::vector<RecordingEntry> entries;
    std::uint64_t bytes = 0;
    const auto files = QDir(folder).entryInfoList({u"*.maintscope"_s}, QDir::Files | QDir::NoSymLinks);
    for (const QFileInfo& file : files) {
        if (progress) progress(static_cast<int>(entries.size()), static_cast<int>(files.size()), bytes);
        entries.push_back(describeRecording(file.filePath()));
        bytes += entries.back().bytes;
    }
    std::stable_sort(entries.begin(), entries.end(), [](const RecordingEntry& a, const RecordingEntry& b) {
        return std::pair(a.started, a.part) > std::pair(b.started, b.part);
    });
    return entries;
}

std::vector<RecordingEntry> joinRuns(const std::vector<RecordingEntry>& entries) {
    std::vector<std::pair<std::size_t, RecordingEntry>> runs; ///< by the place of the newest file
    for (const auto& [key, files] : runsOf(entries))
        runs.emplace_back(*std::min_element(files.begin(), files.end()), joined(entries, files));
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<RecordingEntry> result;
    for (auto& [place, run] : runs)
        result.push_back(std::move(run));
    return result;
}

Result<RecordingVerdict> judgeRecording(const QString& path) {
    const auto run = RecordingRun::open(path);
    if (!run) return run.error();
    const RecordingExtract source(*run, {});
    const Summary* worst = nullptr;
    for (const Summary& summary : source.summaries())
        if (!worst || badness(summary.verdict) > badness(worst->verdict)) worst = &summary;
    if (!worst)
        return Error{
            "The recording does not contain a target.", path.toStdString(), {}, "Choose another recording."};
    const QString sentence = summarySentence(*worst);
    return RecordingVerdict{
        worst->verdict,
        source.summaries().size() == 1 ? sentence : escapeServerText(worst->target) + u": "_s + sentence,
        static_cast<int>(run->parts().size())};
}

Status keepRecording(const QString& path, const QString& name) {
    Recovery::Ending ending = Recovery::Ending::Closed;
    int version = 0;
    {
        const auto recording = Recording::open(path); // rejects files that must not be changed
        if (!recording) return recording.error();
        ending = (*recording)->ending();
    }
    auto entry = OpenFile::forReading(path);
    if (!entry) return entry.error();
    version = entry->version();
    Editor editor(path);
    for (const QString& pragma : {u"PRAGMA trusted_schema=OFF"_s, u"PRAGMA synchronous=FULL"_s})
        if (auto status = editor.run(pragma); !status) return status;
    if (auto status = editor.run(u"BEGIN IMMEDIATE"_s); !status) return status;
    for (; version < schema::kVersion && ending != Recovery::Ending::BeingWritten; ++version) {
        for (const QString& statement : schema::migration(version))
            if (auto status = editor.run(statement); !status) return status;
        if (auto status = editor.run(u"PRAGMA user_version=%1"_s.arg(version + 1)); !status) return status;
    }
    const QString bounded = name.trimmed().left(kLongestName);
    if (auto status =
            editor.run(u"INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET "
                       "value=excluded.value"_s,
                       {QString::fromLatin1(schema::kKeptName), bounded});
        !status)
        return status;
    if (auto status = editor.run(u"COMMIT"_s); !status) return status;
    if (version == schema::kVersion) entry->migrated();
    // Nobody writes it any more: a single file is easier to copy and send. While another process reads it,
    // the log stays.
    if (ending != Recovery::Ending::BeingWritten)
        static_cast<void>(editor.run(u"PRAGMA journal_mode=DELETE"_s));
    return success();
}

Status removeRecording(const QString& path) {
    if (const auto recording = Recording::open(path);
        recording && (*recording)->ending() == Recovery::Ending::BeingWritten)
        return Error{"The recording is in use and was not deleted.",
                     path.toStdString(),
                     {},
                     "Stop its session first."};
    // The log first: a file without its log is a recording without its end, but a log without its file is
    // useless.
    QStringList files = recordingFilesOf(path);
    std::reverse(files.begin(), files.end());
    for (const QString& name : files) {
        QFile file(name);
        if (file.exists() && !file.remove())
            return Error{"The recording cannot be deleted.", name.toStdString(),
                         file.errorString().toStdString(), "Check the permissions of its folder."};
    }
    return success();
}

std::vector<std::size_t> planPrune(const std::vector<RecordingEntry>& entries, WallTime now,
                                   const PruneRules& rules) {
    struct Run {
        RecordingEntry whole;
        std::vector<std::size_t> files;
    };
    std::vector<Run> scratch;
    for (auto& [key, files] : runsOf(entries))
        if (RecordingEntry whole = joined(entries, files); whole.isScratch())
            scratch.push_back({std::move(whole), files});
    std::stable_sort(scratch.begin(), scratch.end(),
                     [](const Run& a, const Run& b) { return a.whole.written > b.whole.written; });
    std::vector<std::size_t> plan;
    std::uint64_t sum = 0;
    bool full = false;
    for (const Run& run : scratch) {
        full = full || sum + run.whole.bytes > rules.maxBytes;
        if (full || now - run.whole.written > rules.maxAge)
            plan.insert(plan.end(), run.files.begin(), run.files.end());
        else
            sum += run.whole.bytes;
    }
    std::sort(plan.begin(), plan.end());
    return plan;
}

PruneResult pruneRecordings(const QString& folder, WallTime now, const PruneRules& rules) {
    PruneResult result;
    const auto entries = listRecordings(folder);
    for (const std::size_t i : planPrune(entries, now, rules)) {
        if (const Status status = removeRecording(entries[i].path); !status) {
            result.errors.push_back(status.error());
            continue;
        }
        result.freedBytes += entries[i].bytes;
        result.removed.push_back(entries[i]);
    }
    return result;
}

} // namespace maintscope::model
