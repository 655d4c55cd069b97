// SPDX-License-Identifier: Apache-2.0
// ld, st, prefetch and hints about caches.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

struct Access {
  std::string order; ///< "", Volatile, Relaxed, Acquire, Release
  bool isShared = false;
  std::size_t count = 1;
  Type type;
  bool hasPolicy = false;
};

std::optional<Access> access(Modifiers &m, std::initializer_list<std::string_view> orders) {
  Access result;
  result.order = m.takeOneOf(orders);
  m.take("weak");
  m.takeOneOf({"cta", "cluster", "gpu", "sys"});
  std::string space =
      m.takeOneOf({"global", "shared", "shared::cta", "shared::cluster", "const", "local"});
  result.isShared = space.starts_with("shared");
  // Where to cache changes speed only; ".cv" is a fresh read.
  std::string cache = m.takeOneOf({"ca", "cg", "cs", "lu", "cv", "wb", "wt", "nc"});
  result.hasPolicy = m.take("L2::cache_hint");
  m.takeHints();
  if (m.take("mmio") || (cache == "cv" && result.order.empty()))
    result.order = "volatile";
  std::string vector = m.takeOneOf({"v2", "v4", "v8"});
  result.count = vector.empty() ? 1 : static_cast<std::size_t>(vector[1] - '0');
  std::optional<Type> type = m.takeType();
  if (!type || *type == kPredicate)
    return std::nullopt;
  result.type = type->kind == Type::Kind::Bits ? type->asUnsigned() : *type;
  if (!result.order.empty())
    result.order[0] = static_cast<char>(result.order[0] - 'a' + 'A');
  return result;
}

std::string storedType(const Access &access) {
  std::string name = cppName(access.type);
  return access.count == 1 ? name
                           : "spn::ptx::Vector<" + name + ", " + std::to_string(access.count) + ">";
}

bool load(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Access> how = access(m, {"volatile", "relaxed", "acquire"});
  if (!how || i.operands.size() != (how->hasPolicy ? 3u : 2u))
    return false;
  if (i.parts[0] == "ldu" && !how->order.empty())
    return false;
  std::string text = call("load" + how->order + "<" + storedType(*how) + ">",
                          {emit.address(i.operands[1], how->isShared)});
  if (how->count == 1) {
    emit.assign(i.operands[0], how->type, text);
    return true;
  }
  const std::vector<Operand> &parts = i.operands[0].parts;
  if (!i.operands[0].is(Operand::Kind::Vector) || parts.size() != how->count)
    return false;
  std::string loaded = emit.constant(text);
  for (std::size_t k = 0; k < parts.size(); ++k)
    if (!parts[k].is(Operand::Kind::Sink))
      emit.assign(parts[k], how->type, loaded + ".lane[" + std::to_string(k) + "]");
  return true;
}

bool store(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Access> how = access(m, {"volatile", "relaxed", "release"});
  if (!how || i.operands.size() != (how->hasPolicy ? 3u : 2u))
    return false;
  std::string value;
  if (how->count == 1) {
    value = emit.value(i.operands[1], how->type);
  } else {
    const std::vector<Operand> &parts = i.operands[1].parts;
    if (!i.operands[1].is(Operand::Kind::Vector) || parts.size() != how->count)
      return false;
    for (const Operand &part : parts)
      value += (value.empty() ? "" : ", ") + emit.value(part, how->type);
    value = storedType(*how) + "{{" + value + "}}";
  }
  emit.line(call("store" + how->order + "<" + storedType(*how) + ">",
                 {emit.address(i.operands[0], how->isShared), value}) +
            ";");
  return true;
}

/// prefetch, prefetchu, discard, applypriority: nothing that a program can observe.
bool cacheHint(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool isShared = m.takeOneOf({"global", "local", "const", "param"}).empty() && m.take("shared");
  m.takeOneOf({"L1", "L2", "tensormap"});
  m.takeHints();
  if (i.operands.empty())
    return false;
  emit.line(call("prefetch", {emit.address(i.operands[0], isShared)}) + ";");
  return true;
}

/// createpolicy: a number that only loads and stores with cache hints read.
bool createPolicy(Emitter &emit, const Instruction &i, Modifiers &m) {
  m.takeOneOf({"fractional", "range"});
  m.take("global");
  m.takeHints();
  m.take("b64");
  if (i.operands.empty())
    return false;
  emit.assign(i.operands[0], kU64, "0ull");
  return true;
}

} // namespace

void addMemory(HandlerTable &table) {
  table.insert({{"ld", load},
                {"ldu", load},
                {"st", store},
                {"prefetch", cacheHint},
                {"prefetchu", cacheHint},
                {"discard", cacheHint},
                {"applypriority", cacheHint},
                {"createpolicy", createPolicy}});
}

} // namespace sampan::ptx
