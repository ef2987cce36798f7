// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include "client/types/shell_text.h"
#include "model/base/format.h"
#include "model/export/export_formats.h"
#include "model/verdict/slo.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using model::ExportFormat;

namespace {

enum class RangeChoice { All, Visible, Selection };

/// A heading and the groups of formats below it.
struct FormatHeading {
    const char* title;
    std::vector<model::ExportGroup> groups;
};

const std::vector<FormatHeading>& formatHeadings() {
    using model::ExportGroup;
    static const std::vector<FormatHeading> headings{
        {QT_TRANSLATE_NOOP("ExportDialog", "Report and pictures"),
         {ExportGroup::Report, ExportGroup::Picture}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Data"), {ExportGroup::Data}},
        {QT_TRANSLATE_NOOP("ExportDialog", "For other programs"), {ExportGroup::OtherPrograms}}};
    return headings;
}

QString asShellWord(const QString& text) {
    return QString::fromStdString(shellWord(text.toStdString()));
}

QString seconds(MonoTime at) {
    return QString::number(std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count()) +
           u"ms"_s;
}

QString lengthOf(const model::TimeRange& range) {
    return range.from && range.to ? model::formatDuration(*range.to - *range.from) : QString();
}

} // namespace

ExportDialog::ExportDialog(const QString& folder, const QString& baseName, QWidget* parent)
    : QDialog(parent)
    , m_folder(folder)
    , m_baseName(baseName)
    , m_formats(new QButtonGroup(this))
    , m_ranges(new QButtonGroup(this))
    , m_method(new QComboBox(this))
    , m_limits(new QLineEdit(this))
    , m_redact(new QCheckBox(
          tr("Redact: aliases for &hosts, targets, users and key names; no notes, certificates, "
             "raw frames"),
          this))
    , m_preview(new QPushButton(tr("Preview &what leaves this machine…"), this))
    , m_path(new QLineEdit(this))
    , m_message(new QLabel(this))
    , m_export(new QPushButton(tr("&Export"), this)) {
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export"));

    auto* choices = new QVBoxLayout;
    choices->setSpacing(6);
    addScope(*choices);
    addFormats(*choices);
    addVerdict(*choices);
    m_redact->setObjectName(u"exportRedact"_s);
    m_preview->setObjectName(u"exportPreview"_s);
    m_preview->setAutoDefault(false);
    auto* redactRow = new QHBoxLayout;
    redactRow->addWidget(m_redact, 1);
    redactRow->addWidget(m_preview);

    m_path->setObjectName(u"exportPath"_s);
    m_path->setAccessibleName(tr("File"));
    m_path->setFont(monoFont(11));
    m_path->setMinimumWidth(430);
    auto* browseButton = new QPushButton(tr("&Browse…"), this);
    browseButton->setObjectName(u"exportBrowse"_s);
    browseButton->setAutoDefault(false);
    auto* pathRow = new QHBoxLayout;
    auto* pathLabel = new QLabel(tr("&File"), this);
    pathLabel->setBuddy(m_path);
    pathRow->addWidget(pathLabel);
    pathRow->addWidget(m_path, 1);
    pathRow->addWidget(browseButton);

    m_message->setObjectName(u"exportMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_message->setFocusPolicy(Qt::TabFocus);
    m_message->setAccessibleName(tr("Result"));
    m_message->setWordWrap(true);
    m_message->setMinimumHeight(36);
    m_message->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto* copyCommand = new QPushButton(tr("Copy command &line"), this);
    copyCommand->setObjectName(u"exportCopyCommand"_s);
    copyCommand->setAutoDefault(false);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"exportClose"_s);
    close->setAutoDefault(false);
    m_export->setObjectName(u"exportWrite"_s);
    m_export->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(copyCommand);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_export);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addLayout(choices);
    layout->addLayout(redactRow);
    layout->addLayout(pathRow);
    layout->addWidget(m_message);
    layout->addLayout(buttons);

