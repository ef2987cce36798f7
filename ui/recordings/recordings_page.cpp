// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/recordings_page.h"

#include "model/base/format.h"
#include "model/catalogue/recordings_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commands.h"
#include "ui/widgets/table_setup.h"
#include "ui/widgets/verdict_badge.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using model::RecordingColumn;
using model::RecordingRole;

constexpr int kRow = 26;

int place(RecordingColumn column) {
    return static_cast<int>(column);
}

QString counted(int recordings) {
    return recordings == 1 ? RecordingsPage::tr("1 recording")
                           : RecordingsPage::tr("%1 recordings").arg(model::formatCount(recordings));
}

/// Draws the verdict with its badge, and numbers, times and file names in the mono font.
class RecordingsDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& t = currentTheme();
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, selected ? t.selection : index.row() % 2 == 0 ? t.canvas : t.otherRow);
        QRect cell = option.rect.adjusted(8, 0, -8, 0);
        const auto column = static_cast<RecordingColumn>(index.column());
        QFont font = uiFont(12);
        if (column == RecordingColumn::Verdict) {
            const QVariant verdict = index.data(model::role(RecordingRole::Verdict));
            if (verdict.isValid()) {
                const auto known = static_cast<model::Verdict>(verdict.toInt());
                paintBadge(*painter, QRectF(cell.left(), cell.center().y() - 7, 15, 15), badgeOf(known), t);
                font = uiFont(12, QFont::DemiBold);
            }
            cell.adjust(24, 0, 0, 0);
        } else if (column == RecordingColumn::Name) {
            icon("document"_L1, selected ? t.selectionText : QColor())
                .paint(painter, QRect(cell.left(), cell.center().y() - 7, 14, 14));
            cell.adjust(22, 0, 0, 0);
            font = uiFont(12, QFont::DemiBold);
        } else if (column == RecordingColumn::Started || column == RecordingColumn::Length ||
                   column == RecordingColumn::Size) {
            font = monoFont(12);
        }
        painter->setFont(font);
        const bool calm = column == RecordingColumn::State;
        painter->setPen(selected ? t.selectionText : calm ? t.secondText : t.ink);
        const auto align = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        painter->drawText(cell, (align & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(),
                                                            column == RecordingColumn::Name ? Qt::ElideMiddle
                                                                                            : Qt::ElideRight,
                                                            cell.width()));
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(t.focus, 1));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        painter->setPen(t.grid);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        painter->restore();
    }
};

} // namespace

RecordingsPage::RecordingsPage(Commands& commands, QWidget* parent)
    : QWidget(parent)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
    , m_stack(new QStackedLayout)
    , m_empty(new QWidget(this))
    , m_loading(new QWidget(this))
    , m_loadingWords(new QLabel(m_loading))
    , m_bar(new QProgressBar(m_loading))
    , m_total(new QLabel(this))
    , m_message(new QLabel(this)) {
    setObjectName(u"recordingsPage"_s);
    setAccessibleName(tr("Recordings"));
    m_sorted->setSortRole(model::role(RecordingRole::Sort));
    m_table->setObjectName(u"recordingsTable"_s);
    m_table->setAccessibleName(tr("Recordings"));
    m_table->setAccessibleDescription(tr("One row per recording; Enter opens it"));
    setUpTable(*m_table, kRow);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegate(new RecordingsDelegate(m_table));
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->horizontalHeader()->setSectionsClickable(true);
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    setFocusProxy(m_table);

    auto* nothing = new QVBoxLayout(m_empty);
    auto* words =
        new QLabel(tr("Every session is recorded. Use Keep to give one a name; it appears here."), m_empty);
    words->setObjectName(u"recordingsEmpty"_s);
    words->setTextFormat(Qt::PlainText);
    words->setAlignment(Qt::AlignCenter);
    words->setFont(uiFont(14));
    auto* openFile = new QPushButton(tr("Open Recording…"), m_empty);
    openFile->setObjectName(u"recordingsOpenFile"_s);
    nothing->addStretch();
    nothing->addWidget(words);
    nothing->addSpacing(12);
    nothing->addWidget(openFile, 0, Qt::AlignHCenter);
    nothing->addStretch();
    if (QAction* open = commands.find("actionOpenRecording"_L1))
        connect(openFile, &QPushButton::clicked, open, &QAction::trigger);

    auto* loading = new QVBoxLayout(m_loading);
    m_loadingWords->setObjectName(u"recordingsLoading"_s);
    m_loadingWords->setAlignment(Qt::AlignCenter);
    m_bar->setFixedWidth(320);
    m_bar->setTextVisible(false);
    loading->addStretch();
    loading->addWidget(m_loadingWords);
    loading->addWidget(m_bar, 0, Qt::AlignHCenter);
    loading->addStretch();

    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_loading);
    m_total->setObjectName(u"recordingsTotal"_s);
    m_total->setTextFormat(Qt::PlainText);
    m_total->setForegroundRole(kSecondInkRole);
    m_message->setObjectName(u"recordingsMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);

    makeCommands(commands);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(10, 8, 10, 8);
    bar->setSpacing(6);
    for (QAction* action : {m_open, m_compare, m_export, m_keep, m_remove, m_prune}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setProperty(kFramedProperty, true);
        button->setAutoRaise(false);
        button->setFocusPolicy(Qt::TabFocus);
        bar->addWidget(button);
    }
    bar->addStretch(1);
    bar->addWidget(m_total);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_message);
    m_message->setContentsMargins(14, 0, 14, 8);
    layout->addLayout(m_stack, 1);
    m_message->hide();
    connect(m_table, &QTableView::activated, m_open, &QAction::trigger);
    updateState();
}

