// SPDX-License-Identifier: Apache-2.0
// Pairs of elements whose places do not go up by one from thread to thread, as in the rounds of a
// sorting network with small distances:
//
//   low = 2 * x - (x & (d - 1));  order(own[low], own[low + d], up);
//
// Thread after thread, the processor has to guess how each comparison ends. In batches all elements
// are copied out first and back afterwards; between that lie loops over copies, which a compiler
// makes vectors of, so that nothing is guessed.
//
// That needs threads of a batch that share no element. With d = 2^j, d - 1 the mask and
// x = q * d + r, low is 2 * q * d + r: bit j is clear, and the other bits are those of x. So
// (x, whether d is added) is told from the place, also where the arithmetic wraps around at 2^32
// or more; taking d away instead sets bit j likewise. Whether d is such a number is asked when the
// program runs. What else the step takes is read either way before its own elements are written,
// and other threads' elements must not be what is read there.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace sampan::host {
namespace {

constexpr const char *kBatch = "::spn::detail::batchLanes";

bool isNumber(const clang::Expr &expression, std::uint64_t wanted, const clang::ASTContext &ast) {
  if (expression.isValueDependent())
    return false;
  std::optional<llvm::APSInt> value = expression.getIntegerConstantExpr(ast);
  return value && *value == static_cast<std::int64_t>(wanted);
}

/// Of 2 * x, x * 2 or x << 1: x.
const clang::Expr *halfOf(const clang::Expr &twice, const clang::ASTContext &ast) {
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(twice.IgnoreParenImpCasts());
  if (!binary)
    return nullptr;
  const clang::Expr *left = binary->getLHS(), *right = binary->getRHS();
  if (binary->getOpcode() == clang::BO_Shl)
    return isNumber(*right, 1, ast) ? left : nullptr;
  if (binary->getOpcode() != clang::BO_Mul)
    return nullptr;
  return isNumber(*left, 2, ast) ? right : isNumber(*right, 2, ast) ? left : nullptr;
}

/// Arithmetic on it wraps around at 2^32 or more, if at all.
bool isWide(const clang::Expr &expression, const clang::ASTContext &ast) {
  clang::QualType type = expression.getType();
  return !type.isNull() && !type->isDependentType() && type->isIntegerType() &&
         ast.getTypeSize(type) >= 32;
}

} // namespace

/// Where the index is 2 * x - (x & MASK), and x goes up by one from thread to thread: MASK.
const clang::Expr *RegionWriter::pairMask(const clang::Expr &index) const {
  const clang::ASTContext &ast = writing.facts.ast;
  const clang::Expr *value = index.IgnoreParenImpCasts();
  if (!isWide(*value, ast))
    return nullptr;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(value)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (!variable || !variable->hasInit() || writing.shape.storageOf(variable) != Storage::Again)
      return nullptr;
    value = variable->getInit()->IgnoreParenImpCasts();
  }
  const auto *difference = llvm::dyn_cast<clang::BinaryOperator>(value);
  if (!difference || difference->getOpcode() != clang::BO_Sub || !isWide(*difference, ast))
    return nullptr;
  const clang::Expr *x = halfOf(*difference->getLHS(), ast);
  const auto *low =
      llvm::dyn_cast<clang::BinaryOperator>(difference->getRHS()->IgnoreParenImpCasts());
  if (!x || !low || low->getOpcode() != clang::BO_And)
    return nullptr;
  auto textOf = [&](const clang::Expr &part) -> std::optional<std::string> {
    std::optional<TextRange> range = writing.text.rangeOf(part);
    return range ? writing.text.text(*range) : std::nullopt;
  };
  x = x->IgnoreParenImpCasts();
  const std::optional<std::string> thread = textOf(*x);
  for (bool swapped : {false, true}) {
    const clang::Expr *same = (swapped ? low->getRHS() : low->getLHS())->IgnoreParenImpCasts();
    const clang::Expr *mask = (swapped ? low->getLHS() : low->getRHS())->IgnoreParenImpCasts();
    if (isWide(*x, ast) && rows.slopeOf(*x) == 1 && thread && textOf(*same) == thread &&
        isWide(*mask, ast) && textOf(*mask) && rows.isCommon(*mask) && rows.isTotal(*mask))
      return mask;
  }
  return nullptr;
}

/// `oneByOne`, the loop over the threads, after batches of as many of them as there are.
std::string RegionWriter::inBatches(const Statements &statements, const std::string &oneByOne) {
  if (statements.size() != 1 || exchangeSteps.size() != 1 || hasReturn || oneThread || needsIndex ||
      !mixed.empty() || !strides.empty() || exchangeSteps[0].statement != statements[0])
    return oneByOne;
  const ExchangeStep &step = exchangeSteps[0];
  Traffic traffic = trafficOf(statements);
  if (!traffic.entering.empty() || !traffic.declared.empty() || step.elements.size() != 2 ||
      step.distances.size() != 1)
    return oneByOne;
  const clang::Expr *mask = nullptr;
  for (const ExchangedElement &element : step.elements)
    if (!mask)
      mask = pairMask(*element.element->getIdx());
  if (!mask)
    return oneByOne;
  const std::string thread =
      "const int spn_k = spn_first + spn_i;\nSPN_ROW_THREAD\n" + threadDeclarations();
  std::string places, before, after;
  for (std::size_t i = 0; i < step.elements.size(); ++i) {
    const std::string number = std::to_string(i), copy = "spn_g" + number + "[spn_i]";
    places += "const auto spn_p" + number + " = [&](const int spn_i) SPN_ALWAYS_INLINE {\n" +
              thread + "return &" + step.elements[i].text + ";\n};\n" +
              "::spn::detail::ElementOf<decltype(" + step.elements[i].array->getNameAsString() +
              ")> spn_g" + number + "[" + kBatch + "];\n";
    before += "auto spn_e" + number + " = " + copy + ";\n";
    after += copy + " = spn_e" + number + ";\n";
  }
  const std::string test =
      "::spn::detail::arePairsApart(" + writing.textOf(*mask) + ", " + step.distances[0] + ")";
  return "{ int spn_first = spn_lo;\nif (" + test + ")\nfor (; spn_hi - spn_first >= " + kBatch +
         "; spn_first += " + kBatch + ") {\n" + places +
         "::spn::detail::takePairs(spn_p0, spn_p1, spn_g0, spn_g1);\n"
         "SPN_BATCHED for (int spn_i = 0; spn_i < " +
         kBatch + "; ++spn_i) {\n" + thread + before + step.onCopies + "\n" + after +
         "}\n::spn::detail::putPairs(spn_p0, spn_p1, spn_g0, spn_g1);\n}\nconst int spn_lo = "
         "spn_first;\n" +
         oneByOne + "}\n";
}

} // namespace sampan::host
