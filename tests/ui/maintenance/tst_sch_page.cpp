// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/event_names.h"
#include "ui/maintenance/sch_page.h"
#include "ui/theme/apply_theme.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>

using namespace maintscope;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What a cluster would say, without one.
class Script {
public:
    explicit Script(SchPage& page)
        : m_page(page) {
        QObject::connect(&page, &SchPage::requested, &page,
                         [this](const RestTask& task) { tasks.push_back(task); });
    }

    std::vector<RestTask> tasks;
    ClusterReading cluster = [] {
        ClusterReading reading;
        reading.name = "prod-us";
        reading.notifications = Flag::Off;
        reading.ossNotifications = Flag::Off;
        reading.handoffDelay = 2000ms;
        reading.role = "admin";
        reading.mayUpdate = MayUpdate::Yes;
        reading.nodes = 3;
        reading.lowestVersion = "8.0.22";
        reading.readAt = WallTime(std::chrono::seconds(1795182071)); // 2026-11-20T13:41:11Z
        reading.httpStatus = 200;
        reading.elapsed = 41ms;
        reading.certificate = certificate();
        return reading;
    }();

    static PresentedCertificate certificate() {
        PresentedCertificate shown;
        shown.commonName = "prod-us.example";
        shown.names = {"*.prod-us.example", "prod-us.example"};
        shown.selfSigned = true;
        shown.validFrom = WallTime(std::chrono::seconds(1778000000));
        shown.validUntil = WallTime(std::chrono::seconds(1809267000));
        shown.sha256 = "1f9ac4085de1723390ab460ed75c18f26ba930cc118e47d502fb936ae458b17e";
        shown.publicKeySha256 = "q83v";
        return shown;
    }

    void step(RestStage stage, int status, bool ok = true) {
        m_page.onStep({stage, ok, status, 38ms, {}});
        m_steps.push_back({stage, ok, status, 38ms, {}});
    }
    /// Ends the running task well, or with `failure`.
    void finish(std::optional<RestFailure> failure = std::nullopt) {
        const RestTask& task = tasks.back();
        RestOutcome outcome;
        outcome.action = task.action;
        outcome.change = task.change;
        outcome.endedAt = cluster.readAt + std::chrono::seconds(tasks.size());
        if (failure) {
            outcome.failure = failure;
        } else {
            outcome.reading = cluster;
            if (task.action == RestAction::Survey) outcome.databases = databases;
            step(RestStage::Read, 200);
            if (task.action == RestAction::DryRun) step(RestStage::DryRun, 200);
            if (task.action == RestAction::Apply) {
                step(RestStage::Apply, 200);
                if (task.change.notifications)
                    cluster.notifications = *task.change.notifications ? Flag::On : Flag::Off;
                if (task.change.handoffDelay) cluster.handoffDelay = task.change.handoffDelay;
                step(RestStage::ReadBack, 200);
                outcome.readBack = cluster;
            }
        }
        outcome.steps = std::exchange(m_steps, {});
        m_page.onOutcome(outcome);
    }

    std::vector<DatabaseReading> databases;

private:
    SchPage& m_page;
    std::vector<RestStep> m_steps;
};

} // namespace

class SchPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void init() {
        m_page = std::make_unique<SchPage>();
        m_page->resize(1000, 860);
        m_script = std::make_unique<Script>(*m_page);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup() {
        m_page.reset();
        m_script.reset();
    }

    void emptyFormOffersNothingAndBlamesNobody() {
        picture(u"sch-empty"_s);
        QVERIFY(!button(u"schCheck"_s)->isEnabled());
        QVERIFY(!button(u"schPreview"_s)->isEnabled());
        QVERIFY(!button(u"schApply"_s)->isEnabled());
        QVERIFY(!find<QLabel>(u"schProblem"_s)->isVisible());
        QCOMPARE(find<QLabel>(u"schAffects"_s)->text(), u"SCH switch not read yet."_s);
        QCOMPARE(find<QLabel>(u"schFlag"_s)->text(), u"UNKNOWN"_s);
    }