    connect(m_formats, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on) proposePath();
    });
    connect(m_path, &QLineEdit::textEdited, this, [this] { m_pathEdited = true; });
    connect(m_redact, &QCheckBox::toggled, this, &ExportDialog::proposePath);
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::validate);
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this,
            [this] { Q_EMIT exportRequested(options(), path(), QFileInfo::exists(path())); });
    connect(m_preview, &QPushButton::clicked, this, &ExportDialog::previewRequested);
    connect(copyCommand, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(commandLine());
        m_message->setText(tr("Copied: %1").arg(commandLine()));
    });
    proposePath();
}

void ExportDialog::addScope(QVBoxLayout& layout) {
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("What"), this));
    const auto add = [&](RangeChoice choice, const QString& name, const QString& objectName) {
        auto* button = new QRadioButton(name, this);
        button->setObjectName(objectName);
        m_ranges->addButton(button, static_cast<int>(choice));
        row->addWidget(button);
    };
    add(RangeChoice::Visible, tr("Visible range"), u"rangeVisible"_s);
    add(RangeChoice::Selection, tr("Selection"), u"rangeSelection"_s);
    add(RangeChoice::All, tr("Whole recording"), u"rangeAll"_s);
    row->addStretch();
    layout.addLayout(row);
    m_ranges->button(static_cast<int>(RangeChoice::All))->setChecked(true);
    setScope({});
}

void ExportDialog::setScope(const ExportScope& scope) {
    // Whole milliseconds, as on the command line, so that both write the same bytes.
    const auto rounded = [](std::optional<model::TimeRange> range) {
        for (auto* bound : {range ? &range->from : nullptr, range ? &range->to : nullptr})
            if (bound && *bound) **bound = std::chrono::floor<std::chrono::milliseconds>(**bound);
        return range;
    };
    m_scope = {scope.recording, rounded(scope.visible), rounded(scope.selection)};
    auto* visible = m_ranges->button(static_cast<int>(RangeChoice::Visible));
    auto* selection = m_ranges->button(static_cast<int>(RangeChoice::Selection));
    visible->setEnabled(scope.visible.has_value());
    selection->setEnabled(scope.selection.has_value());
    visible->setText(scope.visible ? tr("Visible range, %1").arg(lengthOf(*scope.visible))
                                   : tr("Visible range"));
    selection->setText(scope.selection ? tr("Selection, %1").arg(lengthOf(*scope.selection))
                                       : tr("Selection"));
    // A selection is preferred.
    if (scope.selection) selection->setChecked(true);
}

void ExportDialog::addFormats(QVBoxLayout& layout) {
    for (const FormatHeading& heading : formatHeadings()) {
        auto* title = new QLabel(QCoreApplication::translate("ExportDialog", heading.title), this);
        QFont font = title->font();
        font.setBold(true);
        title->setFont(font);
        layout.addWidget(title);
        for (const model::ExportGroup group : heading.groups)
            for (const model::ExportFormatRow& format : model::exportFormats())
                if (format.group == group) addFormat(layout, format);
    }
    // One column, as wide as its longest name in any language.
    int width = 170;
    for (const QAbstractButton* button : m_formats->buttons())
        width = std::max(width, button->sizeHint().width());
    for (QAbstractButton* button : m_formats->buttons())
        button->setFixedWidth(width);
    m_formats->button(static_cast<int>(ExportFormat::Html))->setChecked(true);
}

void ExportDialog::addFormat(QVBoxLayout& layout, const model::ExportFormatRow& format) {
    const QString about = QCoreApplication::translate("ExportDialog", format.about);
    auto* button = new QRadioButton(QCoreApplication::translate("ExportDialog", format.name), this);
    const QString word = QString::fromLatin1(format.word);
    button->setObjectName(u"format"_s + word.at(0).toUpper() + word.mid(1));
    button->setAccessibleDescription(about);
    auto* label = new QLabel(about, this);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, currentTheme().secondText);
    label->setPalette(palette);
    auto* line = new QHBoxLayout;
    line->addWidget(button);
    line->addWidget(label, 1);
    layout.addLayout(line);
    m_formats->addButton(button, static_cast<int>(format.format));
}

