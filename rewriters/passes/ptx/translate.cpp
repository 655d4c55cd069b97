// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/translate.h"

#include "rewriters/passes/ptx/instructions.h"
#include "rewriters/passes/ptx/usage.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sampan::ptx {

Handler handlerOf(std::string_view root) {
  static const HandlerTable table = [] {
    HandlerTable all;
    for (auto add : {addArithmetic, addAsyncCopies, addAtomics, addBitOperations,
                     addCarryArithmetic, addComparisons, addControl, addConversions, addFunctions,
                     addMemory, addMoves, addVideo, addWarp})
      add(all);
    return all;
  }();
  auto found = table.find(root);
  return found == table.end() ? nullptr : found->second;
}

namespace {

/// A scope around the whole text is the block that we write anyway.
void dropOuterScope(std::vector<Item> &items) {
  if (items.empty() || items.front().kind != Item::Kind::Open ||
      items.back().kind != Item::Kind::Close)
    return;
  int depth = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    depth += items[i].kind == Item::Kind::Open;
    depth -= items[i].kind == Item::Kind::Close;
    if (depth == 0 && i + 1 < items.size())
      return;
  }
  items.pop_back();
  items.erase(items.begin());
}

std::string indented(const std::string &line) { return "  " + line; }

class Translator {
public:
  explicit Translator(const Statement &statement)
      : statement(statement), emit(statement.arguments, statement.inMacro ? "ptx_" : "") {}

  Translation run() {
    ParseResult parsed = parse(statement.ptx, statement.names);
    if (!parsed.problem.empty()) {
      result.problem = parsed.problem;
      return std::move(result);
    }
    items = std::move(parsed.items);
    dropOuterScope(items);
    bool anything = false;
    for (const Item &item : items)
      anything |= item.kind == Item::Kind::Instruction;
    if (!anything) {
      result.isEmpty = true;
      return std::move(result);
    }
    prepare();
    body();
    if (result.problem.empty())
      finish();
    return std::move(result);
  }

private:
  void prepare() {
    reserveNames();
    usage = usageOf(items, statement.arguments);
    emit.openScope();
    emit.threadCarry = usage.carryEscapes;
    emit.mayReturn = statement.inKernel;
    std::string labels;
    for (const Item &item : items)
      if (item.kind == Item::Kind::Label)
        labels += (labels.empty() ? "" : ", ") + emit.label(item.text);
    if (!labels.empty())
      emit.line("__label__ " + labels + ";");
    for (std::size_t i = 0; i < emit.arguments.size(); ++i)
      prepareArgument(i);
  }

  /// Names of ours must not hide those that the operands mention.
  void reserveNames() {
    for (const char *word :
         {"and",    "or",    "xor",    "not",   "if",   "for",  "do",     "int",  "float",
          "double", "char",  "short",  "long",  "bool", "true", "false",  "new",  "this",
          "spn",    "carry", "return", "const", "auto", "void", "signed", "while"})
      emit.reserve(word);
    for (const Argument &argument : statement.arguments) {
      std::string word;
      for (char c : argument.text + " ") {
        if (llvm::isAlnum(c) || c == '_') {
          word += c;
        } else if (!word.empty()) {
          emit.reserve(std::exchange(word, {}));
        }
      }
    }
  }

  void prepareArgument(std::size_t i) {
    Argument &argument = emit.arguments[i];
    const ArgumentUsage &used = usage.arguments[i];
    bool repeatable = isSimple(argument.text) && !statement.inMacro;
    if (argument.tiedTo >= 0) {
      const std::string &to = emit.arguments[static_cast<std::size_t>(argument.tiedTo)].text;
      if (to != argument.text)
        emit.line("spn::ptx::set(" + to + ", " + argument.text + ");");
      return;
    }
    if (argument.isOutput) {
      if (used.uses > 1 && !repeatable) {
        std::string name = emit.uniqueName("out" + std::to_string(i));
        emit.line("auto &" + name + " = " + argument.text + ";");
        argument.text = name;
      }
      return;
    }
    bool isNumber =
        !argument.text.empty() && llvm::isDigit(argument.text[0]) &&
        llvm::all_of(argument.text, [](char c) { return llvm::isAlnum(c) || c == '.'; });
    if (argument.constraint == 'n' || isNumber)
      return;
    if (used.uses == 0) {
      if (!isSimple(argument.text))
        emit.line("(void)(" + argument.text + ");");
      return;
    }
    bool changes = usage.firstEffect >= 0 && used.lastRead > usage.firstEffect;
    if (changes || usage.hasBranches || (used.uses > 1 && !repeatable))
      keep(i, argument);
  }

