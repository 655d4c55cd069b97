// SPDX-License-Identifier: Apache-2.0
// Walks through a preprocessed .asc source: makes kernels, launches and unified-buffer variables
// into what the purpose asks for, and complains about what the language of the SIMT cores lacks.
#include "prepare.h"
#include "declaration.h"
#include "places.h"

#include <algorithm>
#include <map>
#include <set>

namespace sampan::asc {
namespace {

enum class Scope { declarations, body, device, kernel, other };

struct Level {
  Scope scope;
  std::size_t statement; ///< first token of the statement that the level interrupts
  int parentheses;
  std::string after; ///< text that follows the closing brace
};

class Preparer {
public:
  Preparer(std::string_view source, Purpose wanted)
      : text(source), purpose(wanted), tokens(tokenize(source)), places(source) {}

  Prepared run() {
    for (at = 0; at < tokens.size(); ++at)
      step();
    return {edited(text, edits), std::move(complaints)};
  }

private:
  // --- what stands around ---
  Scope scope() const { return levels.empty() ? Scope::declarations : levels.back().scope; }
  bool inDevice() const { return scope() == Scope::device || scope() == Scope::kernel; }
  std::string_view textAt(std::size_t index) const {
    return index < tokens.size() ? tokens[index].text : std::string_view();
  }
  bool pendingHas(std::string_view word) const {
    for (std::size_t i = statement; i < at; ++i)
      if (tokens[i].text == word)
        return true;
    return false;
  }
  void complain(std::size_t token, std::string message) {
    Origin origin = places.originOf(tokens[token].begin);
    if (!origin.system)
      complaints.push_back({origin.file, origin.line, origin.column, std::move(message)});
  }
  void replace(std::size_t first, std::size_t last, std::string with) {
    const std::size_t begin = tokens[first].begin, end = tokens[last].end;
    // Lines keep their numbers.
    with.append(std::count(text.begin() + begin, text.begin() + end, '\n'), '\n');
    edits.push_back({begin, end, std::move(with)});
  }
  void insert(std::size_t offset, std::string what) {
    edits.push_back({offset, offset, std::move(what)});
  }

  void step() {
    const Token &token = tokens[at];
    if (token.kind == Token::word)
      return word();
    if (token.kind != Token::symbol)
      return;
    if (token.text == "(")
      ++parentheses;
    else if (token.text == ")")
      --parentheses;
    else if (token.text == "{")
      open();
    else if (token.text == "}")
      close();
    else if (token.text == ";" && parentheses == 0)
      statement = at + 1;
    else if (token.text == "<<<")
      launch();
    else if (token.text == "[" && inDevice())
      lambda();
  }

  // --- scopes ---
  Scope classify() const {
    if (scope() != Scope::declarations) {
      if (inDevice())
        return scope();
      return pendingHas("__aicore__") ? Scope::device : scope();
    }
    if (pendingHas("__global__"))
      return Scope::kernel;
    if (pendingHas("__aicore__"))
      return Scope::device;
    const std::string_view before = at ? textAt(at - 1) : std::string_view();
    const bool function = before == ")" || before == "const" || before == "noexcept" ||
                          before == "override" || before == "mutable";
    if (pendingHas("namespace") || (pendingHas("extern") && !pendingHas("(")))
      return Scope::declarations;
    if (!function && !pendingHas("="))
      for (const char *key : {"class", "struct", "union"})
        if (pendingHas(key))
          return Scope::declarations;
    return pendingHas("(") ? Scope::body : Scope::other;
  }

  void open() {
    const Scope next = classify();
    Level level{next, statement, parentheses, {}};
    if (next == Scope::kernel && scope() == Scope::declarations)
      level.after = beginKernel();
    levels.push_back(std::move(level));
    statement = at + 1;
    parentheses = 0;
  }

  void close() {
    if (levels.empty())
      return;
    Level level = std::move(levels.back());
    levels.pop_back();
    if (!level.after.empty()) {
      insert(tokens[at].begin, "}; ");
      insert(tokens[at].end, level.after.substr(1));
    }
    parentheses = level.parentheses;
    // A brace inside of an expression does not end its statement.
    statement = parentheses || level.scope == Scope::other ? level.statement : at + 1;
  }

