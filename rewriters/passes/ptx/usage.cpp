// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/usage.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace sampan::ptx {
namespace {

bool writesFirstOperand(const Instruction &instruction) {
  static const std::set<std::string_view> never = {
      "st",      "red",           "membar", "fence", "cp",    "prefetch", "prefetchu",
      "discard", "applypriority", "trap",   "exit",  "brkpt", "bra",      "nanosleep"};
  const std::string &root = instruction.parts[0];
  if (root == "bar" || root == "barrier")
    return instruction.name.find(".red") != std::string::npos;
  return !never.contains(root);
}

/// Other memory than registers may have changed after it.
bool touchesMemory(const Instruction &instruction) {
  static const std::set<std::string_view> roots = {"st",      "red",    "atom",  "bar",
                                                   "barrier", "membar", "fence", "cp"};
  return roots.contains(instruction.parts[0]);
}

class Counter {
public:
  Counter(const std::vector<Argument> &arguments, Usage &usage)
      : arguments(arguments), usage(usage) {}

  void instruction(const Instruction &instruction, int index) {
    bool writes = writesFirstOperand(instruction);
    for (std::size_t k = 0; k < instruction.operands.size(); ++k)
      operand(instruction.operands[k], index, writes && k == 0);
    if (instruction.guard)
      operand(*instruction.guard, index, false);
    if (touchesMemory(instruction))
      effect(index);
  }

private:
  void effect(int index) {
    if (usage.firstEffect < 0)
      usage.firstEffect = index;
  }

  void operand(const Operand &operand, int index, bool isWritten) {
    if (operand.is(Operand::Kind::Argument)) {
      std::size_t which = static_cast<std::size_t>(operand.index);
      if (which >= arguments.size())
        return;
      if (arguments[which].tiedTo >= 0)
        which = static_cast<std::size_t>(arguments[which].tiedTo);
      ++usage.arguments[which].uses;
      if (isWritten)
        effect(index);
      else
        usage.arguments[which].lastRead = index;
    }
    bool isAddress = operand.is(Operand::Kind::Address);
    for (const Operand &part : operand.parts)
      this->operand(part, index, isWritten && !isAddress);
    // Parts of one vector are written one after the other, when the rest has been read.
  }

  const std::vector<Argument> &arguments;
  Usage &usage;
};

bool readsCarry(std::string_view root) {
  return root == "addc" || root == "subc" || root == "madc";
}

} // namespace

Usage usageOf(const std::vector<Item> &items, const std::vector<Argument> &arguments) {
  Usage usage;
  usage.arguments.resize(arguments.size());
  Counter counter(arguments, usage);
  bool carryKnown = false, carryPending = false;
  int index = 0;
  for (const Item &item : items) {
    usage.hasBranches |= item.kind == Item::Kind::Label;
    if (item.kind != Item::Kind::Instruction)
      continue;
    const Instruction &instruction = item.instruction;
    counter.instruction(instruction, index++);
    if (readsCarry(instruction.parts[0])) {
      usage.carryEscapes |= !carryKnown;
      carryPending = false;
    }
    if (std::find(instruction.parts.begin(), instruction.parts.end(), "cc") !=
        instruction.parts.end())
      carryKnown = carryPending = true;
  }
  usage.carryEscapes |= carryPending;
  return usage;
}

} // namespace sampan::ptx