    void pastedAddressFillsTheFieldsAndHidesThePassword() {
        auto* address = find<QLineEdit>(u"schAddress"_s);
        QGuiApplication::clipboard()->setText(u"https://admin@example.com:pw@c.example:9443"_s);
        address->paste();
        QCOMPARE(find<QLineEdit>(u"schUser"_s)->text(), u"admin@example.com"_s);
        QCOMPARE(address->text(), u"https://c.example:9443"_s);
        QVERIFY(!find<QLineEdit>(u"schPassword"_s)->text().isEmpty());
        QCOMPARE(find<QLineEdit>(u"schPassword"_s)->echoMode(), QLineEdit::Password);
    }

    void typedAddressIsTakenApartWhenItIsComplete() {
        auto* address = find<QLineEdit>(u"schAddress"_s);
        QTest::keyClicks(address, u"u:pw@c.example:1"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QCOMPARE(address->text(), u"https://c.example:1"_s);
        QCOMPARE(find<QLineEdit>(u"schUser"_s)->text(), u"u"_s);
    }

    void wrongAddressSaysWhere() {
        QTest::keyClicks(find<QLineEdit>(u"schAddress"_s), u"http://c.example"_s);
        QVERIFY(find<QLabel>(u"schProblem"_s)->isVisible());
        QVERIFY(find<QLabel>(u"schProblem"_s)->text().contains(u"without encryption"_s));
        QVERIFY(!button(u"schCheck"_s)->isEnabled());
    }

    void checkReadsAndShows() {
        readCluster();
        QCOMPARE(m_script->tasks.size(), std::size_t(1));
        const RestTask& task = m_script->tasks.front();
        QVERIFY(task.action == RestAction::Survey);
        QCOMPARE(task.settings.endpoint.host, std::string("cluster.prod-us.example"));
        QCOMPARE(task.settings.password.reveal(), std::string_view("pw"));
        QCOMPARE(find<QLabel>(u"schFlag"_s)->text(), u"OFF"_s);
        QCOMPARE(find<QLabel>(u"schDelay"_s)->text(), u"2000 ms"_s);
        QVERIFY(button(u"schWantOff"_s)->isChecked());
        QCOMPARE(find<QSpinBox>(u"schWantDelay"_s)->value(), 2000);
        QVERIFY(find<QLabel>(u"schFingerprint"_s)->text().remove(QChar(0x200b)).startsWith(u"1f:9a:c4:"_s));
        QVERIFY(!button(u"schPreview"_s)->isEnabled()); // nothing differs
        QCOMPARE(find<QTableWidget>(u"schHistory"_s)->rowCount(), 1);
    }

    void runningTaskCanBeCancelled() {
        fillIn();
        QSignalSpy cancelled(m_page.get(), &SchPage::cancelRequested);
        QTest::mouseClick(button(u"schCheck"_s), Qt::LeftButton);
        QCOMPARE(button(u"schCheck"_s)->text(), u"Cancel"_s);
        QVERIFY(!find<QLineEdit>(u"schAddress"_s)->isEnabled());
        QTest::mouseClick(button(u"schCheck"_s), Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        QVERIFY(find<QLineEdit>(u"schAddress"_s)->isEnabled());
        QVERIFY(m_page->form().phase() == model::SchPhase::Idle);
    }

    void productionAsksForTheClustersName() {
        TargetSettings target;
        target.environment = Environment::Production;
        m_page->setWatched(target);
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QVERIFY(button(u"schWantOn"_s)->isChecked());
        QVERIFY(!button(u"schApply"_s)->isEnabled());
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        QVERIFY(m_script->tasks.back().action == RestAction::DryRun);
        QVERIFY(m_script->tasks.back().change.notifications == true);
        QVERIFY(!m_script->tasks.back().change.handoffDelay.has_value());
        m_script->finish();
        auto* confirm = find<QLineEdit>(u"schConfirm"_s);
        QVERIFY(confirm->isVisible() && confirm->isEnabled());
        QVERIFY(!button(u"schApply"_s)->isEnabled());
        QTest::keyClicks(confirm, u"prod-u"_s);
        QVERIFY(!button(u"schApply"_s)->isEnabled());
        QTest::keyClicks(confirm, u"s"_s);
        QVERIFY(button(u"schApply"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"schConfirmMatch"_s)->text().contains(u"matches"_s));
        picture(u"sch-previewed"_s);

        QTest::mouseClick(button(u"schApply"_s), Qt::LeftButton);
        QVERIFY(m_script->tasks.back().action == RestAction::Apply);
        QVERIFY(m_script->tasks.back().previewed.has_value());
        m_script->finish();
        QCOMPARE(find<QLabel>(u"schFlag"_s)->text(), u"ON"_s);
        QVERIFY(find<QLabel>(u"schAfterwards"_s)->text().contains(u"opts in again"_s));
        QCOMPARE(find<QTableWidget>(u"schHistory"_s)->rowCount(), 3);
        picture(u"sch-applied"_s);
    }

    /// Somebody else may turn the switch while the form is open.
    void readingBesideTheUserFollowsTheClusterAndStopsAtA401() {
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        m_script->finish();
        QVERIFY(button(u"schApply"_s)->isEnabled());
        QSignalSpy polls(m_page.get(), &SchPage::pollRequested);
        QVERIFY(QMetaObject::invokeMethod(m_page.get(), "poll", Qt::DirectConnection));
        QCOMPARE(polls.count(), 1);
        RestOutcome seen;
        seen.action = RestAction::Read;
        seen.reading = m_script->cluster;
        seen.reading->handoffDelay = 700ms;
        m_page->onPolled(seen);
        QCOMPARE(find<QLabel>(u"schDelay"_s)->text(), u"700 ms"_s);
        QVERIFY(!button(u"schApply"_s)->isEnabled()); // the preview was of something else
        QVERIFY(button(u"schWantOn"_s)->isChecked()); // the wish stays

        QVERIFY(QMetaObject::invokeMethod(m_page.get(), "poll", Qt::DirectConnection));
        RestOutcome refused;
        refused.action = RestAction::Read;
        refused.failure.emplace();
        refused.failure->kind = RestFailureKind::NotAuthorised;
        refused.failure->httpStatus = 401;
        refused.failure->what = "The cluster manager does not accept user and password.";
        m_page->onPolled(refused);
        QVERIFY(m_page->form().credentialsRefused());
        QVERIFY(QMetaObject::invokeMethod(m_page.get(), "poll", Qt::DirectConnection));
        QCOMPARE(polls.count(), 2); // not a third time
        QVERIFY(!button(u"schCheck"_s)->isEnabled());
    }

    /// The last stage is ours: connections that are open are asked to opt in again.
    void openConnectionsOptInAgainAfterTheChange() {
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        m_script->finish();
        QTest::mouseClick(button(u"schApply"_s), Qt::LeftButton);
        m_script->finish();
        const auto& stage = m_page->form().stage(model::SchStage::OptIn);
        QVERIFY(stage.state == model::SchStageState::Waiting);
        m_page->onOptInAsked(1);
        QVERIFY(stage.state == model::SchStageState::Current);
        Event event;
        event.kind = EventKind::Recording;
        event.name = names::kOptInAsked;
        event.figures = {{"connections", 2}};
        m_page->onOptInEvent({1}, event);
        event.name = names::kOptInAgain;
        event.connection = {1};
        event.support = Support::Supported;
        m_page->onOptInEvent({1}, event);
        QVERIFY(find<QLabel>(u"schAfterwards"_s)->text().contains(u"1 of 2 own connections"_s));
        QVERIFY(stage.state == model::SchStageState::Current);
        event.connection = {2};
        event.support = Support::Unsupported;
        event.errorText = "ERR maintenance notifications are disabled on this server";
        m_page->onOptInEvent({1}, event);
        QVERIFY(stage.state == model::SchStageState::Failed); // the switch is on, and yet one was refused
        QVERIFY(find<QLabel>(u"schAfterwards"_s)->text().contains(u"1 refused"_s));
        picture(u"sch-opted-in-again"_s);
    }

    void elsewhereAPreviewIsEnough() {
        readCluster();
        find<QSpinBox>(u"schWantDelay"_s)->setValue(500);
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        m_script->finish();
        QVERIFY(!find<QLineEdit>(u"schConfirm"_s)->isVisible());
        QVERIFY(button(u"schApply"_s)->isEnabled());
    }

    void anotherWishMakesThePreviewStale() {
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        m_script->finish();
        QVERIFY(button(u"schApply"_s)->isEnabled());
        find<QSpinBox>(u"schWantDelay"_s)->setValue(0);
        QVERIFY(!button(u"schApply"_s)->isEnabled());
        QVERIFY(button(u"schPreview"_s)->isEnabled());
    }

    void whatWasFoundCanBeRestoredAfterSeveralChanges() {
        readCluster();
        QVERIFY(!button(u"schRestore"_s)->isEnabled());
        for (const QString& choice : {u"schWantOn"_s, u"schWantOff"_s, u"schWantOn"_s}) {
            QTest::mouseClick(button(choice), Qt::LeftButton);
            find<QSpinBox>(u"schWantDelay"_s)->setValue(100);
            QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
            m_script->finish();
            QTest::mouseClick(button(u"schApply"_s), Qt::LeftButton);
            m_script->finish();
        }
        QVERIFY(button(u"schRestore"_s)->toolTip().contains(u"true \u2192 false"_s));
        QTest::mouseClick(button(u"schRestore"_s), Qt::LeftButton);
        QVERIFY(button(u"schWantOff"_s)->isChecked());
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        QVERIFY(m_script->tasks.back().change.notifications == false);
        QVERIFY(m_script->tasks.back().change.handoffDelay == 2000ms);
    }

    void databaseOfTheClusterCanBeWatched() {
        DatabaseReading orders;
        orders.name = "orders";
        orders.resp3 = false;
        orders.endpoints = {{"redis-1.c", 12000, {"192.0.2.1"}, false}};
        DatabaseReading cache;
        cache.name = "cache";
        cache.type = "memcached";
        m_script->databases = {orders, cache};
        readCluster();
        auto* table = find<QTableWidget>(u"schDatabases"_s);
        QCOMPARE(table->rowCount(), 2);
        QVERIFY(table->item(0, 1)->text().contains(u"no RESP3"_s));
        QSignalSpy watched(m_page.get(), &SchPage::watchRequested);
        table->selectRow(1);
        QVERIFY(!button(u"schWatch"_s)->isEnabled());
        table->selectRow(0);
        QTest::mouseClick(button(u"schWatch"_s), Qt::LeftButton);
        QCOMPARE(watched.size(), 1);
        QCOMPARE(toString(watched.first().first().value<TargetSettings>().endpoint),
                 std::string("redis-1.c:12000"));
    }

    void lastChangeCanBeRevertedThroughAPreview() {
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        m_script->finish();
        QTest::mouseClick(button(u"schApply"_s), Qt::LeftButton);
        m_script->finish();
        QTest::mouseClick(button(u"schRevert"_s), Qt::LeftButton);
        QVERIFY(button(u"schWantOff"_s)->isChecked());
        QVERIFY(!button(u"schApply"_s)->isEnabled());
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        QVERIFY(m_script->tasks.back().change.notifications == false);
    }

    void untrustedCertificateCanBePinned() {
        fillIn();
        QTest::mouseClick(button(u"schCheck"_s), Qt::LeftButton);
        RestFailure failure;
        failure.kind = RestFailureKind::Untrusted;
        failure.what = "The server's certificate is not trusted.";
        failure.serverWords = "The certificate is self-signed, and untrusted.";
        failure.remedy = "Compare the fingerprint with the one on the server, then pin it.";
        failure.certificate = Script::certificate();
        m_script->finish(failure);
        picture(u"sch-untrusted"_s);
        QVERIFY(find<QWidget>(u"schManagerFailure"_s)->isVisible());
        QVERIFY(find<QLabel>(u"schFingerprint"_s)->isVisible());
        QVERIFY(button(u"schPinPresented"_s)->isVisible());
        QTest::mouseClick(button(u"schPinPresented"_s), Qt::LeftButton);
        QCOMPARE(m_script->tasks.size(), std::size_t(2));
        const TlsTrust& trust = m_script->tasks.back().settings.tls.trust;
        QVERIFY(trust.mode == TlsTrust::Mode::Pin);
        QCOMPARE(trust.pin, Script::certificate().sha256);
    }

    void changedPinIsNotOfferedToBeReplacedByAClick() {
        fillIn();
        QTest::mouseClick(button(u"schTrust-2"_s), Qt::LeftButton);
        find<QLineEdit>(u"schPin"_s)->setText(QString(64, u'a'));
        QTest::mouseClick(button(u"schCheck"_s), Qt::LeftButton);
        RestFailure failure;
        failure.kind = RestFailureKind::Untrusted;
        failure.certificate = Script::certificate();
        m_script->finish(failure);
        QVERIFY(!button(u"schPinPresented"_s)->isVisible());
    }

    void refusedPasswordIsNotSentAgainUntilItChanges() {
        fillIn();
        QTest::mouseClick(button(u"schCheck"_s), Qt::LeftButton);
        RestFailure failure;
        failure.kind = RestFailureKind::NotAuthorised;
        failure.httpStatus = 401;
        failure.what = "The cluster refused the user name or the password.";
        failure.remedy = "Check both before the next try: five failures within 15 minutes lock the account.";
        m_script->finish(failure);
        picture(u"sch-refused"_s);
        QVERIFY(!button(u"schCheck"_s)->isEnabled());
        QVERIFY(find<QLineEdit>(u"schPassword"_s)->hasFocus());
        QCOMPARE(find<QLabel>(u"schManagerFailureWords"_s)->text(), u"HTTP 401"_s);
        QTest::keyClicks(find<QLineEdit>(u"schPassword"_s), u"x"_s);
        QVERIFY(button(u"schCheck"_s)->isEnabled());
    }

    void roleWithoutThePermissionOnlyLooks() {
        m_script->cluster.role = "cluster_viewer";
        m_script->cluster.mayUpdate = MayUpdate::No;
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QVERIFY(!button(u"schPreview"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"schAffects"_s)->text().contains(u"update_cluster is required"_s));
    }

    void oldClusterSaysSo() {
        m_script->cluster.notifications = Flag::NotSupported;
        m_script->cluster.ossNotifications = Flag::NotSupported;
        m_script->cluster.handoffDelay.reset();
        m_script->cluster.lowestVersion = "7.22.0-95";
        readCluster();
        QCOMPARE(find<QLabel>(u"schFlag"_s)->text(), u"NOT SUPPORTED"_s);
        QVERIFY(!button(u"schWantOn"_s)->isEnabled());
        QVERIFY(!find<QSpinBox>(u"schWantDelay"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"schAffects"_s)->text().contains(u"The server is too old"_s));
        picture(u"sch-old"_s);
    }

    void failedApplyNamesServerWordsAndRemedy() {
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"schPreview"_s), Qt::LeftButton);
        m_script->finish();
        QTest::mouseClick(button(u"schApply"_s), Qt::LeftButton);
        m_script->step(RestStage::Read, 200);
        m_script->step(RestStage::Apply, 403, false);
        RestFailure failure;
        failure.kind = RestFailureKind::Forbidden;
        failure.httpStatus = 403;
        failure.errorCode = "insufficient_permissions";
        failure.what = "This user is not allowed to change the cluster (requires update_cluster).";
        failure.remedy = "Sign in as a user with the admin role.";
        m_script->finish(failure);
        QVERIFY(find<QWidget>(u"schPreviewFailure"_s)->isVisible());
        QCOMPARE(find<QLabel>(u"schPreviewFailureWords"_s)->text(), u"HTTP 403 insufficient_permissions"_s);
        QCOMPARE(find<QTableWidget>(u"schHistory"_s)->item(0, 3)->text(), u"\u2715 HTTP 403"_s);
        picture(u"sch-forbidden"_s);
    }