void RecordingsPage::makeCommands(Commands& commands) {
    QMenu* menu = commands.addMenu(MenuId::File, tr("Recordin&gs"), u"menuRecordings"_s);
    const auto add = [&](const char* name, const QString& text, const QString& toolText, const QString& help,
                         const char* iconName, const QList<QKeySequence>& keys, auto slot) {
        QAction* action = commands.add(menu, {name, text, help, iconName, keys, KeyScope::Page, toolText});
        addAction(action);
        m_table->addAction(action);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    m_open = add("actionRecordingOpen", tr("&Open"), {}, tr("Open the selected recording in the live view"),
                 "live", {Qt::CTRL | Qt::Key_Return}, [this] {
                     for (const QString& path : chosen())
                         Q_EMIT openRequested(path);
                 });
    m_compare = add("actionRecordingCompare", tr("&Compare"), {},
                    tr("Compare two selected recordings, or protected with control connections of one"),
                    "table", {}, [this] {
                        const QStringList paths = chosen();
                        if (!paths.isEmpty()) Q_EMIT compareRequested(paths.first(), paths.last());
                    });
    m_export = add("actionRecordingExport", tr("&Export…"), {},
                   tr("Export the selected recording in another format"), "export", {}, [this] {
                       if (const auto* one = entry()) Q_EMIT exportRequested(one->path);
                   });
    m_keep = add("actionRecordingKeep", tr("&Keep, or Rename…"), tr("Keep…"),
                 tr("Name the recording, so that it is never pruned"), "flag", {Qt::Key_F2},
                 &RecordingsPage::askName);
    m_giveUp = add("actionRecordingGiveUp", tr("Do &Not Keep"), {},
                   tr("Remove the name; the recording may be pruned again"), nullptr, {}, [this] {
                       if (const auto* one = entry()) Q_EMIT keepRequested(one->path, {});
                   });
    m_remove =
        add("actionRecordingRemove", tr("&Delete…"), {}, tr("Delete the selected recordings permanently"),
            "remove", {Qt::Key_Delete}, &RecordingsPage::askRemove);
    m_prune = add("actionRecordingPrune", tr("&Prune…"), {},
                  tr("Delete recordings without a name that are older than 7 days or exceed 2 GB in total"),
                  "remove", {}, &RecordingsPage::askPrune);
    QAction* refresh = add("actionRecordingRefresh", tr("&Refresh"), {}, tr("Read the folder again"),
                           "reconnect", {Qt::Key_F5}, [this] { Q_EMIT refreshRequested(); });
    refresh->setEnabled(true);
}

void RecordingsPage::setModel(model::RecordingsModel* model) {
    m_model = model;
    m_sorted->setSourceModel(model);
    if (!model) return;
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(place(RecordingColumn::Started), Qt::DescendingOrder);
    constexpr int kWidths[]{330, 172, 104, 190, 130, 90};
    for (int i = 0; i < static_cast<int>(std::size(kWidths)); ++i)
        m_table->setColumnWidth(i, kWidths[i]);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RecordingsPage::updateState);
    connect(model, &QAbstractItemModel::dataChanged, this, &RecordingsPage::updateState);
    connect(model, &QAbstractItemModel::modelReset, this, &RecordingsPage::updateState);
    updateState();
}

void RecordingsPage::setFolder(const QString& folder) {
    m_folder = folder;
    updateState();
}

void RecordingsPage::setProgress(const std::optional<Progress>& progress) {
    m_reading = progress.has_value();
    if (progress) {
        m_bar->setMaximum(std::max(1, progress->all));
        m_bar->setValue(progress->done);
        m_loadingWords->setText(tr("Reading recordings: %1 of %2, %3")
                                    .arg(progress->done)
                                    .arg(progress->all)
                                    .arg(model::formatSize(progress->bytes)));
    }
    updateState();
}

void RecordingsPage::setPrunable(int recordings, std::uint64_t bytes) {
    m_prunable = recordings;
    m_prunableBytes = bytes;
    updateState();
}

void RecordingsPage::setMessage(const QString& message) {
    m_message->setText(message);
    m_message->setVisible(!message.isEmpty());
}

