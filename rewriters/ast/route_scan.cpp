// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/route_scan.h"

#include "rewriters/ast/route_tokens.h"

#include <algorithm>
#include <array>
#include <set>

namespace sampan {
namespace {

namespace tok = clang::tok;

/// Names in front of "(" that are part of a declaration, not the declared function.
constexpr std::array kNotFunctions = {
    std::string_view("__launch_bounds__"), std::string_view("__attribute__"),
    std::string_view("__declspec"),        std::string_view("alignas"),
    std::string_view("decltype"),          std::string_view("noexcept"),
    std::string_view("explicit"),          std::string_view("throw"),
    std::string_view("requires"),          std::string_view("__maxnreg__"),
    std::string_view("__cluster_dims__")};

bool isBinding(std::string_view name) {
  return name == "PYBIND11_MODULE" || name.find("TORCH_LIBRARY") != std::string_view::npos;
}

/// "kCUDA" and "CUDA" are the same dispatch key.
std::string dispatchKey(std::string_view name) {
  if (name.size() > 1 && name[0] == 'k' && name[1] >= 'A' && name[1] <= 'Z')
    name.remove_prefix(1);
  return std::string(name);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n'))
    text.remove_suffix(1);
  return text;
}

class Scanner {
public:
  Scanner(const std::string &file, std::string_view source) : source(source) {
    facts.file = file;
    for (std::size_t i = 0; i < source.size(); ++i)
      if (source[i] == '\n')
        newlines.push_back(static_cast<std::uint32_t>(i));
    splitDirectives(lexPlain(source));
  }

  RouteFacts scan() {
    scanScope(0, tokens.size());
    return std::move(facts);
  }

private:
  struct Range {
    std::size_t begin = 0, end = 0;
  };

  /// Directives are not declarations; a macro with arguments is taken for a function.
  void splitDirectives(PlainTokens all) {
    for (std::size_t i = 0; i < all.size();) {
      if (!all[i].is(tok::hash) || !all[i].startsLine) {
        tokens.push_back(all[i++]);
        continue;
      }
      std::size_t end = i + 1;
      while (end < all.size() && !all[end].startsLine)
        ++end;
      if (i + 3 < end && all[i + 1].isName("define") && all[i + 2].isName() &&
          all[i + 3].is(tok::l_paren) &&
          all[i + 3].begin == all[i + 2].begin + all[i + 2].text.size())
        addFunction(all, i + 2, {i + 3, end}, false);
      i = end;
    }
  }

  /// Declarations between `begin` and `end`; braces of namespaces and classes are looked into.
  void scanScope(std::size_t begin, std::size_t end) {
    std::size_t start = begin;
    for (std::size_t i = begin; i < end; ++i) {
      if (tokens[i].is(tok::semi)) {
        start = i + 1;
      } else if (tokens[i].is(tok::l_paren)) {
        i = std::min(closingBracket(tokens, i), end);
      } else if (tokens[i].is(tok::l_brace)) {
        std::size_t close = std::min(closingBracket(tokens, i), end);
        scanBlock({start, i}, {i + 1, close});
        i = close;
        start = close + 1;
      }
    }
  }

  void scanBlock(Range head, Range body) {
    std::size_t name = functionName(head);
    if (name != head.end && isBinding(tokens[name].text))
      scanBinding(name, body);
    else if (name != head.end)
      addFunction(tokens, name, body, isKernel(head));
    else if (!has(head, tok::equal))
      scanScope(body.begin, body.end);
  }

  bool has(Range range, tok::TokenKind kind) const {
    return std::any_of(tokens.begin() + std::ptrdiff_t(range.begin),
                       tokens.begin() + std::ptrdiff_t(range.end),
                       [&](const PlainToken &token) { return token.is(kind); });
  }

  bool isKernel(Range head) const {
    for (std::size_t i = head.begin; i < head.end; ++i)
      if (tokens[i].isName("__global__"))
        return true;
    return false;
  }

