// SPDX-License-Identifier: GPL-3.0-or-later
// A redis-cli command line as a profile. Options: redis src/redis-cli.c, parseOptions() of 7.4.
#include "model/user/profile.h"

#include "client/types/shell_text.h"
#include "client/types/target_url.h"
#include "client/types/url_secrets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace maintscope::model {

namespace {

struct ShellWords {
    std::vector<std::string> words;
    bool closed = true; ///< false: a quote is not
};

/// The words of a shell command line, separated by blanks; quotes and backslashes protect blanks.
ShellWords shellWords(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool begun = false;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote == '\'') {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '\\' && i + 1 < line.size()) {
            if (line[++i] == '\n') continue; // line continuation
            word += line[i];
            begun = true;
        } else if (quote == '"') {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            begun = true;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (begun) words.push_back(std::exchange(word, {}));
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (begun) words.push_back(std::move(word));
    return {std::move(words), quote == 0};
}

enum class Meaning : std::uint8_t {
    Host,
    Port,
    Url,
    User,
    Password,
    Tls,
    Authorities,
    Certificate,
    Key,
    ServerName,
    Database,
    Refused,  ///< the line leads elsewhere than to a host and a port
    Reported, ///< has no counterpart here; named in the note
    Nothing,  ///< concerns the commands that redis-cli runs, or its output
};

struct Option {
    std::string_view name;
    int values;
    Meaning meaning;
    std::string_view words = {}; ///< Refused: why; Reported: what is omitted
};

constexpr std::array kOptions{
    Option{"-h", 1, Meaning::Host},
    Option{"-p", 1, Meaning::Port},
    Option{"-u", 1, Meaning::Url},
    Option{"--user", 1, Meaning::User},
    Option{"-a", 1, Meaning::Password},
    Option{"--pass", 1, Meaning::Password},
    Option{"--askpass", 0, Meaning::Password},
    Option{"--tls", 0, Meaning::Tls},
    Option{"--cacert", 1, Meaning::Authorities},
    Option{"--cacertdir", 1, Meaning::Authorities},
    Option{"--cert", 1, Meaning::Certificate},
    Option{"--key", 1, Meaning::Key},
    Option{"--sni", 1, Meaning::ServerName},
    Option{"-n", 1, Meaning::Database},
    Option{"-s", 1, Meaning::Refused, "The redis-cli line leads to a Unix socket."},
    Option{"--cluster", 1, Meaning::Refused, "The redis-cli line administers a cluster."},
    Option{"-c", 0, Meaning::Reported, "-c (the other nodes of the cluster: only this endpoint is watched)"},
    Option{"--insecure", 0, Meaning::Reported,
           "--insecure (the certificate is verified: pin it if nobody vouches for it)"},
    Option{"--tls-ciphers", 1, Meaning::Reported, "--tls-ciphers"},
    Option{"--tls-ciphersuites", 1, Meaning::Reported, "--tls-ciphersuites"},
    Option{"-2", 0, Meaning::Reported, "-2 (notifications require RESP3)"},
    Option{"-4", 0, Meaning::Reported, "-4"},
    Option{"-6", 0, Meaning::Reported, "-6"},
    Option{"-t", 1, Meaning::Reported, "-t (the timeout)"},
    Option{"-r", 1, Meaning::Nothing},
    Option{"-i", 1, Meaning::Nothing},
    Option{"-d", 1, Meaning::Nothing},
    Option{"-D", 1, Meaning::Nothing},
    Option{"-X", 1, Meaning::Nothing},
    Option{"--show-pushes", 1, Meaning::Nothing},
    Option{"--eval", 1, Meaning::Nothing},
    Option{"--rdb", 1, Meaning::Nothing},
    Option{"--functions-rdb", 1, Meaning::Nothing},
    Option{"--pattern", 1, Meaning::Nothing},
    Option{"--quoted-pattern", 1, Meaning::Nothing},
    Option{"--count", 1, Meaning::Nothing},
    Option{"--cursor", 1, Meaning::Nothing},
    Option{"--top", 1, Meaning::Nothing},
    Option{"--keystats-samples", 1, Meaning::Nothing},
    Option{"--memkeys-samples", 1, Meaning::Nothing},
    Option{"--intrinsic-latency", 1, Meaning::Nothing},
    Option{"--lru-test", 1, Meaning::Nothing},
    Option{"--pipe-timeout", 1, Meaning::Nothing},
    Option{"-3", 0, Meaning::Nothing},
    Option{"-x", 0, Meaning::Nothing},
    Option{"-e", 0, Meaning::Nothing},
    Option{"--raw", 0, Meaning::Nothing},
    Option{"--no-raw", 0, Meaning::Nothing},
    Option{"--csv", 0, Meaning::Nothing},
    Option{"--json", 0, Meaning::Nothing},
    Option{"--quoted-json", 0, Meaning::Nothing},
    Option{"--quoted-input", 0, Meaning::Nothing},
    Option{"--no-auth-warning", 0, Meaning::Nothing},
    Option{"--stat", 0, Meaning::Nothing},
    Option{"--latency", 0, Meaning::Nothing},
    Option{"--latency-history", 0, Meaning::Nothing},
    Option{"--latency-dist", 0, Meaning::Nothing},
    Option{"--scan", 0, Meaning::Nothing},
    Option{"--bigkeys", 0, Meaning::Nothing},
    Option{"--memkeys", 0, Meaning::Nothing},
    Option{"--keystats", 0, Meaning::Nothing},
    Option{"--hotkeys", 0, Meaning::Nothing},
    Option{"--pipe", 0, Meaning::Nothing},
    Option{"--replica", 0, Meaning::Nothing},
    Option{"--slave", 0, Meaning::Nothing},
    Option{"--verbose", 0, Meaning::Nothing},
    Option{"--ldb", 0, Meaning::Nothing},
    Option{"--ldb-sync-mode", 0, Meaning::Nothing},
};

std::optional<int> wholeNumber(std::string_view text) {
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "REDISCLI_AUTH=..." before the program: what the shell puts into its environment.
bool isAssignment(std::string_view word) {
    const auto equals = word.find('=');
    return equals != std::string_view::npos && equals > 0 && word[0] != '-' && word[0] != '/' &&
           word.substr(0, equals).find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// The name of an option that is not known, without what may be a secret glued to it.
std::string quotable(std::string_view option) {
    if (option.starts_with("--")) return std::string(option.substr(0, option.find('=')));
    return std::string(option.substr(0, 2)) + (option.size() > 2 ? "..." : "");
}

class CliLine {
public:
    explicit CliLine(std::vector<std::string> words)
        : m_words(std::move(words)) {
        m_profile.target.endpoint = {"127.0.0.1", kDefaultRedisPort};
    }

    Result<Profile> read() {
        if (!findProgram())
            return Error{"The text is not a redis-cli command line.",
                         {},
                         {},
                         "Paste the complete line: redis-cli -h host -p port ..."};
        while (m_next < m_words.size() && m_words[m_next].starts_with('-')) {
            const std::string name = m_words[m_next++];
            const auto* row = std::find_if(kOptions.begin(), kOptions.end(),
                                           [&name](const Option& one) { return one.name == name; });
            if (row == kOptions.end()) {
                leave(quotable(name)); // the words after it may belong to it
                continue;
            }
            if (row->values > 0 && m_next == m_words.size())
                return refuse("An option of the redis-cli line has no value.", name,
                              "Paste the complete line.");
            const std::string value = row->values > 0 ? m_words[m_next++] : std::string();
            if (auto failed = take(*row, value)) return *failed;
        }
        return finish();
    }
    [[nodiscard]] const std::string& note() const { return m_note; }

private:
    using Failure = std::optional<Error>;

    static Error refuse(std::string_view what, std::string_view where, std::string_view remedy) {
        return {std::string(what), std::string(where), {}, std::string(remedy)};
    }

    bool findProgram() {
        for (; m_next < m_words.size(); ++m_next) {
            const std::string& word = m_words[m_next];
            if (word == "redis-cli" || word.ends_with("/redis-cli")) {
                ++m_next;
                return true;
            }
            if (isAssignment(word)) {
                const std::string name = word.substr(0, word.find('='));
                leave(name == "REDISCLI_AUTH" ? "the password" : "the variable " + name);
            } else if (word != "$" && word != "env" && word != "sudo" && word != "exec") {
                return false;
            }
        }
        return false;
    }

    Failure take(const Option& option, const std::string& value) {
        TargetSettings& target = m_profile.target;
        switch (option.meaning) {
        case Meaning::Host:
            target.endpoint.host = value;
            return std::nullopt;
        case Meaning::Port: {
            const auto port = wholeNumber(value);
            if (!port || *port < 1 || *port > 65535)
                return refuse("The redis-cli line has an invalid port.", "-p",
                              "Use -p with a port from 1 to 65535.");
            target.endpoint.port = static_cast<std::uint16_t>(*port);
            return std::nullopt;
        }
        case Meaning::Url: {
            const auto url = parseTargetUrl(value);
            if (!url) return url.error();
            target.endpoint = url->endpoint;
            target.user = url->user;
            target.tls.enabled = target.tls.enabled || url->tls;
            if (!url->password.empty()) leave("the password");
            return std::nullopt;
        }
        case Meaning::User:
            target.user = value;
            return std::nullopt;
        case Meaning::Password:
            leave("the password");
            return std::nullopt;
        case Meaning::Tls:
            target.tls.enabled = true;
            return std::nullopt;
        case Meaning::Authorities:
            target.tls.trust = {TlsTrust::Mode::CaFile, value, {}};
            return std::nullopt;
        case Meaning::Certificate:
            target.tls.certificatePath = value;
            return std::nullopt;
        case Meaning::Key:
            target.tls.keyPath = value;
            return std::nullopt;
        case Meaning::ServerName:
            target.tls.serverName = value;
            return std::nullopt;
        case Meaning::Database:
            if (wholeNumber(value) != 0)
                leave("-n " + value + " (handoffs apply to the endpoint, and database 0 is probed)");
            return std::nullopt;
        case Meaning::Refused:
            return refuse(option.words, std::string(option.name) + " " + value,
                          "Only TCP and TLS to one endpoint are supported: name its host and port, "
                          "redis-cli -h HOST -p PORT.");
        case Meaning::Reported:
            leave(option.words);
            return std::nullopt;
        case Meaning::Nothing:
            return std::nullopt;
        }
        return std::nullopt;
    }

    /// What the shell would have put in is not known here.
    Result<Profile> finish() {
        TargetSettings& target = m_profile.target;
        const auto host = parseTargetUrl(toString(TargetUrl{target.endpoint, false, {}, {}}));
        if (!host)
            return refuse("The redis-cli line has no usable host.", target.endpoint.host,
                          "Write the host itself in place of a variable or a command.");
        m_profile.name = target.name = toString(target.endpoint);
        return m_profile;
    }

    void leave(std::string_view what) {
        if (m_left.emplace_back(what); std::count(m_left.begin(), m_left.end(), what) > 1) return;
        m_note += (m_note.empty() ? "omitted: " : ", ") + std::string(what);
    }

    std::vector<std::string> m_words;
    std::size_t m_next = 0;
    Profile m_profile;
    std::vector<std::string> m_left;
    std::string m_note;
};

} // namespace

Result<Profile> profileFromRedisCli(std::string_view line, std::string* note) {
    ShellWords words = shellWords(line);
    CliLine cli(words.closed ? std::move(words.words) : std::vector<std::string>());
    auto profile = cli.read();
    if (profile && note != nullptr) *note = cli.note();
    return profile;
}

bool isRedisCli(std::string_view line) {
    const std::vector<std::string> words = shellWords(line).words;
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word == "redis-cli" || word.ends_with("/redis-cli");
    });
}

RedisCliSecrets withoutSecrets(std::string_view line) {
    constexpr std::string_view kVariable = "REDISCLI_AUTH=";
    RedisCliSecrets result;
    const auto take = [&result](std::string_view secret) {
        if (!secret.empty()) result.password = Secret(std::string(secret));
    };
    const std::vector<std::string> words = shellWords(line).words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        std::string kept(word);
        const bool glued = word.size() > 2 && word.starts_with("-a");
        if (word == "-a" || word == "--pass" || word == "--password") {
            if (++i < words.size()) take(words[i]);
            continue;
        }
        if (word.starts_with(kVariable) || word.starts_with("--pass=") || word.starts_with("--password=") ||
            glued) {
            take(word.substr(glued ? 2 : word.find('=') + 1));
            continue;
        }
        if (word.find("://") != std::string_view::npos) {
            if (const auto url = parseTargetUrl(word)) {
                take(url->password.reveal());
                kept = toString(*url);
            } else {
                const PastedUrl pasted = takePassword(word);
                take(pasted.password.reveal());
                kept = pasted.shown;
            }
        }
        result.shown += (result.shown.empty() ? "" : " ") + shellWord(kept);
    }
    return result;
}

} // namespace maintscope::model
