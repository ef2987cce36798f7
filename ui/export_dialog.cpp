// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export_dialog.h"

#include "model/format.h"
#include "ui/paint/badge.h"
#include "ui/theme.h"

#include <QButtonGroup>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using model::ExportFormat;

ExportDialog::ExportDialog(const QString& folder, const QString& baseName, QWidget* parent)
    : QDialog(parent)
    , m_folder(folder)
    , m_baseName(baseName)
    , m_formats(new QButtonGroup(this))
    , m_path(new QLineEdit(this))
    , m_message(new QLabel(this))
    , m_export(new QPushButton(tr("&Export"), this)) {
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export"));

    auto* formats = new QVBoxLayout;
    formats->setSpacing(6);
    const auto add = [&](ExportFormat format, const QString& name, const QString& words,
                         const QString& objectName) {
        auto* button = new QRadioButton(name, this);
        button->setObjectName(objectName);
        button->setAccessibleDescription(words);
        auto* line = new QHBoxLayout;
        auto* about = new QLabel(words, this);
        about->setForegroundRole(kSecondInkRole);
        button->setFixedWidth(150);
        line->addWidget(button);
        line->addWidget(about, 1);
        formats->addLayout(line);
        m_formats->addButton(button, static_cast<int>(format));
    };
    add(ExportFormat::Csv, tr("Events as &CSV"), tr("for a spreadsheet; one line per event"), u"formatCsv"_s);
    add(ExportFormat::Json, tr("Events as &JSON"), tr("one document with all events"), u"formatJson"_s);
    add(ExportFormat::Ndjson, tr("Events as &NDJSON"), tr("one JSON object per line, a header first"),
        u"formatNdjson"_s);
    add(ExportFormat::Samples, tr("&Samples as CSV"), tr("every probe with its times and outcome"),
        u"formatSamples"_s);
    add(ExportFormat::Summary, tr("S&ummary"), tr("counts, gaps, handoffs and the verdict, as JSON"),
        u"formatSummary"_s);
    m_formats->button(static_cast<int>(ExportFormat::Csv))->setChecked(true);

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

    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"exportClose"_s);
    close->setAutoDefault(false);
    m_export->setObjectName(u"exportWrite"_s);
    m_export->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_export);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addLayout(formats);
    layout->addLayout(pathRow);
    layout->addWidget(m_message);
    layout->addLayout(buttons);

    connect(m_formats, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on) proposePath();
    });
    connect(m_path, &QLineEdit::textEdited, this, [this] { m_pathEdited = true; });
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::validate);
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this,
            [this] { Q_EMIT exportRequested(format(), path(), QFileInfo::exists(path())); });
    proposePath();
}

ExportFormat ExportDialog::format() const {
    return static_cast<ExportFormat>(m_formats->checkedId());
}

QString ExportDialog::path() const {
    const QString text = m_path->text().trimmed();
    return text.isEmpty() ? text : QDir::cleanPath(QDir(m_folder).absoluteFilePath(text));
}

/// A name that is not taken; one that the user has typed keeps its name and changes its ending only.
void ExportDialog::proposePath() {
    const QString kind = model::exportFileName(format()); // events.csv, summary.json, ...
    QString name = u"%1-%2"_s.arg(m_baseName, kind);
    QDir folder(m_folder);
    if (m_pathEdited && !path().isEmpty()) {
        const QFileInfo info(path());
        folder = info.dir();
        name = u"%1.%2"_s.arg(info.completeBaseName(), QFileInfo(kind).suffix());
    } else {
        for (int i = 2; folder.exists(name); ++i)
            name = u"%1-%2-%3"_s.arg(m_baseName).arg(i).arg(kind);
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
        problem = tr("Name a file.");
        possible = false;
    } else if (info.isDir()) {
        problem = tr("This is a folder; name a file in it.");
        possible = false;
    } else if (!info.dir().exists()) {
        problem = tr("There is no folder %1.").arg(info.dir().path());
        possible = false;
    } else if (info.exists()) {
        problem = tr("This file exists and would be replaced.");
        m_export->setText(tr("R&eplace"));
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
        tr("Written: %1, %2").arg(writtenPath, model::formatSize(static_cast<std::uint64_t>(bytes))));
}

} // namespace maintscope::ui
