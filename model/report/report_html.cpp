// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/report_html.h"

#include "model/base/format.h"

#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Text is black; a mark next to it carries the colour, and each mark has its own shape.
constexpr const char* kStyle = R"css(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1b1e20;font:14px/1.45 Inter,"DejaVu Sans",system-ui,sans-serif}
main{max-width:840px;margin:0 auto;padding:40px 20px}
.head{display:flex;justify-content:space-between;color:#4e5963;font-size:13px}
h1{font-size:28px;line-height:1.2;margin:6px 0 2px;font-weight:650;overflow-wrap:anywhere}
.range{color:#4e5963;margin:0 0 18px}
h2{font-size:16px;font-weight:650;margin:26px 0 10px;padding-bottom:5px;border-bottom:2px solid #1b1e20}
h2 span{display:inline-block;min-width:26px}
h3{font-size:14px;margin:16px 0 6px}
.verdict{display:flex;border:2px solid #1b1e20;margin:0 0 12px}
.word{display:flex;align-items:center;gap:14px;padding:18px 22px;font-size:30px;font-weight:700;border-right:2px solid #1b1e20;min-width:190px}
.word svg{width:40px;height:40px;flex:none}
.PASS{background:#009e73}.FAIL{background:#d55e00}.WARN{background:#c3cbd2}.INCONCLUSIVE{background:#fff;font-size:21px}
.say{padding:12px 18px;font-size:15px}
.say p{margin:0}.say ul{margin:6px 0 0;padding-left:20px}
.figures{display:flex;border:1px solid #aeb8c1;margin:0 0 4px}
.figures div{flex:1;padding:10px 14px;border-left:1px solid #aeb8c1}
.figures div:first-child{border-left:0}
.figures b{display:block;font-size:23px;font-weight:650}
.figures span{display:block}.figures small{display:block;color:#4e5963;font-size:12px}
dl{display:grid;grid-template-columns:110px 1fr 110px 1fr;gap:5px 12px;margin:0}
dt{color:#4e5963}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:12.5px}
th{text-align:left;font-weight:650;border-bottom:1.5px solid #1b1e20;padding:4px 8px 4px 0;vertical-align:bottom}
td{border-bottom:1px solid #d5dade;padding:4px 8px 4px 0;vertical-align:top;overflow-wrap:anywhere}
.f{font-family:"JetBrains Mono","DejaVu Sans Mono",monospace;font-variant-ligatures:none;font-size:11.5px;white-space:nowrap}
.r{text-align:right}
tr.strong td{font-weight:650}td.part{padding-left:16px}
tr.group th{border-bottom:1px solid #d5dade;background:#e6eaee;padding-left:6px}
td svg{width:13px;height:13px;vertical-align:-2px;margin-right:6px}
.note{color:#4e5963;font-size:12.5px;margin:6px 0 0}
.picture svg{width:100%;height:auto;display:block}
footer{margin-top:28px;padding-top:8px;border-top:1px solid #aeb8c1;color:#4e5963;font-size:12px;display:flex;justify-content:space-between;gap:16px}
footer code{overflow-wrap:anywhere}
@media (max-width:640px){.verdict,.figures{display:block}.word{border-right:0;border-bottom:2px solid #1b1e20}.figures div{border-left:0;border-top:1px solid #aeb8c1}dl{grid-template-columns:110px 1fr}}
@media print{@page{margin:14mm}main{padding:0;max-width:none}body{font-size:11px}h1{font-size:22px}h2{break-after:avoid;font-size:13px;margin:16px 0 6px}h3{break-after:avoid;font-size:11px}
table{font-size:9.5px}.f{font-size:9px}tr,.figures,.verdict,.picture{break-inside:avoid}thead{display:table-header-group}.say{font-size:12px}.word{font-size:24px}.figures b{font-size:18px}.figures small,.note,footer{font-size:9.5px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

QByteArray escaped(const QString& text) {
    return text.toHtmlEscaped().toUtf8();
}

/// The badge of a verdict: disc with a tick, triangle, octagon with a cross, dashed ring.
QByteArray verdictSign(const QString& verdict) {
    const char* shape = "<circle cx='8' cy='8' r='6.8' fill='none' stroke-dasharray='3 2'/>"
                        "<path d='M6 6.2a2 2 0 1 1 2.6 1.9V9.4M8.4 11.6h.01' fill='none'/>";
    if (verdict == u"PASS"_s)
        shape = "<circle cx='8' cy='8' r='6.8' fill='#fff' fill-opacity='.35'/>"
                "<path d='M4.9 8.3 7.1 10.5 11.2 5.8' fill='none'/>";
    if (verdict == u"FAIL"_s)
        shape = "<path d='M5 1h6l4 4v6l-4 4H5l-4-4V5z' fill='#fff' fill-opacity='.35'/>"
                "<path d='M5.5 5.5l5 5M10.5 5.5l-5 5' fill='none'/>";
    if (verdict == u"WARN"_s)
        shape = "<path d='M8 1.2l7.2 13.4H.8z' fill='#fff' fill-opacity='.5'/>"
                "<path d='M8 6v3.6M8 12.2v.01' fill='none'/>";
    return QByteArray("<svg viewBox='0 0 16 16' aria-hidden='true' stroke='#1b1e20' stroke-width='1.4' "
                      "stroke-linecap='round' stroke-linejoin='round'>") +
           shape + "</svg>";
}

QByteArray operationSign(OperationKind kind) {
    const char* const diamond = "M8 1l7 7-7 7-7-7z";
    const char* const wedge = "M3 2l11 6-11 6z";
    const char* path = wedge;
    const char* fill = "#e69f00";
    switch (kind) {
    case OperationKind::Moving:
        path = diamond;
        fill = "#cc79a7";
        break;
    case OperationKind::FailingOver:
        fill = "#f0e442";
        break;
    case OperationKind::Migrating:
    case OperationKind::Smigrating:
        break;
    }
    return QByteArray("<svg viewBox='0 0 16 16' aria-hidden='true' stroke='#1b1e20'><path d='") + path +
           "' fill='" + fill + "'/></svg>";
}

/// Only the element: HTML must not contain an XML declaration or a document type.
QByteArray inlineSvg(const QByteArray& svg) {
    const qsizetype begin = svg.indexOf("<svg");
    return begin < 0 ? QByteArray() : svg.mid(begin);
}

class Page {
public:
    Page(const QString& title, const QString& kind, const QString& appVersion) {
        m_html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                 "'unsafe-inline'; img-src data:\">\n"
                 "<meta name=\"schema\" content=\"maint-report/1\">\n<title>" +
                 escaped(title + u", "_s + kind.toLower()) + "</title>\n<style>" + kStyle +
                 "</style>\n</head>\n<body>\n<main>\n<div class=\"head\"><span>" + escaped(kind) +
                 "</span><span>Maintscope " + escaped(appVersion) + "</span></div>\n<h1>" + escaped(title) +
                 "</h1>\n";
    }
    void raw(const QByteArray& html) { m_html += html; }
    void paragraph(const char* className, const QString& text) {
        if (text.isEmpty()) return;
        m_html += QByteArray("<p class=\"") + className + "\">" + escaped(text) + "</p>\n";
    }
    void section(const QString& title) {
        m_html += "<h2><span>" + QByteArray::number(++m_section) + "</span>" + escaped(title) + "</h2>\n";
    }
    void verdict(const QString& word, const QString& sentence, const QStringList& reasons) {
        m_html += "<div class=\"verdict\"><div class=\"word " + escaped(word) + "\">" + verdictSign(word) +
                  escaped(word) + "</div><div class=\"say\"><p>" + escaped(sentence) + "</p>";
        if (!reasons.isEmpty()) list("Why: ", reasons);
        m_html += "</div></div>\n";
    }
    void list(const char* intro, const QStringList& items) {
        m_html += "<ul>";
        for (const QString& item : items)
            m_html +=
                "<li>" + (item == items.first() ? QByteArray(intro) : QByteArray()) + escaped(item) + "</li>";
        m_html += "</ul>\n";
    }
    void table(const ReportTable& table) {
        if (table.rows.empty()) {
            paragraph("note", table.whenEmpty);
            return;
        }
        m_html += "<div class=\"wide\"><table><thead><tr>";
        for (const ReportColumn& column : table.columns)
            m_html += QByteArray("<th scope=\"col\"") + (column.right ? " class=\"r\"" : "") + '>' +
                      escaped(column.title) + "</th>";
        m_html += "</tr></thead><tbody>\n";
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            tableRow(table, row);
        m_html += "</tbody></table></div>\n";
        paragraph("note", table.note);
    }
    void comparison(const std::vector<ComparisonGroup>& groups, const QString& a, const QString& b) {
        m_html += "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Metric</th>";
        for (const QString& head : {a, b, u"difference"_s})
            m_html += "<th scope=\"col\" class=\"r\">" + escaped(head) + "</th>";
        m_html += "</tr></thead><tbody>\n";
        for (const ComparisonGroup& group : groups) {
            m_html += "<tr class=\"group\"><th colspan=\"4\">" + escaped(group.title) + "</th></tr>\n";
            for (const ComparisonRow& row : group.rows) {
                m_html += QByteArray("<tr") + (row.strong ? " class=\"strong\"" : "") + "><td" +
                          (row.part ? " class=\"part\"" : "") + '>' + escaped(row.metric) + "</td>";
                for (const QString& cell : {row.a, row.b, row.delta})
                    m_html += "<td class=\"f r\">" + escaped(cell) + "</td>";
                m_html += "</tr>\n";
            }
        }
        m_html += "</tbody></table></div>\n";
    }
    void picture(const QByteArray& svg, const QString& caption) {
        if (svg.isEmpty()) return;
        m_html += "<div class=\"picture\" role=\"img\" aria-label=\"" + escaped(caption) + "\">" +
                  inlineSvg(svg) + "</div>\n";
        paragraph("note", caption);
    }
    [[nodiscard]] QByteArray take(const QByteArray& left, const QByteArray& right) {
        return m_html + "<footer><span>" + left + "</span><span>" + right +
               "</span></footer>\n</main>\n</body>\n</html>\n";
    }

private:
    void tableRow(const ReportTable& table, std::size_t row) {
        m_html += "<tr>";
        for (qsizetype cell = 0; cell < table.rows[row].size(); ++cell) {
            const ReportColumn& column = table.columns[static_cast<std::size_t>(cell)];
            const QByteArray classes = QByteArray(column.figure ? "f" : "") +
                                       (column.figure && column.right ? " " : "") + (column.right ? "r" : "");
            m_html += "<td" + (classes.isEmpty() ? QByteArray() : " class=\"" + classes + '"') + '>';
            // The symbol of an operation precedes its name in the second cell.
            if (cell == 1 && row < table.marks.size() && table.marks[row])
                m_html += operationSign(*table.marks[row]);
            m_html += escaped(table.rows[row][cell]) + "</td>";
        }
        m_html += "</tr>\n";
    }

    QByteArray m_html;
    int m_section = 0;
};

void addTarget(Page& page, const TargetReport& target, const ReportPictures& pictures, bool several) {
    if (several) page.raw("<h1>" + escaped(target.name) + "</h1>\n");
    page.verdict(target.verdict, target.sentence, target.reasons);
    page.raw("<div class=\"figures\">");
    for (const ReportFigure& figure : target.figures)
        page.raw("<div><b>" + escaped(figure.value) + "</b><span>" + escaped(figure.what) + "</span><small>" +
                 escaped(figure.beside) + "</small></div>");
    page.raw("</div>\n");
    page.section(kScopeTitle);
    page.raw("<dl>");
    for (const ReportFact& fact : target.scope)
        page.raw("<dt>" + escaped(fact.name) + "</dt><dd>" + escaped(fact.value) + "</dd>");
    page.raw("</dl>\n");
    if (!pictures.timeline.isEmpty()) {
        page.section(kTimelineTitle);
        page.picture(pictures.timeline, kTimelineCaption);
    }
    page.section(target.operations.title);
    page.table(target.operations);
    page.raw("<h3>" + escaped(target.handoffs.title) + "</h3>\n");
    page.table(target.handoffs);
    page.section(target.findings.title);
    page.table(target.findings);
    if (!pictures.latency.isEmpty() || !pictures.percentiles.isEmpty()) {
        page.section(u"Latency"_s);
        page.picture(
            pictures.latency,
            u"Latency of probes with a reply, per second: solid p50, dotted p99, rings the slowest."_s);
        page.picture(pictures.percentiles, kPercentilesCaption);
    }
    if (!target.control.empty()) {
        page.section(kControlTitle);
        page.comparison(target.control, u"protected"_s, u"control"_s);
        page.list("", target.controlCaveats);
    }
}

} // namespace

QByteArray reportHtml(const Report& report, const std::vector<ReportPictures>& pictures) {
    Page page(report.title, kReportTitle, report.appVersion);
    page.paragraph("range", report.range);
    static const ReportPictures none;
    for (std::size_t i = 0; i < report.targets.size(); ++i)
        addTarget(page, report.targets[i], i < pictures.size() ? pictures[i] : none,
                  report.targets.size() > 1);
    page.section(report.changes.title);
    page.table(report.changes);
    page.section(report.notes.title);
    page.table(report.notes);
    page.section(kMethodTitle);
    page.list("", report.method);
    page.section(report.appendix.title);
    page.table(report.appendix);
    return page.take("Maintscope " + escaped(report.appVersion) +
                         (report.redacted ? ", redacted" : ", not redacted"),
                     "sha256 of these events as NDJSON <code>" + report.checksum.toLatin1() + "</code>");
}

ComparisonPage comparisonPage(const RecordingExtract& a, const RecordingExtract& b, Alignment alignment) {
    ComparisonPage page;
    const auto side = [](const QString& letter, const RecordingExtract& source) {
        ComparisonSide result;
        if (source.summaries().empty()) return result;
        result.summary = source.summaries().front();
        const WallTime at = result.summary.started;
        result.label = letter + u' ' + escapeServerText(result.summary.target) + u", "_s + formatDate(at) +
                       u' ' + formatTimeS(at) + u'Z';
        return result;
    };
    page.a = side(u"A"_s, a);
    page.b = side(u"B"_s, b);
    page.alignment = alignmentText(alignment);
    page.groups = compare(page.a.summary, page.b.summary);
    page.caveats = comparisonCaveats(page.a.summary, page.b.summary);
    page.appVersion = QString::fromStdString(a.session().appVersion);
    page.redacted = a.redacted();
    return page;
}

QByteArray comparisonHtml(const ComparisonPage& c) {
    Page page(c.a.label + u" against "_s + c.b.label, u"Comparison"_s, c.appVersion);
    page.paragraph("range", c.alignment);
    for (const ComparisonSide* side : {&c.a, &c.b}) {
        QStringList reasons;
        for (const std::string& reason : side->summary.reasons)
            reasons += reasonText(reason);
        page.verdict(QString::fromLatin1(toString(side->summary.verdict).data()).toUpper(),
                     side->label + u". "_s + impactSentence(side->summary), reasons);
    }
    page.section(u"Difference"_s);
    page.comparison(c.groups, c.a.label, c.b.label);
    page.list("", c.caveats);
    if (!c.percentiles.isEmpty()) {
        page.section(kPercentilesTitle);
        page.picture(c.percentiles, u"Solid, round: "_s + c.a.label + u". Dashed, square: "_s + c.b.label +
                                        u". A failed command ranks worse than any latency."_s);
    }
    if (!c.timelineA.isEmpty()) {
        page.section(u"Timelines"_s);
        page.picture(c.timelineA, c.a.label);
        page.picture(c.timelineB, c.b.label);
    }
    return page.take("Maintscope " + escaped(c.appVersion) + (c.redacted ? ", redacted" : ", not redacted"),
                     {});
}

} // namespace maintscope::model