  // --- kernels ---
  std::string_view slice(std::size_t first, std::size_t last) const {
    return first > last ? std::string_view()
                        : text.substr(tokens[first].begin, tokens[last].end - tokens[first].begin);
  }

  /// The operand of `qualifier(...)` in the pending declaration, or nothing.
  std::string operandOf(std::string_view qualifier) {
    for (std::size_t i = statement; i + 1 < at; ++i)
      if (tokens[i].text == qualifier && tokens[i + 1].text == "(") {
        const std::size_t end = closing(tokens, i + 1);
        for (std::size_t k = i + 2; k < end; ++k) {
          if (tokens[k].text == ",")
            complain(k, std::string(qualifier) + " takes one operand");
          if (tokens[k].text == "(")
            k = closing(tokens, k);
        }
        return std::string(slice(i + 2, end - 1));
      }
    return {};
  }

  /// Returns what follows the closing brace, after one mark character.
  std::string beginKernel() {
    std::size_t close = at - 1;
    while (close > statement && tokens[close].text != ")")
      --close;
    const std::size_t open = opening(tokens, close);
    const std::string bounds = operandOf("__launch_bounds__"), registers = operandOf("__maxnreg__");
    if (!bounds.empty() && !registers.empty())
      complain(at, "__launch_bounds__ and __maxnreg__ exclude each other");
    if (purpose == Purpose::check)
      return {};
    insert(tokens[at].end, " ::ascend_emulator::Kernel<(" + (bounds.empty() ? "1024" : bounds) +
                               ")>{__PRETTY_FUNCTION__} = [=]() mutable -> void {");
    const std::string parameters = open + 1 < close ? std::string(slice(open + 1, close - 1)) : "";
    if (open == 0 || tokens[open - 1].kind != Token::word || pendingHas("template") ||
        parameters.find('=') != std::string::npos)
      return ";";
    const std::string name(tokens[open - 1].text);
    const std::size_t line = places.originOf(tokens[at].begin).line;
    return "; static const ::ascend_emulator::Registered ascend_registered_" + name + "_" +
           std::to_string(line) + "(\"" + name + "\", static_cast<void (*)(" +
           withoutQualifiers(parameters) + ")>(&" + name + "));";
  }

  static std::string withoutQualifiers(std::string parameters) {
    for (std::string_view qualifier : {"__gm__", "__ubuf__"})
      for (std::size_t found; (found = parameters.find(qualifier)) != std::string::npos;)
        parameters.erase(found, qualifier.size());
    return parameters;
  }

  // --- launches ---
  void launch() {
    std::size_t end = at + 1, operands = 1;
    while (end < tokens.size() && tokens[end].text != ">>>") {
      if (tokens[end].text == "(" || tokens[end].text == "{" || tokens[end].text == "[")
        end = closing(tokens, end);
      else if (tokens[end].text == ",")
        ++operands;
      ++end;
    }
    if (end >= tokens.size() || textAt(end + 1) != "(")
      return complain(at, "a launch needs >>> and arguments in parentheses");
    if (operands != 4)
      complain(at,
               "a launch takes four operands: blocks, threads, bytes of unified buffer, stream");
    if (inDevice())
      complain(at, "device code cannot launch kernels");
    if (purpose == Purpose::check)
      return;
    std::size_t callee = at - 1;
    if (tokens[callee].text == ">" || tokens[callee].text == ">>>")
      callee = openingAngle(tokens, callee) - 1;
    while (callee >= 2 && tokens[callee - 1].text == "::" && tokens[callee - 2].kind == Token::word)
      callee -= 2;
    if (callee >= 1 && tokens[callee - 1].text == "::")
      --callee;
    insert(tokens[callee].begin,
           "(::ascend_emulator::configure(" + std::string(slice(at + 1, end - 1)) + "), ");
    replace(at, end, "");
    insert(tokens[std::min(closing(tokens, end + 1), tokens.size() - 1)].end, ")");
    at = end;
  }

