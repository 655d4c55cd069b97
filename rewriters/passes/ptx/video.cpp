// SPDX-License-Identifier: Apache-2.0
// Video instructions: arithmetic on a part of each word (vadd.u32.u32.u32 d, a.b0, b.h1) and on all
// bytes or halves at once (vadd4). Merging into a part of the destination is not handled.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

/// The selected part of a word, extended to 64 bits by the sign of `type`.
std::string part(Emitter &emit, const Operand &operand, Type type) {
  Operand word = operand;
  word.selector.clear();
  if (operand.selector.empty())
    return cppName(kS64) + "(" + emit.value(word, type) + ")";
  const std::string &selector = operand.selector;
  if (selector.size() != 2 || (selector[0] != 'b' && selector[0] != 'h') || selector[1] < '0' ||
      selector[1] > (selector[0] == 'b' ? '3' : '1')) {
    emit.fail();
    return {};
  }
  std::string lane =
      std::string("spn::ptx::") + (type.isSigned() ? "s" : "u") + (selector[0] == 'b' ? "8" : "16");
  return call("videoPart<" + lane + ">", {emit.value(word, kU32), selector.substr(1)});
}

std::string scalarResult(const std::string &root, Modifiers &m, const std::string &a,
                         const std::string &b, bool saturate) {
  if (root == "vadd" || root == "vsub")
    return "(" + a + (root == "vadd" ? " + " : " - ") + b + ")";
  if (root == "vabsdiff")
    return call("absolute", {a + " - " + b});
  if (root == "vmin" || root == "vmax")
    return call((root == "vmin" ? "minimum<" : "maximum<") + cppName(kS64) + ">", {a, b});
  std::string mode = m.takeOneOf({"clamp", "wrap"});
  if (mode.empty() || (root == "vshl" && saturate))
    return {};
  return call(std::string(root == "vshl" ? "videoShl" : "videoShr") +
                  (mode == "clamp" ? "Clamp" : "Wrap"),
              {a, b});
}

bool scalar(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> to = m.takeType(), a = m.takeType(), b = m.takeType();
  bool saturate = m.take("sat");
  std::string second = m.takeOneOf({"add", "min", "max"});
  if (!to || !a || !b || i.operands.size() != (second.empty() ? 3u : 4u) ||
      !i.operands[0].selector.empty() || to->bits != 32 || a->bits != 32 || b->bits != 32)
    return false;
  std::string text = scalarResult(i.parts[0], m, part(emit, i.operands[1], *a),
                                  part(emit, i.operands[2], *b), saturate);
  if (text.empty())
    return false;
  text = saturate ? call("clamped<" + cppName(*to) + ">", {text}) : cppName(*to) + "(" + text + ")";
  if (second == "add" && to->isSigned())
    text = cppName(kU32) + "(" + text + ")";
  if (second == "add")
    text = "(" + text + " + " + emit.value(i.operands[3], kU32) + ")";
  else if (!second.empty())
    text = call((second == "min" ? "minimum<" : "maximum<") + cppName(*to) + ">",
                {text, emit.value(i.operands[3], *to)});
  emit.assign(i.operands[0], second == "add" ? kU32 : *to, text);
  return true;
}

bool lanes(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string root = i.parts[0];
  bool bytes = root.back() == '4';
  root.pop_back();
  std::optional<Type> to = m.takeType(), a = m.takeType(), b = m.takeType();
  bool saturate = m.take("sat"), sum = m.take("add");
  if (!to || !a || !b || i.operands.size() != 4 || to->bits != 32 || a->bits != 32 || b->bits != 32)
    return false;
  for (const Operand &operand : i.operands)
    if (!operand.selector.empty())
      return false;
  auto lane = [&](Type type) {
    return std::string("spn::ptx::") + (type.isSigned() ? "s" : "u") + (bytes ? "8" : "16");
  };
  static const std::map<std::string, std::string> operations = {{"vadd", "VideoAdd"},
                                                                {"vsub", "VideoSub"},
                                                                {"vabsdiff", "VideoAbsDiff"},
                                                                {"vmin", "VideoMin"},
                                                                {"vmax", "VideoMax"}};
  std::vector<std::string> arguments = {emit.value(i.operands[1], kU32),
                                        emit.value(i.operands[2], kU32)};
  bool isUnsigned = !a->isSigned() && !b->isSigned();
  if (root == "vabsdiff" && sum && bytes && isUnsigned && !saturate) {
    emit.assign(i.operands[0], kU32,
                "(" + call("__vsadu4", arguments) + " + " + emit.value(i.operands[3], kU32) + ")");
    return true;
  }
  if (sum)
    arguments.push_back(emit.value(i.operands[3], kU32));
  std::string name = std::string(sum ? "videoSum" : "videoLanes") +
                     "<spn::ptx::" + operations.at(root) + ", " + lane(*to) + ", " + lane(*a) +
                     ", " + lane(*b) + (saturate ? ", true>" : ", false>");
  emit.assign(i.operands[0], kU32, call(name, arguments));
  return true;
}

} // namespace

void addVideo(HandlerTable &table) {
  for (std::string_view name : {"vadd", "vsub", "vabsdiff", "vmin", "vmax", "vshl", "vshr"})
    table[name] = scalar;
  for (std::string_view name : {"vadd2", "vsub2", "vabsdiff2", "vmin2", "vmax2", "vadd4", "vsub4",
                                "vabsdiff4", "vmin4", "vmax4"})
    table[name] = lanes;
}

} // namespace sampan::ptx