/// Only the user knows how the maintenance was done; it decides what counts as a failure.
void ExportDialog::addVerdict(QVBoxLayout& layout) {
    m_method->setObjectName(u"exportMethod"_s);
    m_method->addItem(tr("not stated"), QVariant());
    for (const auto& [method, name] : {std::pair(model::Method::Rolling, tr("rolling upgrade")),
                                       std::pair(model::Method::InPlace, tr("upgrade in place")),
                                       std::pair(model::Method::Maintenance, tr("maintenance mode")),
                                       std::pair(model::Method::Other, tr("other"))})
        m_method->addItem(name, static_cast<int>(method));
    m_limits->setObjectName(u"exportLimits"_s);
    m_limits->setFont(monoFont(11));
    m_limits->setPlaceholderText(u"gap=2s,errors=0,p99=50ms"_s);
    m_limits->setAccessibleDescription(tr("Your own limits for the verdict"));
    auto* methodLabel = new QLabel(tr("&Method"), this);
    methodLabel->setBuddy(m_method);
    m_method->setAccessibleName(tr("Method"));
    auto* limitsLabel = new QLabel(tr("L&imits"), this);
    limitsLabel->setBuddy(m_limits);
    auto* row = new QHBoxLayout;
    row->addWidget(methodLabel);
    row->addWidget(m_method);
    row->addSpacing(12);
    row->addWidget(limitsLabel);
    row->addWidget(m_limits, 1);
    layout.addSpacing(6);
    layout.addLayout(row);
    connect(m_limits, &QLineEdit::textChanged, this, &ExportDialog::validate);
}

model::ExportOptions ExportDialog::options() const {
    model::ExportOptions options;
    options.format = format();
    options.redact = m_redact->isChecked();
    if (const QVariant method = m_method->currentData(); method.isValid())
        options.verdict.method = static_cast<model::Method>(method.toInt());
    if (const QString limits = m_limits->text().trimmed(); !limits.isEmpty())
        if (const auto slo = model::parseSlo(limits, tr("Limits"))) options.verdict.slo = *slo;
    const auto choice = static_cast<RangeChoice>(m_ranges->checkedId());
    if (choice == RangeChoice::Visible && m_scope.visible) options.range = *m_scope.visible;
    if (choice == RangeChoice::Selection && m_scope.selection) options.range = *m_scope.selection;
    return options;
}

QString ExportDialog::commandLine() const {
    const model::ExportOptions chosen = options();
    QString line = u"maintscope export "_s + asShellWord(m_scope.recording) + u" --format "_s +
                   QString::fromLatin1(model::toString(chosen.format).data());
    if (chosen.range.from) line += u" --from "_s + seconds(*chosen.range.from);
    if (chosen.range.to) line += u" --to "_s + seconds(*chosen.range.to);
    if (chosen.verdict.method)
        line += u" --method "_s + QString::fromLatin1(model::toString(*chosen.verdict.method).data());
    if (const QString limits = m_limits->text().trimmed(); !limits.isEmpty())
        line += u" --slo "_s + asShellWord(limits);
    if (chosen.redact) line += u" --redact"_s;
    return line + u" --out "_s + asShellWord(path());
}

