// SPDX-License-Identifier: Apache-2.0
// cp.async: the copy is done at once, so that waiting for it has nothing to do. Bulk copies and
// barriers in memory are other instructions and not handled.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

bool copy(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool cached = m.take("ca") || m.take("cg");
  bool hasPolicy = m.take("L2::cache_hint");
  m.takeHints();
  bool shared = m.take("shared") || m.take("shared::cta");
  std::size_t count = i.operands.size() - (hasPolicy ? 1 : 0);
  if (!cached || !shared || !m.take("global") || count < 3 || count > 4)
    return false;
  std::vector<std::string> arguments = {emit.address(i.operands[0], true),
                                        emit.address(i.operands[1], false),
                                        emit.value(i.operands[2], kU32)};
  if (count == 4) {
    // Bytes to read, the rest is zero; or a predicate that makes all of them zero.
    bool isPredicate = emit.typeOf(i.operands[3]) == kPredicate;
    arguments.push_back(isPredicate ? emit.predicate(i.operands[3]) + " ? 0u : " + arguments[2]
                                    : emit.value(i.operands[3], kU32));
  }
  emit.line(call("copyAsync", arguments) + ";");
  return true;
}

bool cp(Emitter &emit, const Instruction &i, Modifiers &m) {
  if (!m.take("async"))
    return false;
  if (m.take("commit_group")) {
    emit.line("spn::ptx::copyAsyncCommit();");
    return i.operands.empty();
  }
  if (m.take("wait_all")) {
    emit.line("spn::ptx::copyAsyncWait(0u);");
    return i.operands.empty();
  }
  if (m.take("wait_group")) {
    if (i.operands.size() != 1)
      return false;
    emit.line(call("copyAsyncWait", {emit.value(i.operands[0], kU32)}) + ";");
    return true;
  }
  return !i.operands.empty() && copy(emit, i, m);
}

} // namespace

void addAsyncCopies(HandlerTable &table) { table["cp"] = cp; }

} // namespace sampan::ptx
