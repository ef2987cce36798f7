// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include "model/export/export_formats.h"
#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace maintscope;
using namespace maintscope::ui;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestExportDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFormatIsOffered() {
        ExportDialog dialog(m_folder.path(), u"orders"_s);
        dialog.show();
        test::picture(dialog, u"export-dialog"_s);
        QSet<int> offered;
        for (QRadioButton* button : dialog.findChildren<QRadioButton*>()) {
            if (!button->objectName().startsWith(u"format"_s)) continue;
            button->click();
            offered += static_cast<int>(dialog.format());
            QVERIFY2(dialog.path().endsWith(model::exportFileName(dialog.format())),
                     qPrintable(dialog.path()));
            QVERIFY(!button->accessibleDescription().isEmpty());
        }
        QCOMPARE(offered.size(), static_cast<qsizetype>(model::exportFormats().size()));
    }

    void theNameOfARedactedExportSaysNothingAboutTheTarget() {
        ExportDialog dialog(m_folder.path(), u"2026-11-20T14-12-03.118Z-db.example.com"_s);
        auto* redact = dialog.findChild<QCheckBox*>(u"exportRedact"_s);
        QVERIFY(dialog.path().contains(u"db.example.com"_s));
        redact->setChecked(true);
        QVERIFY2(dialog.path().startsWith(m_folder.path() + u"/recording-redacted-"_s),
                 qPrintable(dialog.path()));
        for (QRadioButton* button : dialog.findChildren<QRadioButton*>()) {
            if (!button->objectName().startsWith(u"format"_s)) continue;
            button->click();
            QVERIFY2(!dialog.path().contains(u"db.example.com"_s), qPrintable(dialog.path()));
        }
        redact->setChecked(false);
        QVERIFY(dialog.path().contains(u"db.example.com"_s));
    }

    void withoutAScopeTheWholeRecordingIsExported() {
        ExportDialog dialog(m_folder.path(), u"orders"_s);
        QVERIFY(!dialog.findChild<QRadioButton*>(u"rangeVisible"_s)->isEnabled());
        QVERIFY(!dialog.findChild<QRadioButton*>(u"rangeSelection"_s)->isEnabled());
        QVERIFY(!dialog.options().range.from && !dialog.options().range.to);
    }

    void theCommandLineSaysWhatTheDialogDoes() {
        ExportDialog dialog(m_folder.path(), u"orders"_s);
        ExportScope scope;
        scope.recording = u"/tmp/my recordings/a.maintscope"_s;
        scope.visible = {kSessionStart, kSessionStart + 60s};
        scope.selection = {kSessionStart + 1500ms + 7ns, kSessionStart + 3s};
        dialog.setScope(scope);
        QVERIFY(
            dialog.findChild<QRadioButton*>(u"rangeSelection"_s)->isChecked()); // what was selected is meant
        dialog.findChild<QRadioButton*>(u"formatCsv"_s)->click();
        dialog.findChild<QCheckBox*>(u"exportRedact"_s)->setChecked(true);
        const model::ExportOptions options = dialog.options();
        QVERIFY(options.redact);
        QVERIFY(*options.range.from == kSessionStart + 1500ms); // as the command line can say it
        QCOMPARE(dialog.commandLine(), u"maintscope export '/tmp/my recordings/a.maintscope' --format csv "
                                       u"--from 1500ms --to 3000ms --redact "
                                       "--out %1/recording-redacted-events.csv"_s.arg(m_folder.path()));
        dialog.findChild<QRadioButton*>(u"rangeVisible"_s)->click();
        QVERIFY(*dialog.options().range.to == kSessionStart + 60s);
    }

    void theVerdictGoesByWhatTheUserStates() {
        ExportDialog dialog(m_folder.path(), u"orders"_s);
        dialog.setScope({u"a.maintscope"_s, {}, {}});
        QVERIFY(!dialog.options().verdict.method && !dialog.options().verdict.slo.gap);
        auto* limits = dialog.findChild<QLineEdit*>(u"exportLimits"_s);
        auto* method = dialog.findChild<QComboBox*>(u"exportMethod"_s);
        method->setCurrentIndex(method->findText(u"upgrade in place"_s));
        limits->setText(u"gap=2s,errors=0"_s);
        QVERIFY(dialog.options().verdict.method == model::Method::InPlace);
        QVERIFY(dialog.options().verdict.slo.gap == 2s);
        QVERIFY2(dialog.commandLine().contains(u"--method in-place --slo 'gap=2s,errors=0'"_s) ||
                     dialog.commandLine().contains(u"--method in-place --slo gap=2s,errors=0"_s),
                 qPrintable(dialog.commandLine()));
        limits->setText(u"gap=soon"_s);
        QVERIFY(!dialog.findChild<QPushButton*>(u"exportWrite"_s)->isEnabled());
        QVERIFY(dialog.findChild<QLabel*>(u"exportMessage"_s)->text().contains(u"gap=2s"_s));
        limits->clear();
        QVERIFY(dialog.findChild<QPushButton*>(u"exportWrite"_s)->isEnabled());
    }

    void thePreviewShowsWhatIsReplaced() {
        ExportDialog dialog(m_folder.path(), u"orders"_s);
        dialog.show();
        QSignalSpy asked(&dialog, &ExportDialog::previewRequested);
        dialog.findChild<QPushButton*>(u"exportPreview"_s)->click();
        QCOMPARE(asked.size(), 1);
        QStringList cells;
        QTimer::singleShot(0, &dialog, [&] {
            auto* preview = dialog.findChild<QDialog*>(u"redactionPreview"_s);
            const auto* table = preview->findChild<QTableWidget*>(u"redactionTable"_s);
            for (int column = 0; column < 3; ++column)
                cells += table->item(0, column)->text();
            preview->accept();
        });
        dialog.showPreview({{model::Redaction::What::Host, u"10.0.1.7"_s, u"host-1"_s}});
        QCOMPARE(cells, (QStringList{u"host"_s, u"10.0.1.7"_s, u"host-1"_s}));
    }

private:
    QTemporaryDir m_folder;
};

MAINTSCOPE_TEST(TestExportDialog, QApplication)
#include "tst_export_dialog.moc"