  /// Reads an input once, before anything has changed.
  void keep(std::size_t i, Argument &argument) {
    Operand operand;
    operand.kind = Operand::Kind::Argument;
    operand.index = static_cast<int>(i);
    std::string name = emit.uniqueName("in" + std::to_string(i));
    if (argument.isPointer) {
      emit.line("const auto " + name + " = " + argument.text + ";");
    } else {
      Type type =
          argument.known && argument.known->bits >= 32 ? *argument.known : *emit.typeOf(operand);
      emit.line("const " + cppName(type) + " " + name + " = " + emit.value(operand, type) + ";");
      argument.known = type;
    }
    argument.text = name;
  }

  void body() {
    for (const Item &item : items) {
      switch (item.kind) {
      case Item::Kind::Open:
        emit.line("{");
        emit.openScope();
        break;
      case Item::Kind::Close:
        emit.line("}");
        emit.closeScope();
        break;
      case Item::Kind::Label:
        emit.line(emit.label(item.text) + ":;");
        break;
      case Item::Kind::Declaration:
        if (!emit.declare(item))
          result.problem = ".reg ." + item.text;
        break;
      case Item::Kind::Instruction:
        instruction(item.instruction);
        break;
      }
      if (!result.problem.empty())
        return;
    }
  }

  void instruction(const Instruction &instruction) {
    std::vector<std::string> before = std::exchange(emit.lines, {});
    std::string guard = instruction.guard ? emit.predicate(*instruction.guard) : "";
    Modifiers modifiers({instruction.parts.begin() + 1, instruction.parts.end()});
    Handler handler = handlerOf(instruction.parts[0]);
    if (!handler || !handler(emit, instruction, modifiers) || emit.failed || !modifiers.empty())
      result.problem = instruction.name;
    std::vector<std::string> own = std::exchange(emit.lines, std::move(before));
    if (guard.empty() && own.size() > 1 && usage.hasBranches)
      guard = "true"; // a jump may not cross the initialisation of a constant
    if (guard.empty()) {
      for (std::string &line : own)
        emit.line(std::move(line));
    } else if (own.size() == 1) {
      emit.line("if (" + guard + ")");
      emit.line(indented(own[0]));
    } else {
      emit.line("if (" + guard + ") {");
      for (const std::string &line : own)
        emit.line(indented(line));
      emit.line("}");
    }
  }

  void finish() {
    if (emit.usesCarry && !emit.threadCarry)
      emit.lines.insert(emit.lines.begin() + (usage.hasBranches ? 1 : 0),
                        "bool " + emit.carry() + " = false;");
    result.isBlock = emit.lines.size() != 1;
    if (!result.isBlock)
      emit.lines[0].pop_back();
    int depth = 0;
    for (std::string &line : emit.lines) {
      depth -= line == "}";
      line.insert(0, static_cast<std::size_t>(depth) * 2, ' ');
      depth += line.ends_with("{") && line.find_first_not_of(' ') == line.size() - 1;
    }
    result.lines = std::move(emit.lines);
  }

  const Statement &statement;
  Emitter emit;
  std::vector<Item> items;
  Usage usage;
  Translation result;
};

} // namespace

std::string Translation::text(const std::string &indent, const std::string &lineEnd) const {
  if (!isBlock)
    return lines.empty() ? "" : lines[0];
  std::string result = "{";
  for (const std::string &line : lines)
    result += lineEnd + indent + "  " + line;
  return result + lineEnd + indent + "}";
}

Translation translate(const Statement &statement) { return Translator(statement).run(); }

} // namespace sampan::ptx
