// SPDX-License-Identifier: Apache-2.0
// atom and red: the kernel language's atomic functions.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

struct Function {
  std::string name;
  Type type; ///< of the function's operands
};

/// Small floats have no function for plain words; a helper loops over compare-and-swap.
std::optional<Function> smallFloatFunction(const std::string &operation, Type type) {
  if (operation != "add")
    return std::nullopt;
  return Function{"spn::ptx::atomicAdd" + smallFloatSuffix(type), type};
}

std::optional<Function> functionOf(const std::string &operation, Type type) {
  if (type.isSmallFloat())
    return smallFloatFunction(operation, type);
  if (type.isFloat()) {
    if (operation == "add")
      return Function{"atomicAdd", type};
    return std::nullopt;
  }
  Type word = type.asUnsigned();
  if (type.bits == 16)
    return operation == "cas" ? std::optional(Function{"atomicCAS", word}) : std::nullopt;
  if (type.bits < 32)
    return std::nullopt;
  static const std::map<std::string, const char *> anySign = {
      {"add", "atomicAdd"}, {"and", "atomicAnd"},   {"or", "atomicOr"},
      {"xor", "atomicXor"}, {"exch", "atomicExch"}, {"cas", "atomicCAS"}};
  if (auto found = anySign.find(operation); found != anySign.end())
    return Function{found->second, word};
  if (operation == "min" || operation == "max")
    return Function{operation == "min" ? "atomicMin" : "atomicMax", type.isSigned() ? type : word};
  if ((operation == "inc" || operation == "dec") && word == kU32)
    return Function{operation == "inc" ? "atomicInc" : "atomicDec", word};
  return std::nullopt;
}

/// The fences that .acquire and .release ask for; the functions themselves may be weaker.
struct Order {
  bool before = false, after = false;
};
Order takeOrder(Modifiers &m) {
  std::string order = m.takeOneOf({"relaxed", "acquire", "release", "acq_rel"});
  return {order == "release" || order == "acq_rel", order == "acquire" || order == "acq_rel"};
}

std::string fenceOf(const std::string &scope) {
  return scope == "cta"   ? "__threadfence_block();"
         : scope == "sys" ? "__threadfence_system();"
                          : "__threadfence();";
}

bool atomic(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool hasResult = i.parts[0] == "atom";
  Order order = takeOrder(m);
  std::string scope = m.takeOneOf({"cta", "cluster", "gpu", "sys"});
  bool isShared = m.takeOneOf({"shared", "shared::cta", "shared::cluster"}) != "";
  m.take("global");
  m.take("noftz");
  std::string operation =
      m.takeOneOf({"add", "and", "or", "xor", "exch", "cas", "min", "max", "inc", "dec"});
  std::optional<Type> type = m.takeType();
  std::size_t count = (hasResult ? 2 : 1) + (operation == "cas" ? 2 : 1);
  if (operation.empty() || !type || i.operands.size() != count)
    return false;
  std::optional<Function> function = functionOf(operation, *type);
  if (!function)
    return false;
  std::size_t at = hasResult ? 1 : 0;
  std::vector<std::string> arguments = {
      emit.address(i.operands[at], isShared, cppName(function->type))};
  for (std::size_t k = at + 1; k < i.operands.size(); ++k)
    arguments.push_back(emit.value(i.operands[k], function->type));
  std::string text =
      call(function->name.starts_with("spn") ? function->name : "::" + function->name, arguments);
  if (text.starts_with("::"))
    text.erase(0, 2);
  if (order.before)
    emit.line(fenceOf(scope));
  if (hasResult && !i.operands[0].is(Operand::Kind::Sink))
    emit.assign(i.operands[0], function->type, text);
  else
    emit.line(text + ";");
  if (order.after)
    emit.line(fenceOf(scope));
  return true;
}

bool fence(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool proxy = m.take("proxy");
  if (proxy) {
    // Other proxies are units of NVIDIA's devices; here all accesses go one way.
    m.takeOneOf({"async", "alias", "async.global", "async.shared::cta"});
    m.takeOneOf({"global", "shared::cta", "shared::cluster"});
    emit.line("__threadfence();");
    return i.operands.empty();
  }
  m.takeOneOf({"sc", "acq_rel", "acquire", "release"});
  std::string scope = m.takeOneOf({"cta", "cluster", "gpu", "gl", "sys"});
  emit.line(fenceOf(scope));
  return !scope.empty() && i.operands.empty();
}

} // namespace

void addAtomics(HandlerTable &table) {
  table.insert({{"atom", atomic}, {"red", atomic}, {"membar", fence}, {"fence", fence}});
}

} // namespace sampan::ptx
