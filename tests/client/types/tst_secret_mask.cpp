// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/secret_mask.h"

#include "tests/support/test_case.h"

#include <QByteArray>
#include <QRandomGenerator>
#include <QString>
#include <QTest>
#include <QUrl>

using namespace maintscope;

namespace {

std::string maskedError(std::string text, std::initializer_list<std::string> secrets) {
    SecretMask mask;
    for (const std::string& secret : secrets)
        mask.add(Secret(secret));
    mask.maskError(text);
    return text;
}

/// As a server may write it in a message.
QList<QByteArray> spellings(const QByteArray& secret) {
    QByteArray all;
    QByteArray hex;
    QByteArray json;
    QByteArray html;
    QByteArray unicode;
    for (const char c : secret) {
        const QByteArray digits = QByteArray(1, c).toHex();
        all += '%' + digits.toUpper();
        hex += "\\x" + digits;
        json += c == '"' || c == '\\' ? QByteArray("\\") + c : QByteArray(1, c);
        html += c == '&'    ? "&amp;"
                : c == '<'  ? "&lt;"
                : c == '"'  ? "&quot;"
                : c == '\'' ? "&#39;"
                            : QByteArray(1, c);
        unicode += "\\u00" + digits;
    }
    return {secret,
            secret.size() < 8 ? secret : secret.toUpper(),
            secret.toPercentEncoding(),
            secret.size() < 8 ? secret : secret.toPercentEncoding().toLower(),
            all,
            hex,
            json,
            QByteArray(json).replace('\\', "\\\\"),
            html,
            unicode,
            secret.toHex(),
            secret.toHex().toUpper(),
            secret.toBase64(),
            ("default:" + secret).toBase64(),
            ("u:" + secret).toBase64(),
            ("me:" + secret).toBase64(QByteArray::Base64UrlEncoding),
            (secret + "\r\n").toBase64()};
}

} // namespace

class SecretMaskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void redisFiveQuotesTheArgumentsOfAnUnknownCommand() {
        const std::string quoted =
            "ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, "
            "`hunter2-of-production`, `SETNAME`, ";
        QCOMPARE(maskedError(quoted, {"hunter2-of-production"}),
                 std::string("ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, "
                             "`***`, `SETNAME`, "));
    }

    void aBeginningIsMaskedWhereTheServerCutIt_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("eight characters") << QByteArray("x `hunter2-` y") << QByteArray("x `***` y");
        QTest::newRow("more") << QByteArray("x hunter2-of-pro y") << QByteArray("x *** y");
        QTest::newRow("at the end") << QByteArray("x `hunter") << QByteArray("x `***");
        QTest::newRow("before dots") << QByteArray("x hunte... (1 of 3)") << QByteArray("x ***... (1 of 3)");
        QTest::newRow("a quote and nothing else") << QByteArray("x `hunte`, ") << QByteArray("x `***`, ");
        QTest::newRow("an ordinary word") << QByteArray("the hunt is on") << QByteArray("the hunt is on");
    }
    void aBeginningIsMaskedWhereTheServerCutIt() {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, expected);
        QCOMPARE(maskedError(text.toStdString(), {"hunter2-of-production"}), expected.toStdString());
    }

    void everySpellingIsFound_data() {
        QTest::addColumn<QByteArray>("secret");
        for (const char* secret : {"hunter2-of-production", "pä\"ss w\\ör/d&<%41>'", "four", "12345678",
                                   "a+b c%20d\\u0041", "====----", "~!@#$%^&*()_+`"})
            QTest::newRow(secret) << QByteArray(secret);
    }
    void everySpellingIsFound() {
        QFETCH(const QByteArray, secret);
        for (const QByteArray& spelling : spellings(secret)) {
            const std::string text =
                maskedError(("ERR got [" + spelling + "] here").toStdString(), {secret.toStdString()});
            QVERIFY2(text.find(spelling.toStdString()) == std::string::npos, text.c_str());
            QVERIFY2(text.find("***") != std::string::npos,
                     (spelling + " -> " + QByteArray::fromStdString(text)).constData());
            QVERIFY2(text.starts_with("ERR got [") && text.ends_with("] here"), text.c_str());
        }
    }

    void randomSecretsLeaveNoTrace() {
        QRandomGenerator random(7);
        for (int round = 0; round < 400; ++round) {
            QByteArray secret;
            const int length = 4 + static_cast<int>(random.bounded(40));
            for (int i = 0; i < length; ++i)
                secret += static_cast<char>(random.bounded(0x21, 0x7f));
            const QList<QByteArray> all = spellings(secret);
            QByteArray text;
            for (const QByteArray& spelling : all)
                text += "<" + spelling + ">, ";
            const std::string masked = maskedError(text.toStdString(), {secret.toStdString()});
            for (const QByteArray& spelling : all)
                QVERIFY2(masked.find(spelling.toStdString()) == std::string::npos,
                         (secret + ": " + QByteArray::fromStdString(masked)).constData());
        }
    }

    void aCharacterOutsideTheBasicPlaneIsFoundInJson() {
        QCOMPARE(maskedError("x \\ud83d\\ude00abcd y", {"\xF0\x9F\x98\x80"
                                                        "abcd"}),
                 std::string("x *** y"));
    }

    void aShortSecretIsMaskedAsAWordOfAnErrorOnly() {
        QCOMPARE(maskedError("ERR bad password 'ab', about to close", {"ab"}),
                 std::string("ERR bad password '***', about to close"));
        SecretMask mask;
        mask.add(Secret("ab"));
        std::string name = "ab";
        mask.maskText(name);
        QCOMPARE(name, std::string("ab"));
    }

    void aShortSecretLeavesWordsInOtherLettersAlone() {
        QCOMPARE(maskedError("WRONGPASS invalid username-password pair", {"wrong"}),
                 std::string("WRONGPASS invalid username-password pair"));
    }

    void theMaskShowsNoLengthAndSecretsMayOverlap() {
        QCOMPARE(maskedError("a secretsecret b secretsecretsecret", {"secretsecret", "secretsecretsecret"}),
                 std::string("a *** b ***"));
        QCOMPARE(maskedError("", {"secretsecret"}), std::string());
        QCOMPARE(maskedError("nothing", {""}), std::string("nothing"));
    }

    void aLongHostileTextIsReadInLinearTime() {
        const std::string secret(512, 'a');
        const std::string text =
            maskedError(std::string(200'000, '\\') + std::string(200'000, 'b'), {secret});
        QCOMPARE(text.size(), 400'000U);
    }
};

MAINTSCOPE_TEST(SecretMaskTest, void)
#include "tst_secret_mask.moc"