QStringList RecordingsPage::chosen() const {
    QStringList paths;
    if (!m_model || !m_table->selectionModel()) return paths;
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex& row : rows)
        paths << m_model->entry(m_sorted->mapToSource(row).row()).path;
    return paths;
}

void RecordingsPage::choose(const QString& path) {
    const int row = m_model ? m_model->rowOf(path) : -1;
    if (row >= 0) m_table->selectRow(m_sorted->mapFromSource(m_model->index(row, 0)).row());
}

const model::RecordingEntry* RecordingsPage::entry() const {
    const QStringList paths = chosen();
    return paths.size() == 1 ? &m_model->entry(m_model->rowOf(paths.first())) : nullptr;
}

void RecordingsPage::updateState() {
    const bool any = m_model && m_model->rowCount() > 0;
    QWidget* seen = any ? static_cast<QWidget*>(m_table) : m_reading ? m_loading : m_empty;
    if (m_stack->currentWidget() != seen) {
        m_stack->setCurrentWidget(seen);
        // The list takes the focus as soon as it is there, for the keyboard.
        if (any && std::exchange(m_wantsFocus, false)) setFocus();
        if (any && !m_table->selectionModel()->hasSelection()) m_table->selectRow(0);
    }
    const QStringList paths = chosen();
    const model::RecordingEntry* one = entry();
    const bool readable = one && !one->problem;
    const auto broken = [this](const QString& path) {
        return m_model->entry(m_model->rowOf(path)).problem.has_value();
    };
    const bool allReadable = !paths.isEmpty() && std::none_of(paths.begin(), paths.end(), broken);
    m_open->setEnabled(!paths.isEmpty());
    m_compare->setEnabled(allReadable && paths.size() <= 2);
    m_export->setEnabled(readable);
    m_keep->setEnabled(readable);
    m_giveUp->setEnabled(readable && one->kept);
    m_remove->setEnabled(!paths.isEmpty());
    m_prune->setEnabled(m_prunable > 0);
    m_total->setText(
        any ? tr("%1, %2, in %3")
                  .arg(counted(m_model->rowCount()), model::formatSize(m_model->bytes()), m_folder)
            : QString());
}

void RecordingsPage::askName() {
    const model::RecordingEntry* one = entry();
    if (!one) return;
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(u"recordingName"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keep Recording"));
    dialog->setLabelText(tr("Name of the recording. Named recordings are never pruned."));
    dialog->setOkButtonText(tr("Keep"));
    dialog->setTextValue(one->kept ? one->name : QString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this, path = one->path](const QString& name) {
        if (!name.trimmed().isEmpty()) Q_EMIT keepRequested(path, name.trimmed());
    });
    dialog->open();
}

/// Asks a question with two buttons; the safe one is the default. Does not block.
void RecordingsPage::ask(const QString& title, const QString& question, const QString& more,
                         const QString& yes, const QString& no, const std::function<void()>& agreed) {
    auto* box = new QMessageBox(QMessageBox::Question, title, question, QMessageBox::NoButton, this);
    box->setObjectName(u"recordingsQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(more.toHtmlEscaped());
    const QAbstractButton* go = box->addButton(yes, QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(no, QMessageBox::RejectRole));
    connect(box, &QMessageBox::buttonClicked, this, [go, agreed](const QAbstractButton* button) {
        if (button == go) agreed();
    });
    box->open();
}

void RecordingsPage::askRemove() {
    const QStringList paths = chosen();
    if (paths.isEmpty()) return;
    std::uint64_t bytes = 0;
    int kept = 0;
    for (const QString& path : paths) {
        const model::RecordingEntry& one = m_model->entry(m_model->rowOf(path));
        bytes += one.bytes;
        kept += one.kept ? 1 : 0;
    }
    const QString what =
        paths.size() == 1
            ? model::escapeServerText(m_model->entry(m_model->rowOf(paths.first())).name.toStdString())
            : counted(static_cast<int>(paths.size()));
    ask(tr("Delete Recordings"),
        tr("Delete %1 permanently? This frees %2.").arg(what, model::formatSize(bytes)),
        kept > 0 ? tr("Named recordings among them: %1.").arg(kept) : paths.join(u'\n'), tr("Delete"),
        tr("Cancel"), [this, paths] { Q_EMIT removeRequested(paths); });
}

void RecordingsPage::askPrune() {
    ask(tr("Prune Recordings"),
        tr("Delete %1 without a name? This frees %2.")
            .arg(counted(m_prunable), model::formatSize(m_prunableBytes)),
        tr("They are older than 7 days, or exceed 2 GB in total. Named recordings stay."), tr("Prune"),
        tr("Cancel"), [this] { Q_EMIT pruneRequested(); });
}

void RecordingsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_wantsFocus = m_stack->currentWidget() != m_table; // a hidden table cannot take it
    Q_EMIT shown(true);
}

void RecordingsPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    Q_EMIT shown(false);
}

} // namespace maintscope::ui

#include "moc_recordings_page.cpp"
