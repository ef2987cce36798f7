// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_label.h"

#include "client/types/connection_state.h"
#include "client/types/event_names.h"
#include "model/events/event_filter.h"
#include "model/events/planned_window.h"
#include "model/events/rest_event.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using Qt::Literals::StringLiterals::operator""_s;

class TestEventLabel : public QObject {
    Q_OBJECT

    static Event named(EventKind kind, const std::string& name) {
        Event event;
        event.kind = kind;
        event.name = name;
        return event;
    }
    static void checkLabel(const std::string& name) {
        const std::string_view words = wordsForName(name);
        QVERIFY2(!words.empty(), ("no label for " + name).c_str());
        QVERIFY2(words.find('_') == std::string_view::npos, name.c_str());
        QVERIFY2(words.size() <= 22, (name + " does not fit the column").c_str());
    }

private Q_SLOTS:
    void everyNameOfTheVocabularyHasALabel() {
        QFile header(u"" MAINTSCOPE_SOURCE_DIR "/client/types/event_names.h"_s);
        QVERIFY(header.open(QIODevice::ReadOnly));
        static const QRegularExpression quoted(u"=\\s*\"([^\"]+)\""_s);
        int count = 0;
        for (auto it = quoted.globalMatch(QString::fromUtf8(header.readAll())); it.hasNext();) {
            const QString name = it.next().captured(1);
            // Figures are not names; the rest of an endpoint type varies.
            if (name.endsWith(u"_ns"_s) || name.startsWith(u"endpoint_type:"_s)) continue;
            checkLabel(name.toStdString());
            ++count;
        }
        QVERIFY(count > 30);
    }

    void everyStateHasALabel() {
        for (int i = 0; i <= static_cast<int>(ConnectionState::Closed); ++i)
            checkLabel(std::string(toString(static_cast<ConnectionState>(i))));
    }

    void everyActionOnTheClusterHasALabel() {
        for (const RestAction action :
             {RestAction::Read, RestAction::Survey, RestAction::DryRun, RestAction::Apply}) {
            RestOutcome outcome;
            outcome.action = action;
            outcome.failure.emplace();
            checkLabel(restEvent(outcome, "admin", {}, TargetId{1}).name);
        }
    }

    void namesOfOthersStayAsTheyAre() {
        QCOMPARE(eventLabel(named(EventKind::Notification, "FAILING_OVER")), "FAILING_OVER");
        QCOMPARE(eventLabel(named(EventKind::Note, "tail")), "tail");
        QCOMPARE(eventLabel(named(EventKind::Alert, "of_a_newer_version")), "of_a_newer_version");
        QCOMPARE(eventLabel(named(EventKind::Recording, std::string(kPlannedPrefix) + "CHG-1042")),
                 "planned: CHG-1042");
        QCOMPARE(eventLabel(named(EventKind::Recording, "endpoint_type:external-ip")),
                 "endpoint type: external-ip");
    }

    void filtersFindNameAndLabel() {
        const Event tail = named(EventKind::Relaxed, "tail");
        for (const QString& text : {u"name:tail"_s, u"name:\"still relaxed\""_s, u"tail"_s, u"still"_s})
            QVERIFY2(EventFilter::parse(text).matches(tail, 1), qPrintable(text));
        QVERIFY(!EventFilter::parse(u"name:unchanged"_s).matches(tail, 1));
    }
};

MAINTSCOPE_TEST(TestEventLabel, QCoreApplication)
#include "tst_event_label.moc"
