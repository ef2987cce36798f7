// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzz functions without a fuzzer: every file of the corpus, every beginning of it, and copies with
// damaged bytes. The damage is the same in each run, so that a failure can be repeated. usage: fuzz_NAME
// CORPUS_FOLDER
#include "tests/fuzz/fuzz.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace {

const std::string* running = nullptr;

/// What libFuzzer does as well: the input that broke a rule, so that it can be kept in the corpus.
void tellInput(int) {
    std::fputs("the input:", stderr);
    for (const char c : *running)
        std::fprintf(stderr, " %02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    std::fputs("\n", stderr);
}

void run(const std::string& input) {
    running = &input;
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 64;
    }
    std::signal(SIGABRT, tellInput); // and the program ends by it all the same
    constexpr int kDamagedCopies = 200;
    std::mt19937 random(1); // NOLINT: the same damage each time is the point
    int files = 0;
    long inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string input{std::istreambuf_iterator<char>(file), {}};
        ++files;
        for (std::size_t size = 0; size <= input.size(); ++size, ++inputs)
            run(input.substr(0, size));
        if (input.empty()) continue;
        std::uniform_int_distribution<std::size_t> where(0, input.size() - 1);
        std::uniform_int_distribution<int> byte(0, 255);
        for (int copy = 0; copy < kDamagedCopies; ++copy, ++inputs) {
            std::string damaged = input;
            for (int change = 0; change <= copy % 4; ++change)
                damaged[where(random)] = static_cast<char>(byte(random));
            run(damaged);
        }
    }
    std::printf("%d files, %ld inputs\n", files, inputs);
    return files > 0 ? 0 : 1;
}
