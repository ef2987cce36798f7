// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/report_html.h"

#include "model/base/format.h"

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Escapes characters with a meaning in Markdown or in HTML within it.
QByteArray plain(QString text) {
    text.replace(u'\n', u' ');
    QString safe;
    for (const QChar c : text) {
        if (QStringView(u"\\`*_[]<>|#~").contains(c)) safe += u'\\';
        safe += c;
    }
    return safe.toUtf8();
}

QByteArray heading(int level, const QString& title) {
    return QByteArray(level, '#') + ' ' + plain(title) + "\n\n";
}

QByteArray bullets(const QStringList& items) {
    QByteArray text;
    for (const QString& item : items)
        text += "- " + plain(item) + '\n';
    return text + '\n';
}

QByteArray tableText(const ReportTable& table) {
    if (table.rows.empty()) return plain(table.whenEmpty) + "\n\n";
    QByteArray text = "|";
    for (const ReportColumn& column : table.columns)
        text += ' ' + plain(column.title) + " |";
    text += "\n|";
    for (const ReportColumn& column : table.columns)
        text += column.right ? " ---: |" : " --- |";
    for (const QStringList& row : table.rows) {
        text += "\n|";
        for (const QString& cell : row)
            text += ' ' + plain(cell) + " |";
    }
    text += "\n\n";
    return table.note.isEmpty() ? text : text + plain(table.note) + "\n\n";
}

QByteArray comparisonText(const std::vector<ComparisonGroup>& groups, const QString& a, const QString& b) {
    QByteArray text =
        "| Metric | " + plain(a) + " | " + plain(b) + " | Difference |\n| --- | ---: | ---: | ---: |\n";
    for (const ComparisonGroup& group : groups) {
        text += "| **" + plain(group.title) + "** | | | |\n";
        for (const ComparisonRow& row : group.rows)
            text += "| " + QByteArray(row.part ? "&nbsp;&nbsp;" : "") + plain(row.metric) + " | " +
                    plain(row.a) + " | " + plain(row.b) + " | " + plain(row.delta) + " |\n";
    }
    return text + '\n';
}

QByteArray verdictText(const QString& verdict, const QString& sentence, const QStringList& reasons) {
    QByteArray text = "**" + plain(verdict) + ".** " + plain(sentence) + "\n\n";
    return reasons.isEmpty() ? text : text + bullets(reasons);
}

QByteArray footer(const QString& appVersion, bool redacted) {
    return "Maintscope " + plain(appVersion) + (redacted ? ", redacted." : ", not redacted.") +
           " Schema maint-report/1.";
}

} // namespace

QByteArray reportMarkdown(const Report& report) {
    QByteArray text = heading(1, kReportTitle + u": "_s + report.title) + plain(report.range) + "\n\n";
    for (const TargetReport& target : report.targets) {
        if (report.targets.size() > 1) text += heading(2, target.name);
        text += verdictText(target.verdict, target.sentence, target.reasons);
        text += "| | | |\n| ---: | --- | --- |\n";
        for (const ReportFigure& figure : target.figures)
            text += "| **" + plain(figure.value) + "** | " + plain(figure.what) + " | " +
                    plain(figure.beside) + " |\n";
        text += '\n' + heading(2, kScopeTitle);
        for (const ReportFact& fact : target.scope)
            text += "- " + plain(fact.name) + ": " + plain(fact.value) + '\n';
        text += '\n';
        for (const ReportTable* table : {&target.operations, &target.handoffs, &target.findings})
            text += heading(2, table->title) + tableText(*table);
        if (!target.control.empty())
            text += heading(2, kControlTitle) + comparisonText(target.control, u"protected"_s, u"control"_s) +
                    bullets(target.controlCaveats);
    }
    text += heading(2, report.changes.title) + tableText(report.changes);
    text += heading(2, report.notes.title) + tableText(report.notes);
    text += heading(2, kMethodTitle) + bullets(report.method);
    return text + footer(report.appVersion, report.redacted) + " SHA-256 of these events as NDJSON: `" +
           report.checksum.toLatin1() + "`\n";
}

QByteArray comparisonMarkdown(const ComparisonPage& page) {
    QByteArray text = heading(1, u"Comparison: "_s + page.a.label + u" against "_s + page.b.label) +
                      plain(page.alignment) + "\n\n";
    for (const ComparisonSide* side : {&page.a, &page.b}) {
        QStringList reasons;
        for (const std::string& reason : side->summary.reasons)
            reasons += reasonText(reason);
        text += heading(2, side->label) +
                verdictText(QString::fromLatin1(toString(side->summary.verdict).data()).toUpper(),
                            impactSentence(side->summary), reasons);
    }
    text += heading(2, u"Difference"_s) + comparisonText(page.groups, page.a.label, page.b.label) +
            bullets(page.caveats);
    return text + footer(page.appVersion, page.redacted) + '\n';
}

} // namespace maintscope::model