  /// The name in front of the parameters, or the end when the head is that of no function.
  std::size_t functionName(Range head) const {
    for (std::size_t i = head.begin; i < head.end; ++i) {
      if (tokens[i].isName("template") && i + 1 < head.end)
        i = std::max(afterAngles(tokens, i + 1), i + 1) - 1;
      else if (tokens[i].is(tok::equal))
        return head.end;
      else if (tokens[i].is(tok::l_paren)) {
        if (i > head.begin && tokens[i - 1].isName() &&
            std::find(kNotFunctions.begin(), kNotFunctions.end(), tokens[i - 1].text) ==
                kNotFunctions.end())
          return i - 1;
        i = closingBracket(tokens, i);
      }
    }
    return head.end;
  }

  void addFunction(const PlainTokens &in, std::size_t name, Range body, bool isKernel) {
    HostFunctionFacts function;
    function.name = in[name].text;
    function.at = spanOf(in[name]);
    function.isKernel = isKernel;
    function.mentions = mentionsIn(in, body);
    function.launches = launchesIn(in, body);
    facts.functions.push_back(std::move(function));
  }

  static std::vector<std::string> mentionsIn(const PlainTokens &in, Range body) {
    std::set<std::string> names;
    for (std::size_t i = body.begin; i < body.end && i < in.size(); ++i) {
      bool member = i > 0 && (in[i - 1].is(tok::period) || in[i - 1].is(tok::arrow));
      if (in[i].isName() && !member)
        names.emplace(in[i].text);
    }
    return {names.begin(), names.end()};
  }

  static std::vector<std::string> launchesIn(const PlainTokens &in, Range body) {
    std::set<std::string> names;
    for (std::size_t i = body.begin + 1; i < body.end && i < in.size(); ++i) {
      if (!in[i].is(tok::lesslessless))
        continue;
      std::size_t name = i - 1;
      if (std::size_t angle = openingAngle(in, name); angle != name && angle > 0)
        name = angle - 1;
      if (in[name].isName())
        names.emplace(in[name].text);
    }
    return {names.begin(), names.end()};
  }

  /// TORCH_LIBRARY(library, m) { m.def(...); m.impl(...); }
  void scanBinding(std::size_t macro, Range body) {
    std::vector<Range> arguments = argumentsOf(macro + 1);
    OperatorFacts common;
    common.binding = tokens[macro].text;
    if (!arguments.empty())
      common.library = textOf(arguments[0]);
    if (arguments.size() >= 3)
      common.key = dispatchKey(textOf(arguments[1]));
    for (std::size_t i = body.begin + 1; i + 1 < body.end; ++i)
      if (tokens[i - 1].is(tok::period) && tokens[i + 1].is(tok::l_paren) &&
          (tokens[i].isName("def") || tokens[i].isName("impl")))
        addOperator(common, argumentsOf(i + 1));
  }

  void addOperator(OperatorFacts entry, const std::vector<Range> &arguments) {
    if (arguments.empty() || !tokens[arguments[0].begin].is(tok::string_literal))
      return;
    std::string text;
    for (std::size_t i = arguments[0].begin; i < arguments[0].end; ++i)
      if (tokens[i].is(tok::string_literal))
        text += stringValue(tokens[i].text);
    std::string_view schema = trimmed(text);
    std::string_view name = trimmed(schema.substr(0, schema.find('(')));
    if (name.size() != schema.size())
      entry.schema = schema;
    if (std::size_t colons = name.rfind("::"); colons != name.npos)
      name.remove_prefix(colons + 2);
    entry.name = name;
    entry.at = spanOf(tokens[arguments[0].begin]);
    for (std::size_t i = 1; i < arguments.size(); ++i)
      readTarget(entry, arguments[i]);
    facts.operators.push_back(std::move(entry));
  }

