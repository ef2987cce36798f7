// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/hosts_file.h"

#include "client/types/endpoint.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include <strings.h>

namespace maintscope::io {

namespace {

constexpr std::size_t kMaxHostsFile = 16 * 1024 * 1024;
constexpr std::string_view kBlanks = " \t\r";

std::string_view takeWord(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
    line.remove_prefix(word.size());
    return word;
}

bool isSameName(std::string_view one, std::string_view other) {
    return one.size() == other.size() && ::strncasecmp(one.data(), other.data(), one.size()) == 0;
}

Result<std::string> contents(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
    std::string text;
    std::array<char, 16 * 1024> piece{};
    std::size_t count = 0;
    while (file && text.size() < kMaxHostsFile &&
           (count = std::fread(piece.data(), 1, piece.size(), file.get())) > 0)
        text.append(piece.data(), count);
    if (file && std::ferror(file.get()) == 0) return text;
    return Error{.what = "The hosts file cannot be read.",
                 .where = path,
                 .detail = "hosts file " + path + ": " + std::strerror(errno),
                 .remedy = "Check the path, or omit --hosts."};
}

} // namespace

std::vector<std::string> addressesInHosts(std::string_view text, std::string_view name) {
    std::vector<std::string> addresses;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        line = line.substr(0, line.find('#'));
        const std::string address(takeWord(line));
        if (!isAddressLiteral(address)) continue;
        for (std::string_view word = takeWord(line); !word.empty(); word = takeWord(line)) {
            if (!isSameName(word, name)) continue;
            if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
                addresses.push_back(address);
        }
    }
    return addresses;
}

Lookup hostsFileLookup(std::string path, Lookup next) {
    return [path = std::move(path), next = std::move(next)](const std::string& host) -> LookupResult {
        const auto text = contents(path);
        if (!text) return text.error();
        std::vector<std::string> addresses = addressesInHosts(*text, host);
        if (!addresses.empty()) return addresses;
        return next(host);
    };
}

} // namespace maintscope::io