void ExportDialog::showPreview(const std::vector<model::Redaction::Row>& rows) {
    QDialog preview(this);
    preview.setObjectName(u"redactionPreview"_s);
    preview.setWindowTitle(tr("What leaves this machine"));
    auto* table = new QTableWidget(static_cast<int>(rows.size()), 3, &preview);
    table->setObjectName(u"redactionTable"_s);
    table->setHorizontalHeaderLabels({tr("What"), tr("Here"), tr("In the export")});
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setFont(monoFont(11));
    for (int row = 0; row < table->rowCount(); ++row) {
        const model::Redaction::Row& line = rows[static_cast<std::size_t>(row)];
        table->setItem(row, 0, new QTableWidgetItem(model::redactionWord(line.what)));
        table->setItem(row, 1, new QTableWidgetItem(line.before));
        table->setItem(row, 2, new QTableWidgetItem(line.after));
    }
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    auto* about = new QLabel(
        tr("Ports, times and figures are kept. No recording contains passwords or keys."), &preview);
    auto* close = new QPushButton(tr("Close"), &preview);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, &preview, &QDialog::accept);
    auto* layout = new QVBoxLayout(&preview);
    layout->addWidget(table);
    layout->addWidget(about);
    layout->addWidget(close, 0, Qt::AlignRight);
    preview.resize(640, 420);
    preview.exec();
}

ExportFormat ExportDialog::format() const {
    return static_cast<ExportFormat>(m_formats->checkedId());
}

QString ExportDialog::path() const {
    const QString text = m_path->text().trimmed();
    return text.isEmpty() ? text : QDir::cleanPath(QDir(m_folder).absoluteFilePath(text));
}

/// Proposes a file name that does not exist yet; of a name entered by the user, only the suffix changes.
void ExportDialog::proposePath() {
    const QString kind = model::exportFileName(format()); // events.csv, summary.json, ...
    // The name of a recording holds that of its target.
    const QString base = m_redact->isChecked() ? u"recording-redacted"_s : m_baseName;
    QString name = u"%1-%2"_s.arg(base, kind);
    QDir folder(m_folder);
    if (m_pathEdited && !path().isEmpty()) {
        const QFileInfo info(path());
        folder = info.dir();
        name = u"%1.%2"_s.arg(info.completeBaseName(), QFileInfo(kind).suffix());
    } else {
        for (int i = 2; folder.exists(name); ++i)
            name = u"%1-%2-%3"_s.arg(base).arg(i).arg(kind);
    }
    m_path->setText(folder.filePath(name));
    validate();
}

void ExportDialog::validate() {
    const QFileInfo info(path());
    QString problem;
    bool possible = true;
    m_export->setText(tr("&Export"));
    if (path().isEmpty()) {
        problem = tr("Enter a file name.");
        possible = false;
    } else if (info.isDir()) {
        problem = tr("This is a folder. Enter the name of a file in it.");
        possible = false;
    } else if (!info.dir().exists()) {
        problem = tr("The folder %1 does not exist.").arg(info.dir().path());
        possible = false;
    } else if (info.exists()) {
        problem = tr("This file exists and will be replaced.");
        m_export->setText(tr("R&eplace"));
    }
    const QString limits = m_limits->text().trimmed();
    if (const auto slo = model::parseSlo(limits, tr("Limits")); !limits.isEmpty() && !slo) {
        problem = QString::fromStdString(toString(slo.error()));
        possible = false;
    }
    m_message->setText(problem);
    m_export->setEnabled(possible);
}

void ExportDialog::browse() {
    const QString chosen = QFileDialog::getSaveFileName(this, tr("Export to"), path(), QString(), nullptr,
                                                        QFileDialog::DontConfirmOverwrite);
    if (chosen.isEmpty()) return;
    m_pathEdited = true;
    m_path->setText(chosen);
}

void ExportDialog::showResult(const Status& status, const QString& writtenPath, qint64 bytes) {
    if (!status.ok()) {
        m_message->setText(QString::fromStdString(toString(status.error())));
        return;
    }
    proposePath();
    m_message->setText(
        tr("Saved %1, %2").arg(writtenPath, model::formatSize(static_cast<std::uint64_t>(bytes))));
}

} // namespace maintscope::ui

#include "moc_export_dialog.cpp"