  /// An argument after the name: a dispatch key, what is registered, or something for Python.
  void readTarget(OperatorFacts &entry, Range argument) {
    if (tokens[argument.begin].is(tok::l_square)) {
      entry.function = "(lambda)";
      entry.mentions = mentionsIn(tokens, argument);
      return;
    }
    for (std::size_t i = argument.begin; i < argument.end; ++i) {
      bool taken =
          tokens[i].is(tok::amp) && (i == argument.begin || tokens[i - 1].is(tok::l_paren));
      bool wrapped = (tokens[i].isName("TORCH_FN") || tokens[i].isName("TORCH_BOX")) &&
                     i + 1 < argument.end && tokens[i + 1].is(tok::l_paren);
      std::size_t at = taken ? i + 1 : i + 2;
      if ((taken || wrapped) && at < argument.end) {
        if (tokens[at].is(tok::amp))
          ++at;
        entry.function = qualifiedName(at, argument.end);
        return;
      }
    }
    std::string name = qualifiedName(argument.begin, argument.end);
    if (name.empty() || afterName(argument.begin, argument.end) != argument.end)
      return;
    std::size_t colons = name.rfind("::");
    std::string last = colons == name.npos ? name : name.substr(colons + 2);
    bool isKey = name.starts_with("torch::k") || name.starts_with("at::k") ||
                 name.starts_with("c10::k") || name.find("DispatchKey::") != name.npos;
    if (isKey)
      entry.key = dispatchKey(last);
    else if (entry.function.empty())
      entry.function = name;
  }

  std::size_t afterName(std::size_t begin, std::size_t end) const {
    std::size_t i = begin;
    while (i < end && (tokens[i].isName() || tokens[i].is(tok::coloncolon)))
      ++i;
    return i > begin ? std::min(afterAngles(tokens, i), end) : i;
  }

  std::string qualifiedName(std::size_t begin, std::size_t end) const {
    std::string name;
    for (std::size_t i = begin; i < end && (tokens[i].isName() || tokens[i].is(tok::coloncolon));
         ++i)
      name += tokens[i].text;
    return name.starts_with("::") ? name.substr(2) : name;
  }

  /// The arguments between the parenthesis at `open` and its partner.
  std::vector<Range> argumentsOf(std::size_t open) const {
    std::vector<Range> arguments;
    if (open >= tokens.size() || !tokens[open].is(tok::l_paren))
      return arguments;
    std::size_t close = closingBracket(tokens, open), start = open + 1;
    for (std::size_t i = open + 1; i <= close && i < tokens.size(); ++i) {
      if (tokens[i].is(tok::comma) || i == close) {
        if (i > start)
          arguments.push_back({start, i});
        start = i + 1;
      } else if (tokens[i].is(tok::l_paren) || tokens[i].is(tok::l_brace) ||
                 tokens[i].is(tok::l_square)) {
        i = closingBracket(tokens, i);
      }
    }
    return arguments;
  }

  std::string textOf(Range range) const {
    std::string text;
    for (std::size_t i = range.begin; i < range.end; ++i)
      text += tokens[i].text;
    return text;
  }

  Span spanOf(const PlainToken &token) const {
    auto after = std::lower_bound(newlines.begin(), newlines.end(), token.begin);
    auto line = static_cast<std::uint32_t>(after - newlines.begin()) + 1;
    std::uint32_t column = token.begin - (after == newlines.begin() ? 0 : *std::prev(after) + 1);
    return {facts.file, token.begin, token.begin + static_cast<std::uint32_t>(token.text.size()),
            line, column + 1};
  }

  std::string_view source;
  std::vector<std::uint32_t> newlines; ///< offsets
  PlainTokens tokens;
  RouteFacts facts;
};

} // namespace

bool registersOperators(std::string_view text) {
  return text.find("TORCH_LIBRARY") != text.npos || text.find("PYBIND11_MODULE") != text.npos;
}

RouteFacts scanRoutes(const std::string &file, std::string_view text) {
  return Scanner(file, text).scan();
}

} // namespace sampan
