// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/call_arguments.h"

#include "llvm/ADT/StringExtras.h"

#include <optional>

namespace sampan {
namespace {

namespace tok = clang::tok;

struct Call {
  std::uint32_t open = 0, close = 0; ///< behind the one parenthesis, in front of the other
  std::vector<TokenRange> arguments; ///< without blanks around them
};

std::optional<Call> callAt(const std::vector<RawToken> &tokens, std::size_t name) {
  if (name + 1 >= tokens.size() || !tokens[name + 1].is(tok::l_paren))
    return std::nullopt;
  Call call;
  call.open = tokens[name + 1].end;
  TokenRange current;
  bool isEmpty = true;
  int depth = 1;
  for (std::size_t i = name + 2; i < tokens.size(); ++i) {
    const RawToken &token = tokens[i];
    depth += token.is(tok::l_paren) || token.is(tok::l_square) || token.is(tok::l_brace);
    depth -= token.is(tok::r_paren) || token.is(tok::r_square) || token.is(tok::r_brace);
    bool ends = depth == 0 || (depth == 1 && token.is(tok::comma));
    if (ends && !isEmpty)
      call.arguments.push_back(current);
    if (depth == 0) {
      call.close = token.begin;
      return call;
    }
    if (ends) {
      isEmpty = true;
      continue;
    }
    if (isEmpty)
      current.begin = token.begin;
    current.end = token.end;
    isEmpty = false;
  }
  return std::nullopt;
}

/// One argument that is wanted: `before`, an old argument, `after`; or `before` alone.
struct Wanted {
  std::string before, after;
  std::optional<std::size_t> old;
};

std::string withoutBlanks(llvm::StringRef text) {
  std::string result;
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\n')
      result += c;
  return result;
}

/// `reinterpret_cast<T>(` around something that is a cast to T.
bool castsAgain(const Wanted &wanted, llvm::StringRef argument) {
  llvm::StringRef type = wanted.before;
  if (!type.consume_front("reinterpret_cast<") || !type.consume_back(">(") || wanted.after != ")")
    return false;
  std::string written = withoutBlanks(argument), plain = withoutBlanks(type);
  return llvm::StringRef(written).starts_with("(" + plain + ")") ||
         llvm::StringRef(written).starts_with("reinterpret_cast<" + plain + ">");
}

class Arranger {
public:
  Arranger(const std::vector<RawToken> &tokens, llvm::StringRef text, const Call &call,
           const Respelling &respelled)
      : tokens(tokens), text(text), call(call), respelled(respelled) {}

  Rearrangement run(std::span<const std::string_view> patterns) {
    for (std::string_view pattern : patterns)
      read(pattern);
    chooseStaying();
    std::string pending;
    std::uint32_t from = call.open;
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < list.size() && result.problem.empty(); ++i) {
      pending += i ? ", " : "";
      pending += list[i].before;
      if (list[i].old && staying[*list[i].old] == i) {
        const TokenRange &place = call.arguments[*list[i].old];
        bool asItWas = pending == ", " && last && *last + 1 == *list[i].old;
        if (!asItWas)
          replace(from, place.begin, pending);
        pending.clear();
        from = place.end;
        last = list[i].old;
      } else if (list[i].old) {
        pending += copyOf(call.arguments[*list[i].old]);
      }
      pending += list[i].after;
    }
    replace(from, call.close, pending);
    if (!result.problem.empty())
      result.edits.clear();
    return std::move(result);
  }

private:
  void read(std::string_view pattern) {
    std::size_t dollar = pattern.find('$'), bar = pattern.find('|', dollar + 1);
    Wanted wanted;
    if (dollar == pattern.npos) {
      wanted.before = pattern;
      list.push_back(wanted);
      return;
    }
    auto number = static_cast<std::size_t>(pattern[dollar + 1] - '0');
    if (number >= call.arguments.size()) {
      if (bar == pattern.npos)
        result.problem = "it has too few arguments";
      wanted.before = bar == pattern.npos ? "" : pattern.substr(bar + 1);
      list.push_back(wanted);
      return;
    }
    wanted.before = pattern.substr(0, dollar);
    wanted.after = pattern.substr(dollar + 2, bar == pattern.npos ? bar : bar - dollar - 2);
    wanted.old = number;
    const TokenRange &range = call.arguments[number];
    if (castsAgain(wanted, text.slice(range.begin, range.end)))
      wanted.before = wanted.after = "";
    list.push_back(wanted);
  }

  /// Each old argument at the first place behind that of the one before it.
  void chooseStaying() {
    staying.assign(call.arguments.size(), list.size());
    std::size_t next = 0;
    for (std::size_t old = 0; old < call.arguments.size(); ++old)
      for (std::size_t i = next; i < list.size(); ++i)
        if (list[i].old == old) {
          staying[old] = i;
          next = i + 1;
          break;
        }
  }

  std::string copyOf(const TokenRange &range) {
    std::string copy;
    std::uint32_t at = range.begin;
    for (const RawToken &token : tokens) {
      if (token.begin < range.begin || token.end > range.end)
        continue;
      copy += text.slice(at, token.begin);
      llvm::StringRef word = token.text(text);
      copy += token.is(tok::raw_identifier) ? respelled(word) : std::string_view(word);
      at = token.end;
      if (token.is(tok::plusplus) || token.is(tok::minusminus) || token.is(tok::equal))
        result.problem = "an argument that is needed twice changes a variable";
    }
    return copy;
  }

  void replace(std::uint32_t begin, std::uint32_t end, const std::string &by) {
    if (text.slice(begin, end) == by || (by.empty() && text.slice(begin, end).trim().empty()))
      return;
    result.edits.push_back({{begin, end, false}, by});
    if (begin < end)
      result.replaced.push_back({begin, end, false});
  }

  const std::vector<RawToken> &tokens;
  llvm::StringRef text;
  const Call &call;
  const Respelling &respelled;
  std::vector<Wanted> list;
  std::vector<std::size_t> staying; ///< place in `list` of each old argument
  Rearrangement result;
};

} // namespace

Rearrangement rearrangeArguments(const std::vector<RawToken> &tokens, std::size_t name,
                                 llvm::StringRef text, std::span<const std::string_view> wanted,
                                 const Respelling &respelled) {
  std::optional<Call> call = callAt(tokens, name);
  if (!call) {
    Rearrangement none;
    none.problem = "it is not called here, and the two take different arguments";
    return none;
  }
  return Arranger(tokens, text, *call, respelled).run(wanted);
}

} // namespace sampan
