// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_case.h"

#include <iostream>

namespace maintscope::test {

namespace {

constinit const TestCase* s_last =
    nullptr; // constant: static objects of other files are linked to it before main()

std::string_view stem(std::string_view file) {
    if (const auto slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
    return file.substr(0, file.find('.'));
}

} // namespace

TestCase::TestCase(std::string_view file, Main main)
    : m_name(stem(file))
    , m_main(main)
    , m_next(s_last) {
    s_last = this;
}

int TestCase::run(int argc, char** argv) {
    const std::string_view wanted = argc > 1 ? argv[1] : "";
    for (const TestCase* test = s_last; test != nullptr; test = test->m_next)
        if (test->m_name == wanted) return test->m_main(argc - 1, argv + 1);
    std::cerr << "usage: " << argv[0] << " TEST [ARGUMENTS OF QTEST], where TEST is one of:\n";
    for (const TestCase* test = s_last; test != nullptr; test = test->m_next)
        std::cerr << "  " << test->m_name << "\n";
    return 2;
}

} // namespace maintscope::test

int main(int argc, char** argv) {
    return maintscope::test::TestCase::run(argc, argv);
}