  // --- lambdas ---
  void lambda() {
    static const std::set<std::string_view> before = {"=", "(", ",", "{",     "}",
                                                      ";", ":", "?", "return"};
    if (!at || !before.count(tokens[at - 1].text) || textAt(at + 1) == "[")
      return;
    const std::size_t introducerEnd = closing(tokens, at);
    const std::string_view next = textAt(introducerEnd + 1);
    if (next != "(" && next != "{" && next != "mutable" && next != "__aicore__" &&
        next != "__attribute__")
      return;
    for (std::size_t i = introducerEnd; i < tokens.size() && tokens[i].text != "{"; ++i) {
      if (tokens[i].text == "__aicore__" || tokens[i].text == "cce_aicore")
        return;
    }
    complain(at, "a lambda in device code needs __aicore__: without it, it is a host function");
  }

  // --- words ---
  void word() {
    const std::string_view word = tokens[at].text;
    if (word == "__ubuf__")
      return ubuf();
    if (word == "__gm__")
      return globalMemory();
    if (word == "__launch_bounds__" || word == "__maxnreg__") {
      const std::size_t end = closing(tokens, at + 1);
      if (purpose == Purpose::check && word == "__launch_bounds__") {
        replace(at, at, "__attribute__((launch_bounds");
        insert(tokens[end].end, "))");
      } else
        replace(at, end, "");
      at = end;
      return;
    }
    if (auto meaning = qualifier(word)) {
      replace(at, at, *meaning);
      return;
    }
    if (word == "__simt_vf__" || word == "__simt_callee__" || word == "__vector__")
      complain(at, std::string(word) + ": sources that mix SIMD and SIMT are not supported here");
    if (word.substr(0, 13) == "__syncthreads" || word == "__syncwarp")
      complain(at, std::string(word) + " is CUDA's; Ascend C has asc_syncthreads");
    if (inDevice())
      deviceWord(word);
  }

  std::optional<std::string> qualifier(std::string_view word) const {
    static const std::map<std::string_view, std::string> check = {
        {"__global__", "__attribute__((global))"},
        {"__aicore__", "__attribute__((device))"},
        {"__host__", "__attribute__((host))"},
        {"cce_aicore", "device"}};
    auto it = check.find(word);
    if (it == check.end())
      return std::nullopt;
    if (purpose == Purpose::check)
      return it->second;
    return word == "cce_aicore" ? "unused" : "";
  }

  void deviceWord(std::string_view word) {
    static const std::set<std::string_view> missing = {
        "static", "thread_local", "new",          "delete", "throw",  "try",
        "catch",  "typeid",       "dynamic_cast", "asm",    "__asm__"};
    if (missing.count(word) && !(at && tokens[at - 1].text == "=" && word == "delete"))
      complain(at, "'" + std::string(word) + "' is not supported in device code");
    if (word == "printf" && textAt(at + 1) == "(" && at + 2 < tokens.size() &&
        tokens[at + 2].kind == Token::literal)
      checkFormat(at + 2);
  }

  void checkFormat(std::size_t literal) {
    const std::string_view format = tokens[literal].text;
    for (std::size_t i = 0; i + 1 < format.size(); ++i)
      if (format[i] == '\\') {
        if (format[i + 1] != 'n' && format[i + 1] != '"')
          complain(literal, "the only escape that printf of device code knows is \\n");
        ++i;
      }
  }

  // --- memory ---
  std::size_t endOfStatement() const {
    for (std::size_t i = at; i < tokens.size(); ++i) {
      if (tokens[i].text == ";")
        return i;
      if (tokens[i].text == "(" || tokens[i].text == "[" || tokens[i].text == "{")
        i = closing(tokens, i);
      else if (tokens[i].text == ")" || tokens[i].text == "}")
        return i;
    }
    return tokens.size();
  }

  /// Whether the statement begins a declaration of variables whose specifiers reach to `at`.
  bool declares() const {
    if (parentheses || pendingHas("using") || pendingHas("typedef") || pendingHas("template"))
      return false;
    for (std::size_t i = statement; i < at; ++i) {
      if (tokens[i].text == "(" && i > statement &&
          (tokens[i - 1].text == "__attribute__" || tokens[i - 1].text == "alignas"))
        i = closing(tokens, i);
      else if (tokens[i].kind != Token::word && tokens[i].text != "*" && tokens[i].text != "::")
        return false;
    }
    return true;
  }

