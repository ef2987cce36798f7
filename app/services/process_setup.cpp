// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/process_setup.h"

#include "app/services/build_kind.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace maintscope::app {

namespace {

/// open() takes the lowest free number, which is the one that is missing.
void reserveStandardStreams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF) (void)::open("/dev/null", O_RDONLY);
}

void ignore(int number) {
    struct sigaction action {};
    action.sa_handler = SIG_IGN;
    ::sigaction(number, &action, nullptr);
}

bool debuggerIsWanted() {
    const char* value = std::getenv("MAINTSCOPE_DEBUGGER");
    return value != nullptr && std::string_view(value) == "1";
}

} // namespace

void setUpProcess() {
    reserveStandardStreams();
    ignore(SIGPIPE);
    ignore(SIGXFSZ);
    if (kSanitized || debuggerIsWanted()) return;
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // Also against core handlers that ignore the limit (core_pattern with a pipe).
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

} // namespace maintscope::app
