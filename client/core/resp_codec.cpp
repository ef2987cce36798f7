// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/resp_codec.h"

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

#include <algorithm>
#include <locale.h> // NOLINT(modernize-deprecated-headers): uselocale is POSIX
#include <new>

namespace maintscope::core::resp {
namespace {

constexpr std::size_t kRawLimit = 4096;
/// A number or status line has no length prefix; past this it is not one.
constexpr std::size_t kHeaderSlack = 64;

/// What one reply has used up so far. Handed to the callbacks as privdata.
struct Budget {
    Bounds bounds;
    std::size_t elements = 0;
    std::size_t bytes = 0;
    std::string violation;

    void reset() {
        elements = 0;
        bytes = 0;
    }
    bool spendBytes(std::size_t count) {
        bytes += count;
        if (bytes <= bounds.valueBytes) return true;
        violation = "reply larger than " + std::to_string(bounds.valueBytes) + " bytes";
        return false;
    }
    bool spendElements(std::size_t count) {
        // count first: the sum could wrap for a hostile length
        if (count <= bounds.elements && (elements += count) <= bounds.elements) return true;
        violation = "reply with more than " + std::to_string(bounds.elements) + " elements";
        return false;
    }
    bool allowsDepth(const redisReadTask* task) {
        std::size_t depth = 0;
        for (const redisReadTask* t = task; t != nullptr; t = t->parent)
            ++depth;
        if (depth <= bounds.depth) return true;
        violation = "reply nested deeper than " + std::to_string(bounds.depth);
        return false;
    }
};

Budget& budgetOf(const redisReadTask* task) {
    return *static_cast<Budget*>(task->privdata);
}

/// Children live inside their parent's items, which createArray has sized; only the root is allocated by
/// itself.
Value* place(const redisReadTask* task) {
    if (task->parent == nullptr) return new (std::nothrow) Value;
    auto* parent = static_cast<Value*>(task->parent->obj);
    return &parent->items[static_cast<std::size_t>(task->idx)];
}

void* createString(const redisReadTask* task, char* text, std::size_t length) {
    if (!budgetOf(task).spendBytes(length)) return nullptr;
    Value* value = place(task);
    if (value == nullptr) return nullptr;
    switch (task->type) {
    case REDIS_REPLY_ERROR:
        value->type = Type::Error;
        break;
    case REDIS_REPLY_STATUS:
        value->type = Type::Simple;
        break;
    case REDIS_REPLY_VERB:
        value->type = Type::Verbatim;
        break;
    case REDIS_REPLY_BIGNUM:
        value->type = Type::BigNumber;
        break;
    default:
        value->type = Type::Bulk;
        break;
    }
    // "txt:" in front of a verbatim string is its format, not its text.
    const std::size_t skip = task->type == REDIS_REPLY_VERB && length >= 4 ? 4 : 0;
    value->text.assign(text + skip, length - skip);
    return value;
}

void* createArray(const redisReadTask* task, std::size_t elements) {
    if (!budgetOf(task).allowsDepth(task) || !budgetOf(task).spendElements(elements)) return nullptr;
    Value* value = place(task);
    if (value == nullptr) return nullptr;
    switch (task->type) {
    case REDIS_REPLY_MAP:
        value->type = Type::Map;
        break;
    case REDIS_REPLY_SET:
        value->type = Type::Set;
        break;
    case REDIS_REPLY_PUSH:
        value->type = Type::Push;
        break;
    default:
        value->type = Type::Array;
        break;
    }
    value->items.resize(elements);
    return value;
}

void* createInteger(const redisReadTask* task, long long number) {
    Value* value = place(task);
    if (value == nullptr) return nullptr;
    value->type = Type::Integer;
    value->integer = number;
    return value;
}

void* createDouble(const redisReadTask* task, double, char* text, std::size_t length) {
    if (!budgetOf(task).spendBytes(length)) return nullptr;
    Value* value = place(task);
    if (value == nullptr) return nullptr;
    value->type = Type::Double;
    value->text.assign(text, length);
    return value;
}

void* createNull(const redisReadTask* task) {
    Value* value = place(task);
    if (value != nullptr) value->type = Type::Null;
    return value;
}

void* createBool(const redisReadTask* task, int flag) {
    Value* value = place(task);
    if (value == nullptr) return nullptr;
    value->type = Type::Bool;
    value->integer = flag;
    return value;
}

void freeRoot(void* root) {
    delete static_cast<Value*>(root);
}

redisReplyObjectFunctions callbacks = {createString, createArray, createInteger, createDouble,
                                       createNull,   createBool,  freeRoot};

/// hiredis before 1.4 reads doubles with strtod: where the process has a locale with a decimal comma, "3.25"
/// would be a broken frame. Switches the calling thread only, and only while it reads.
class PointDecimals {
public:
    PointDecimals()
        : m_former(uselocale(pointLocale())) {}
    ~PointDecimals() { uselocale(m_former); }
    PointDecimals(const PointDecimals&) = delete;
    PointDecimals& operator=(const PointDecimals&) = delete;

private:
    static locale_t pointLocale() {
        static const locale_t locale = newlocale(LC_NUMERIC_MASK, "C", nullptr);
        return locale;
    }
    locale_t m_former;
};

/// The content types of a TLS alert and a TLS handshake record; RESP has no use for either byte.
bool looksLikeTls(std::string_view head) {
    return !head.empty() && (head.front() == '\x15' || head.front() == '\x16');
}

std::string quoted(std::string_view bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text = "\"";
    for (const char c : bytes.substr(0, 40)) {
        const auto u = static_cast<unsigned char>(c);
        if (c == '\r' || c == '\n') break;
        if (u >= 0x20 && u < 0x7f)
            text += c;
        else
            (text += "\\x") += {kHex[u >> 4U], kHex[u & 15U]};
    }
    return text + "\"";
}

} // namespace

struct Decoder::State {
    explicit State(Bounds bounds)
        : budget{bounds, 0, 0, {}}
        , framing(bounds) {}
    struct FreeReader {
        void operator()(redisReader* owned) const { redisReaderFree(owned); }
    };
    Budget budget;
    std::unique_ptr<redisReader, FreeReader> reader;
    Framing framing;
    std::string framed; ///< what came out of it last
    std::string error;
    std::string head; ///< first bytes of the frame being read, to quote or to keep as raw
    std::size_t frameBytes = 0;
    bool inFrame = false;

