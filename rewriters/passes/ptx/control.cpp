// SPDX-License-Identifier: Apache-2.0
// Branches, ends of threads, pauses.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

bool branch(Emitter &emit, const Instruction &i, Modifiers &m) {
  m.take("uni");
  if (i.operands.size() != 1 || !i.operands[0].is(Operand::Kind::Register))
    return false;
  emit.line("goto " + emit.label(i.operands[0].text) + ";");
  return true;
}

bool trap(Emitter &emit, const Instruction &i, Modifiers &) {
  emit.line(i.parts[0] == "brkpt" ? "__brkpt();" : "spn::detail::trapThread();");
  return i.operands.empty();
}

bool leave(Emitter &emit, const Instruction &i, Modifiers &) {
  // Only the kernel itself can end the thread.
  emit.line("return;");
  return emit.mayReturn && i.operands.empty();
}

bool nanosleep(Emitter &emit, const Instruction &i, Modifiers &m) {
  if (!m.take("u32") || i.operands.size() != 1)
    return false;
  emit.line(call("__nanosleep", {emit.value(i.operands[0], kU32)}) + ";");
  return true;
}

/// Hints to the scheduler and the profiler. Launches run in order, so that a kernel which waits for
/// the one before has nothing to wait for.
bool noEffect(Emitter &emit, const Instruction &i, Modifiers &m) {
  const std::string &root = i.parts[0];
  if (root == "griddepcontrol")
    m.takeOneOf({"launch_dependents", "wait"});
  if (root == "setmaxnreg") {
    m.takeOneOf({"inc", "dec"});
    m.take("sync");
    m.take("aligned");
    m.take("u32");
  }
  m.take("mask");
  emit.line("spn::ptx::noEffect();");
  return true;
}

} // namespace

void addControl(HandlerTable &table) {
  table.insert({{"bra", branch},
                {"trap", trap},
                {"brkpt", trap},
                {"exit", leave},
                {"nanosleep", nanosleep},
                {"pmevent", noEffect},
                {"griddepcontrol", noEffect},
                {"setmaxnreg", noEffect}});
}

} // namespace sampan::ptx