  void ubuf() {
    const std::size_t end = endOfStatement();
    std::optional<UbufDeclaration> declaration;
    if (declares())
      declaration = readUbuf(tokens, statement, at, end);
    if (!declaration)
      return replace(at, at, "");
    if (declaration->initialised)
      complain(at, "a variable in unified buffer cannot be initialised");
    if (!declaration->dynamic && scope() != Scope::kernel)
      complain(at, "a variable in unified buffer must be declared in a kernel");
    if (purpose == Purpose::check)
      return replace(at, at, "__attribute__((shared))");
    if (declaration->initialised)
      return;
    std::string made;
    for (const UbufVariable &variable : declaration->variables)
      made += declaration->dynamic ? dynamicVariable(variable) : staticVariable(variable);
    for (auto &edit : edits) // qualifiers before __ubuf__ are part of what is replaced
      if (edit.begin >= tokens[statement].begin && edit.begin < tokens[at].begin)
        edit = {tokens[at].begin, tokens[at].begin, ""};
    replace(statement, end, made);
    at = end;
    statement = end + 1;
  }

  std::string staticVariable(const UbufVariable &variable) {
    const std::string type = variable.name + "_ubuf";
    return "typedef " + variable.type + type + variable.suffix + "; " + type + " &" +
           variable.name + " = ::ascend_emulator::staticUbuf<" + type + ", " +
           std::to_string(ubufVariables++) + ">(alignof(" + type + "), \"" + variable.name +
           "\"); (void)" + variable.name + ";";
  }

  std::string dynamicVariable(const UbufVariable &variable) const {
    const std::string type = variable.name + "_ubuf";
    // Without the empty bound.
    const std::size_t bound = variable.suffix.find(']');
    const std::string rest =
        bound == std::string::npos ? variable.suffix : variable.suffix.substr(bound + 1);
    const std::string element = "typedef " + variable.type + type + rest + "; ";
    if (scope() == Scope::declarations)
      return element + "static ::ascend_emulator::DynamicUbuf<" + type + "> " + variable.name + ";";
    return element + type + " *const " + variable.name + " = static_cast<" + type +
           " *>(::ascend_emulator::dynamicUbuf()); (void)" + variable.name + ";";
  }

  /// __gm__ T name...; at file scope is a variable of the device. Host code finds it by its
  /// address.
  void globalMemory() {
    const std::size_t end = endOfStatement();
    const bool variable = scope() == Scope::declarations && declares() && end > at &&
                          nameOfVariable(end) != tokens.size();
    replace(at, at, variable && purpose == Purpose::check ? "__attribute__((device))" : "");
    if (!variable || purpose == Purpose::check || pendingHas("extern") || end >= tokens.size())
      return;
    const std::string name(tokens[nameOfVariable(end)].text);
    insert(tokens[end].end, " static const ::ascend_emulator::RegisteredVariable ascend_variable_" +
                                name + "(&" + name + ", sizeof(" + name + "));");
  }

  /// The declared name in [at, end): before the bounds, the initialiser or the end. The number of
  /// tokens if this declares a function.
  std::size_t nameOfVariable(std::size_t end) const {
    std::size_t stop = at;
    while (stop < end && tokens[stop].text != "[" && tokens[stop].text != "=" &&
           tokens[stop].text != "{" && tokens[stop].text != "(")
      ++stop;
    const bool named = stop > at && tokens[stop - 1].kind == Token::word;
    return named && textAt(stop) != "(" ? stop - 1 : tokens.size();
  }

  std::string_view text;
  Purpose purpose;
  std::vector<Token> tokens;
  Places places;
  std::vector<Edit> edits;
  std::vector<Complaint> complaints;
  std::vector<Level> levels;
  std::size_t at = 0, statement = 0, ubufVariables = 0;
  int parentheses = 0;
};

} // namespace

Prepared prepare(std::string_view source, Purpose purpose) {
  return Preparer(source, purpose).run();
}

} // namespace sampan::asc