    [[nodiscard]] std::size_t unread() const { return reader->len - reader->pos; }
};

Decoder::Decoder(Bounds bounds)
    : m_state(std::make_unique<State>(bounds)) {
    m_state->reader.reset(redisReaderCreateWithFunctions(&callbacks));
    if (!m_state->reader) throw std::bad_alloc();
    m_state->reader->privdata = &m_state->budget;
    m_state->reader->maxelements = static_cast<long long>(bounds.elements);
    m_state->reader->maxbuf = 0; // keep the buffer: it is bounded here, and freeing it each time costs
}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

const std::string& Decoder::error() const {
    return m_state->error;
}

void Decoder::feed(std::string_view bytes) {
    State& s = *m_state;
    if (!s.error.empty() || bytes.empty()) return;
    s.framed.clear();
    s.framing.feed(bytes, s.framed);
    bytes = s.framed;
    if (bytes.empty()) return;
    if (s.inFrame && s.head.size() < kRawLimit) s.head.append(bytes.substr(0, kRawLimit - s.head.size()));
    if (redisReaderFeed(s.reader.get(), bytes.data(), bytes.size()) != REDIS_OK) s.error = "out of memory";
}

std::optional<Frame> Decoder::next() {
    State& s = *m_state;
    if (!s.error.empty()) return std::nullopt;
    if (!s.inFrame) {
        if (s.unread() == 0) {
            s.error = s.framing.error();
            return std::nullopt;
        }
        s.inFrame = true;
        s.frameBytes = 0;
        s.budget.reset();
        const char* start = s.reader->buf + s.reader->pos;
        // Replies are not kept raw; a short head is enough to say what came instead of RESP.
        const std::size_t keep = *start == '>' ? kRawLimit : 40;
        s.head.assign(start, std::min(s.unread(), keep));
    }
    const std::size_t before = s.unread();
    void* root = nullptr;
    int status = REDIS_OK;
    {
        const PointDecimals decimals;
        status = redisReaderGetReply(s.reader.get(), &root);
    }
    if (status != REDIS_OK) {
        if (!s.budget.violation.empty())
            s.error = s.budget.violation;
        else if (looksLikeTls(s.head))
            s.error = "the server answers in TLS: this port wants TLS (rediss://)";
        else
            s.error = std::string(s.reader->errstr) + ", after " + quoted(s.head);
        return std::nullopt;
    }
    s.frameBytes += before - s.unread();
    if (root == nullptr) {
        if (s.unread() > s.budget.bounds.valueBytes + kHeaderSlack)
            s.error = "value larger than " + std::to_string(s.budget.bounds.valueBytes) + " bytes";
        else if (!s.framing.error().empty())
            s.error = s.framing.error() + ", after " + quoted(s.head);
        return std::nullopt;
    }
    Frame frame;
    {
        const std::unique_ptr<Value> owner(static_cast<Value*>(root));
        frame.value = std::move(*owner);
    }
    frame.bytes = s.frameBytes;
    if (frame.value.type == Type::Push) frame.raw = s.head.substr(0, std::min(s.frameBytes, kRawLimit));
    s.inFrame = false;
    return frame;
}

std::string encodeCommand(std::span<const std::string_view> arguments) {
    std::vector<const char*> pointers;
    std::vector<std::size_t> lengths;
    for (const std::string_view argument : arguments) {
        pointers.push_back(argument.data());
        lengths.push_back(argument.size());
    }
    char* bytes = nullptr;
    const long long size =
        redisFormatCommandArgv(&bytes, static_cast<int>(arguments.size()), pointers.data(), lengths.data());
    if (size < 0) throw std::bad_alloc();
    std::string command(bytes, static_cast<std::size_t>(size));
    redisFreeCommand(bytes);
    return command;
}

std::string encodeCommand(std::initializer_list<std::string_view> arguments) {
    return encodeCommand(std::span<const std::string_view>(arguments.begin(), arguments.size()));
}

} // namespace maintscope::core::resp
