// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTest>

#include <string_view>
#include <type_traits>

namespace maintscope::test {

/// One program among those of an executable. A folder's tests are linked once, and each still runs in a process of
/// its own, so that its application object, its environment and its timeout are its own:
///     bin/test_model_session tst_fleet [ARGUMENTS OF QTEST]
class TestCase {
public:
    using Main = int (*)(int argc, char** argv);

    /// `file`: a path, of which the name without the suffix counts, or the name itself. argv[0] of `main` is that name.
    TestCase(std::string_view file, Main main);

    /// Runs what argv[1] names, with the arguments behind it; lists the names and returns 2 when there is no such.
    static int run(int argc, char** argv);

private:
    std::string_view m_name;
    Main m_main;
    const TestCase* m_next; // all that are linked, last first
};

/// What QTEST_MAIN and its sisters do. Application is the class of the application object that the test needs:
/// QApplication, QCoreApplication, or void for none.
template <class TestClass, class Application>
int runTest(int argc, char** argv) {
    if constexpr (std::is_void_v<Application>) {
        TestClass test;
        return QTest::qExec(&test, argc, argv);
    } else {
        const Application application(argc, argv);
        QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
        TestClass test;
        return QTest::qExec(&test, argc, argv);
    }
}

} // namespace maintscope::test

/// At the end of tst_NAME.cpp: makes TestClass the test NAME of its folder.
#define MAINTSCOPE_TEST(TestClass, Application)                                                              \
    static const maintscope::test::TestCase registered##TestClass(                                           \
        __FILE__, maintscope::test::runTest<TestClass, Application>);
