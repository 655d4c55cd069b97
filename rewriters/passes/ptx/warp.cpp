// SPDX-License-Identifier: Apache-2.0
// Barriers and what lanes of a warp do together. Forms without .sync take the lanes that are there.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

bool shuffle(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool sync = m.take("sync");
  std::string mode = m.takeOneOf({"up", "down", "bfly", "idx"});
  if (mode.empty() || !m.take("b32") || i.operands.size() != (sync ? 5u : 4u))
    return false;
  const Operand &result = i.operands[0], &clamp = i.operands[3];
  bool pair = result.is(Operand::Kind::Pair);
  const Operand &destination = pair ? result.parts[0] : result;
  std::string mask = sync ? emit.value(i.operands[4], kU32) : "__activemask()";
  // Segments of the whole warp, which need no clamp.
  bool whole = !pair && clamp.is(Operand::Kind::Integer) && clamp.value == (mode == "up" ? 0 : 31);
  std::optional<Type> type = emit.typeOf(i.operands[1]);
  Type value = type && *type == kF32 && emit.typeOf(destination) == type ? kF32 : kU32;
  std::vector<std::string> arguments = {mask, emit.value(i.operands[1], value),
                                        emit.value(i.operands[2], kU32)};
  if (whole) {
    std::string name = mode == "bfly" ? "_xor" : mode == "idx" ? "" : "_" + mode;
    if (mode == "bfly" || mode == "idx")
      arguments[2] = emit.value(i.operands[2], kS32);
    emit.assign(destination, value, call("__shfl" + name + "_sync", arguments));
    return true;
  }
  arguments.push_back(emit.value(clamp, kU32));
  mode[0] = static_cast<char>(mode[0] - 'a' + 'A');
  if (!pair) {
    emit.assign(destination, value, call("shuffle" + mode, arguments));
    return true;
  }
  std::string inRange = emit.uniqueName("inRange");
  emit.line("bool " + inRange + " = false;");
  arguments.push_back("&" + inRange);
  emit.assign(destination, value, call("shuffle" + mode, arguments));
  emit.assign(result.parts[1], kPredicate, inRange);
  return true;
}

bool vote(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool sync = m.take("sync");
  std::string what = m.takeOneOf({"all", "any", "uni", "ballot"});
  if (what.empty() || i.operands.size() != (sync ? 3u : 2u))
    return false;
  std::string mask = sync ? emit.value(i.operands[2], kU32) : "__activemask()";
  std::string text = call("__" + what + "_sync", {mask, emit.predicate(i.operands[1])});
  if (what == "ballot") {
    emit.assign(i.operands[0], kU32, text);
    return m.take("b32");
  }
  emit.assign(i.operands[0], kPredicate, "(" + text + " != 0)");
  return m.take("pred");
}

bool match(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string what = m.takeOneOf({"any", "all"});
  std::optional<Type> type = m.takeType();
  if (what.empty() || !type || !m.take("sync") || i.operands.size() != 3)
    return false;
  std::string mask = emit.value(i.operands[2], kU32);
  std::string value = emit.value(i.operands[1], type->asUnsigned());
  if (what == "any") {
    emit.assign(i.operands[0], kU32, call("__match_any_sync", {mask, value}));
    return true;
  }
  bool pair = i.operands[0].is(Operand::Kind::Pair);
  std::string all = emit.uniqueName("all");
  emit.line("int " + all + " = 0;");
  emit.assign(pair ? i.operands[0].parts[0] : i.operands[0], kU32,
              call("__match_all_sync", {mask, value, "&" + all}));
  if (pair)
    emit.assign(i.operands[0].parts[1], kPredicate, "(" + all + " != 0)");
  return true;
}

bool activeMask(Emitter &emit, const Instruction &i, Modifiers &m) {
  if (!m.take("b32") || i.operands.size() != 1)
    return false;
  emit.assign(i.operands[0], kU32, "__activemask()");
  return true;
}

bool redux(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string what = m.takeOneOf({"add", "min", "max", "and", "or", "xor"});
  std::optional<Type> type = m.takeType();
  if (what.empty() || !type || type->bits != 32 || !type->isInteger() || !m.take("sync") ||
      i.operands.size() != 3)
    return false;
  Type word = type->isSigned() ? *type : kU32;
  emit.assign(i.operands[0], word,
              call("__reduce_" + what + "_sync",
                   {emit.value(i.operands[2], kU32), emit.value(i.operands[1], word)}));
  return true;
}

bool elect(Emitter &emit, const Instruction &i, Modifiers &m) {
  if (!m.take("sync") || i.operands.size() != 2 || !i.operands[0].is(Operand::Kind::Pair))
    return false;
  std::string leader = emit.constant(call("elect", {emit.value(i.operands[1], kU32)}));
  if (!i.operands[0].parts[0].is(Operand::Kind::Sink))
    emit.assign(i.operands[0].parts[0], kU32, leader);
  emit.assign(i.operands[0].parts[1], kPredicate, "(" + leader + " == spn::detail::laneId())");
  return true;
}

/// bar.red: a barrier of the whole block that counts or combines predicates.
bool reduceAtBarrier(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string what = m.takeOneOf({"popc", "and", "or"});
  const std::vector<Operand> &all = i.operands;
  if (what.empty() || all.size() != 3 || !all[1].is(Operand::Kind::Integer) || all[1].value != 0)
    return false;
  std::string text = call("__syncthreads_" + (what == "popc" ? std::string("count") : what),
                          {emit.predicate(all[2])});
  if (what == "popc")
    emit.assign(all[0], kS32, text);
  else
    emit.assign(all[0], kPredicate, "(" + text + " != 0)");
  return m.take(what == "popc" ? "u32" : "pred");
}

bool barrier(Emitter &emit, const Instruction &i, Modifiers &m) {
  m.take("cta");
  if (m.take("warp")) {
    if (!m.take("sync") || i.operands.size() != 1)
      return false;
    emit.line(call("__syncwarp", {emit.value(i.operands[0], kU32)}) + ";");
    return true;
  }
  if (m.take("cluster")) {
    // A cluster is one block, which the wait alone brings together.
    m.takeOneOf({"release", "acquire", "relaxed"});
    m.take("aligned");
    if (m.take("arrive"))
      emit.line("__threadfence_block();");
    else if (m.take("wait"))
      emit.line("__syncthreads();");
    else
      return false;
    return i.operands.empty();
  }
  m.take("aligned");
  if (m.take("red"))
    return reduceAtBarrier(emit, i, m);
  bool arrive = m.take("arrive");
  if ((!arrive && !m.take("sync")) || i.operands.empty() || i.operands.size() > 2)
    return false;
  bool named = i.operands.size() == 2 || arrive || !i.operands[0].is(Operand::Kind::Integer) ||
               i.operands[0].value != 0;
  if (!named) {
    emit.line("__syncthreads();");
    return true;
  }
  std::string threads = i.operands.size() == 2 ? emit.value(i.operands[1], kU32) : "0u";
  emit.line(call(arrive ? "spn::detail::namedBarrierArrive" : "spn::detail::namedBarrier",
                 {emit.value(i.operands[0], kU32), threads}) +
            ";");
  return !arrive || i.operands.size() == 2;
}

} // namespace

void addWarp(HandlerTable &table) {
  table.insert({{"shfl", shuffle},
                {"vote", vote},
                {"match", match},
                {"activemask", activeMask},
                {"redux", redux},
                {"elect", elect},
                {"bar", barrier},
                {"barrier", barrier}});
}

} // namespace sampan::ptx
