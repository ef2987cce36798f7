// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/rest/rest_switches.h"

#include <array>
#include <charconv>
#include <chrono>

namespace maintscope::demo {
namespace {

constexpr int kLongestDelayMs = 600'000;

struct Choice {
    std::string_view name;
    std::string_view value;
    void (*set)(RestSwitches&);
};

constexpr std::array kChoices{
    Choice{"challenge", "on", [](RestSwitches& s) { s.challenge = true; }},
    Choice{"challenge", "off", [](RestSwitches& s) { s.challenge = false; }},
    Choice{"refusal-body", "json", [](RestSwitches& s) { s.emptyRefusal = false; }},
    Choice{"refusal-body", "empty", [](RestSwitches& s) { s.emptyRefusal = true; }},
    Choice{"error-words", "description", [](RestSwitches& s) { s.wordsInMessage = false; }},
    Choice{"error-words", "message", [](RestSwitches& s) { s.wordsInMessage = true; }},
    Choice{"unknown-fields", "refuse", [](RestSwitches& s) { s.ignoreUnknownFields = false; }},
    Choice{"unknown-fields", "ignore", [](RestSwitches& s) { s.ignoreUnknownFields = true; }},
    Choice{"store", "on", [](RestSwitches& s) { s.store = true; }},
    Choice{"store", "off", [](RestSwitches& s) { s.store = false; }},
    Choice{"put-body", "full", [](RestSwitches& s) { s.emptyPutBody = false; }},
    Choice{"put-body", "empty", [](RestSwitches& s) { s.emptyPutBody = true; }},
    Choice{"edit-conflict", "off", [](RestSwitches& s) { s.editConflict = 0; }},
    Choice{"edit-conflict", "400", [](RestSwitches& s) { s.editConflict = 400; }},
    Choice{"edit-conflict", "409", [](RestSwitches& s) { s.editConflict = 409; }},
    Choice{"gateway", "off", [](RestSwitches& s) { s.gateway = 0; }},
    Choice{"gateway", "503", [](RestSwitches& s) { s.gateway = 503; }},
    Choice{"gateway", "504", [](RestSwitches& s) { s.gateway = 504; }},
    Choice{"primary", "none", [](RestSwitches& s) { s.primary = 0; }},
    Choice{"primary", "1", [](RestSwitches& s) { s.primary = 1; }},
    Choice{"primary", "2", [](RestSwitches& s) { s.primary = 2; }},
    Choice{"primary", "3", [](RestSwitches& s) { s.primary = 3; }},
    Choice{"password", "valid", [](RestSwitches& s) { s.passwordExpired = false; }},
    Choice{"password", "expired", [](RestSwitches& s) { s.passwordExpired = true; }},
    Choice{"token-scheme", "both", [](RestSwitches& s) { s.jwtScheme = s.bearerScheme = true; }},
    Choice{"token-scheme", "jwt",
           [](RestSwitches& s) {
               s.jwtScheme = true;
               s.bearerScheme = false;
           }},
    Choice{"token-scheme", "bearer",
           [](RestSwitches& s) {
               s.jwtScheme = false;
               s.bearerScheme = true;
           }},
    Choice{"samples", "on", [](RestSwitches& s) { s.samples = true; }},
    Choice{"samples", "off", [](RestSwitches& s) { s.samples = false; }},
    Choice{"body", "whole", [](RestSwitches& s) { s.form = HttpReply::Form::Whole; }},
    Choice{"body", "cut", [](RestSwitches& s) { s.form = HttpReply::Form::Cut; }},
    Choice{"body", "reset", [](RestSwitches& s) { s.form = HttpReply::Form::Reset; }},
    Choice{"body", "chunked", [](RestSwitches& s) { s.form = HttpReply::Form::Chunked; }},
    Choice{"overload", "on", [](RestSwitches& s) { s.overload = true; }},
    Choice{"overload", "off", [](RestSwitches& s) { s.overload = false; }},
};

Error unknown(std::string_view what, std::string_view word, const std::string& known) {
    return Error{"The " + std::string(what) + " of the REST side is unknown.",
                 std::string(word),
                 {},
                 "Use one of: " + known + "."};
}

} // namespace

Status setSwitch(RestSwitches& switches, std::string_view name, std::string_view value) {
    if (name == "delay") {
        int ms = -1;
        const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), ms);
        if (code != std::errc{} || end != value.data() + value.size() || ms < 0 || ms > kLongestDelayMs)
            return unknown("delay", value, "0 to 600000 (milliseconds)");
        switches.delay = std::chrono::milliseconds(ms);
        return success();
    }
    std::string names = "delay";
    std::string values;
    for (const Choice& choice : kChoices) {
        if (choice.name == name && choice.value == value) {
            choice.set(switches);
            return success();
        }
        if (choice.name == name) values += (values.empty() ? "" : ", ") + std::string(choice.value);
        if (!names.ends_with(choice.name)) names += ", " + std::string(choice.name);
    }
    return values.empty() ? unknown("switch", name, names) : unknown("value", value, values);
}

} // namespace maintscope::demo