    void curlHasNoPassword() {
        readCluster();
        QTest::mouseClick(button(u"schWantOn"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"schCopyCurl"_s), Qt::LeftButton);
        const QString line = QGuiApplication::clipboard()->text();
        QVERIFY(line.startsWith(u"curl --request PUT --user 'admin@example.com'"_s));
        QVERIFY(!line.contains(u"pw'"_s));
    }

    void whereSomebodyElseHasTheSwitchThereIsNoneToRead() {
        TargetSettings target;
        target.endpoint = {"redis-12000.c1.eu-west-1-1.ec2.redns.redis-cloud.com", 12000};
        m_page->setWatched(target);
        const auto* affects = find<QLabel>(u"schAffects"_s);
        QVERIFY2(affects->text().contains(u"Redis manages the notifications, which are on by default"_s),
                 qPrintable(affects->text()));
        picture(u"sch-redis-cloud"_s);
        target.endpoint = {"db.example", 12000};
        m_page->setWatched(target);
        QCOMPARE(affects->text(), u"SCH switch not read yet."_s);
    }

    void keychainIsAskedWhenItIsWantedAndItsTroubleIsSaid() {
        const auto* said = find<QLabel>(u"schSessionOnly"_s);
        m_page->setKeychain(u"No system keychain is available."_s);
        QCOMPARE(said->text(),
                 u"The password is kept for this session only. No system keychain is available."_s);
        QVERIFY(!find<QCheckBox>(u"schKeep"_s)->isVisible());
        m_page->setKeychain({});
        QVERIFY(!said->isVisible());
        const QSignalSpy wanted(m_page.get(), &SchPage::keepingChosen);
        QTest::mouseClick(button(u"schKeep"_s), Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(wanted.size(), 1);
        m_page->setKeychainTrouble(u"The system keychain is locked, or access to it was denied."_s);
        QVERIFY(said->isVisible() && m_page->wantsKeeping());
        picture(u"sch-keychain-locked"_s);
        QTest::mouseClick(button(u"schKeep"_s), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(!said->isVisible() && !m_page->wantsKeeping());
        QVERIFY(!m_page->wantsForgetting()); // it never was there
        fillIn();
        find<QLineEdit>(u"schPassword"_s)->clear();
        m_page->offerPassword(*m_page->form().settings(), Secret("kept"));
        QVERIFY(m_page->wantsKeeping());
        QTest::mouseClick(button(u"schKeep"_s), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(m_page->wantsForgetting());
    }

    void wordsOfAServerAreNotMarkup() {
        m_script->cluster.name = "<b>x</b>\x1b[31m";
        readCluster();
        QVERIFY(find<QLabel>(u"schAffects"_s)->text().contains(u"<b>x</b>\\x1"_s));
        QCOMPARE(find<QLabel>(u"schAffects"_s)->textFormat(), Qt::PlainText);
    }

    void everyControlHasANameAndAPlaceInTheTabOrder() {
        readCluster();
        for (QWidget* widget : m_page->findChildren<QWidget*>()) {
            const bool control =
                qobject_cast<QAbstractButton*>(widget) || qobject_cast<QTableWidget*>(widget) ||
                (qobject_cast<QLineEdit*>(widget) && !qobject_cast<QSpinBox*>(widget->parentWidget()));
            if (!control || widget->objectName().startsWith(u"qt_"_s) || !widget->isVisible()) continue;
            const auto* asButton = qobject_cast<QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (asButton && !asButton->text().isEmpty()),
                     qPrintable(widget->objectName()));
        }
        find<QLineEdit>(u"schAddress"_s)->setFocus();
        QTest::keyClick(m_page.get(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), find<QLineEdit>(u"schUser"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), button(u"schCheck"_s));
    }

    /// Two of one letter would take the focus in turn and press nothing.
    void noTwoControlsShareALetter() {
        static const QRegularExpression letter(u"(?<!&)&([A-Za-z])"_s);
        QMap<QString, QString> owners;
        const auto take = [&owners](const QString& words) {
            const auto match = letter.match(words);
            if (!match.hasMatch()) return;
            const QString key = match.captured(1).toLower();
            QVERIFY2(!owners.contains(key), qPrintable(words + u" and "_s + owners.value(key)));
            owners.insert(key, words);
        };
        for (const QLabel* label : m_page->findChildren<QLabel*>())
            if (label->buddy()) take(label->text());
        for (const QAbstractButton* one : m_page->findChildren<QAbstractButton*>())
            take(one->text());
        QVERIFY(owners.size() >= 10);
    }

private:
    void picture(const QString& name) {
        QCoreApplication::processEvents(); // what was set just now is laid out later
        test::picture(*m_page, name);
    }
    template <class T>
    T* find(const QString& name) const {
        T* found = m_page->findChild<T*>(name);
        if (!found) qFatal("no %s", qPrintable(name));
        return found;
    }
    QAbstractButton* button(const QString& name) const { return find<QAbstractButton>(name); }
    void fillIn() {
        find<QLineEdit>(u"schAddress"_s)->setText(u"https://cluster.prod-us.example:9443"_s);
        find<QLineEdit>(u"schUser"_s)->setText(u"admin@example.com"_s);
        find<QLineEdit>(u"schPassword"_s)->setText(u"pw"_s);
    }
    void readCluster() {
        fillIn();
        QTest::mouseClick(button(u"schCheck"_s), Qt::LeftButton);
        m_script->finish();
    }

    std::unique_ptr<SchPage> m_page;
    std::unique_ptr<Script> m_script;
};

MAINTSCOPE_TEST(SchPageTest, QApplication)
#include "tst_sch_page.moc"
