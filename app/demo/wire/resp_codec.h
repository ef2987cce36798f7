// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The server side of RESP2 and RESP3. It deliberately shares no code with the client's codec: an error in
/// one of them cannot be hidden by the same error in the other. Source: the RESP3 specification
/// (antirez/RESP3) and redis 7, src/networking.c, for limits and error words.
namespace maintscope::demo::resp {

using Command = std::vector<std::string>;

/// Splits a byte stream into commands: arrays of bulk strings, or inline commands. Incremental: bytes may
/// arrive one by one. Bounded: 64 Ki arguments, 1 MiB per argument, 64 KiB per line; an error is final.
class RequestParser {
public:
    enum class Status { NeedMore, Whole, Error };

    void append(std::string_view bytes);
    /// Takes the next whole command from the buffer.
    [[nodiscard]] Status next(Command& command);
    /// The text that redis sends after "-ERR Protocol error: ".
    [[nodiscard]] const std::string& error() const { return m_error; }
    /// Number of bytes that are not part of a complete command yet.
    [[nodiscard]] std::size_t buffered() const { return m_buffer.size() - m_position; }

private:
    [[nodiscard]] std::optional<std::string_view> takeLine(const char* tooLong);
    [[nodiscard]] Status nextMultibulk(Command& command);
    [[nodiscard]] Status nextInline(Command& command);
    Status fail(std::string error);

    std::string m_buffer;
    std::size_t m_position = 0;
    std::int64_t m_argumentsLeft = 0; ///< of the array being read; 0: between commands
    std::int64_t m_bulkLength = -1;   ///< of the argument being read; -1: its header is not in yet
    Command m_partial;
    std::string m_error;
};

/// Splits an inline command as redis does: blanks, "double quotes with \n \r \t \xHH", 'single quotes'.
/// nullopt: unbalanced quotes.
[[nodiscard]] std::optional<Command> splitInline(std::string_view line);

/// Appends a command in the form that clients send.
void writeCommand(std::string& out, const Command& command);

/// Appends replies to a string, in the dialect of one connection.
class Writer {
public:
    Writer(std::string& out, int protocol)
        : m_out(out)
        , m_protocol(protocol) {}

    void setProtocol(int protocol) { m_protocol = protocol; }
    void simple(std::string_view text);
    void ok() { simple("OK"); }
    /// `text` begins with its code: "ERR ...", "WRONGPASS ...". Line breaks in it become blanks.
    void error(std::string_view text);
    void integer(std::int64_t value);
    void bulk(std::string_view value);
    void null();
    void array(std::size_t elements);
    void map(std::size_t pairs); ///< RESP2: an array of twice the size
    void push(std::size_t elements);

private:
    void header(char type, std::int64_t number);
    std::string& m_out;
    int m_protocol;
};

} // namespace maintscope::demo::resp
