// SPDX-License-Identifier: Apache-2.0
// Typed access to diagnostics.def: one row there is one struct here, so that a finding with a wrong
// or missing argument does not compile. To report one:
//
//   out.findings.push_back(makeFinding(diag::HeaderMissing{.header = "foo.h"}, span));
#pragma once

#include "rewriters/core/finding.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sampan {

enum class DiagGroup : std::uint8_t { Input, Language, Library, Performance, Internal };
enum class Language : std::uint8_t { English, Chinese };

/// A row of diagnostics.def. `help` holds a "why: " and a "fix: " line.
struct DiagRow {
  DiagId id;
  std::string_view name;
  Severity severity;
  DiagGroup group;
  std::string_view format, help;
  std::string_view formatChinese, helpChinese;
  std::string_view arguments; ///< "header, reason"
};

namespace detail {

/// The n-th name of "a, b, c"; empty past the end.
constexpr std::string_view nameAt(std::string_view names, std::size_t n) {
  while (true) {
    std::size_t comma = names.find(',');
    if (n == 0)
      return names.substr(0, comma);
    if (comma == std::string_view::npos)
      return {};
    names.remove_prefix(comma + 1);
    while (!names.empty() && names.front() == ' ')
      names.remove_prefix(1);
    --n;
  }
}

constexpr bool hasName(std::string_view names, std::string_view name) {
  for (std::size_t i = 0; !nameAt(names, i).empty(); ++i)
    if (nameAt(names, i) == name)
      return true;
  return false;
}

/// Each {name} in `format` is an argument, and each argument appears.
constexpr bool formatMatches(std::string_view format, std::string_view names) {
  for (std::size_t at = format.find('{'); at != std::string_view::npos;
       at = format.find('{', at + 1)) {
    std::size_t end = format.find('}', at);
    if (end == std::string_view::npos || !hasName(names, format.substr(at + 1, end - at - 1)))
      return false;
  }
  for (std::size_t i = 0; !nameAt(names, i).empty(); ++i) {
    std::string_view name = nameAt(names, i);
    bool found = false;
    for (std::size_t at = format.find(name); at != std::string_view::npos;
         at = format.find(name, at + 1))
      found |= at > 0 && format[at - 1] == '{' && at + name.size() < format.size() &&
               format[at + name.size()] == '}';
    if (!found)
      return false;
  }
  return true;
}

} // namespace detail

#define SPN_EXPAND(...) SPN_EXPAND3(SPN_EXPAND3(SPN_EXPAND3(__VA_ARGS__)))
#define SPN_EXPAND3(...) SPN_EXPAND2(SPN_EXPAND2(SPN_EXPAND2(__VA_ARGS__)))
#define SPN_EXPAND2(...) __VA_ARGS__
#define SPN_PARENS ()
#define SPN_FOR_EACH(macro, ...) __VA_OPT__(SPN_EXPAND(SPN_FOR_EACH_STEP(macro, __VA_ARGS__)))
#define SPN_FOR_EACH_STEP(macro, first, ...)                                                       \
  macro(first) __VA_OPT__(SPN_FOR_EACH_AGAIN SPN_PARENS(macro, __VA_ARGS__))
#define SPN_FOR_EACH_AGAIN() SPN_FOR_EACH_STEP
#define SPN_FIELD(name) std::string name = {};
#define SPN_VALUE(name) {std::string_view(#name), std::string_view(name)},
#define SPN_COUNT(name) +1

using DiagArgument = std::pair<std::string_view, std::string_view>;

namespace diag {
#define ARGS(...) __VA_ARGS__
#define DIAG(number, name, level, set, args, text, help, textZh, helpZh)                           \
  DIAG_STRUCT(number, name, level, set, text, help, textZh, helpZh, args)
#define DIAG_STRUCT(number, name_, level, set, text, help_, textZh, helpZh, ...)                   \
  struct name_ {                                                                                   \
    static constexpr DiagId id = number;                                                           \
    static constexpr DiagRow row = {number, #name_, Severity::level, DiagGroup::set, text,         \
                                    help_,  textZh, helpZh,          #__VA_ARGS__};                \
    static constexpr std::size_t argumentCount = 0 SPN_FOR_EACH(SPN_COUNT, __VA_ARGS__);           \
    SPN_FOR_EACH(SPN_FIELD, __VA_ARGS__)                                                           \
    std::array<DiagArgument, argumentCount> values() const {                                       \
      return {{SPN_FOR_EACH(SPN_VALUE, __VA_ARGS__)}};                                             \
    }                                                                                              \
    static_assert(::sampan::detail::formatMatches(text, #__VA_ARGS__),                             \
                  "arguments of the English text differ from ARGS");                               \
    static_assert(::sampan::detail::formatMatches(textZh, #__VA_ARGS__),                           \
                  "arguments of the Chinese text differ from ARGS");                               \
  };
#include "rewriters/core/diagnostics.def"
#undef DIAG_STRUCT
#undef DIAG
#undef ARGS
} // namespace diag

#undef SPN_EXPAND
#undef SPN_EXPAND2
#undef SPN_EXPAND3
#undef SPN_PARENS
#undef SPN_FOR_EACH
#undef SPN_FOR_EACH_STEP
#undef SPN_FOR_EACH_AGAIN
#undef SPN_FIELD
#undef SPN_VALUE
#undef SPN_COUNT

/// All rows, ascending by id.
std::span<const DiagRow> allDiagnostics();
/// Null for an id that no row has.
const DiagRow *findDiagnostic(DiagId id);
/// "SPN2103"
std::string diagCode(DiagId id);
/// Reads "SPN2103", "spn2103" or "2103"; 0 when it is none of these.
DiagId parseDiagCode(std::string_view text);
std::string_view diagGroupName(DiagGroup group);

/// Replaces each {name}.
std::string formatDiagnostic(std::string_view format, std::span<const DiagArgument> values);

/// Language of messages made from now on; set once by main before any thread starts.
void setMessageLanguage(Language language);
Language messageLanguage();
inline std::string_view formatOf(const DiagRow &row, Language language = messageLanguage()) {
  return language == Language::Chinese ? row.formatChinese : row.format;
}
inline std::string_view helpOf(const DiagRow &row, Language language = messageLanguage()) {
  return language == Language::Chinese ? row.helpChinese : row.help;
}

Finding makeFinding(const DiagRow &row, std::span<const DiagArgument> values, Span at);

template <class D> Finding makeFinding(const D &diagnostic, Span at) {
  const auto values = diagnostic.values();
  return makeFinding(D::row, std::span<const DiagArgument>(values), std::move(at));
}

} // namespace sampan
