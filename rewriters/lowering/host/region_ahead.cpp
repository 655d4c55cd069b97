// SPDX-License-Identifier: Apache-2.0
// Threads that go through an array in steps of the whole grid's size make a block jump over memory:
//
//   for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
//
// Processors read ahead within a page, not from page to page. Where the next round begins is known,
// though, so its elements are asked for while this round is worked on. Asking changes nothing and
// may be done for any address: what a loop's end leaves out is asked for in vain.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {
namespace {

constexpr int kGreatestSlope = 4;      ///< of elements that share cache lines with their neighbours
constexpr std::size_t kMostArrays = 4; ///< requests that are under way cost, too

void collectElements(const clang::Stmt &part,
                     std::vector<const clang::ArraySubscriptExpr *> &found) {
  if (llvm::isa<clang::LambdaExpr>(part))
    return;
  if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(&part))
    found.push_back(element);
  for (const clang::Stmt *child : part.children())
    if (child)
      collectElements(*child, found);
}

bool names(const clang::Stmt &part, const clang::VarDecl &variable) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&part);
  return (name && name->getDecl() == &variable) ||
         llvm::any_of(part.children(),
                      [&](const clang::Stmt *child) { return child && names(*child, variable); });
}

} // namespace

/// Whether all that the part names is declared outside of the loop, or is its counter.
bool RegionWriter::isKnownBefore(const clang::Stmt &part, const clang::ForStmt &loop) const {
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&part)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    const clang::DeclStmt *declared = writing.declarations.lookup(variable);
    return !declared || !writing.facts.uses.isInside(declared, loop.getBody());
  }
  return llvm::all_of(part.children(), [&](const clang::Stmt *child) {
    return !child || isKnownBefore(*child, loop);
  });
}

/// What a round of a strided loop asks for: the elements that go by its counter.
std::string RegionWriter::readAhead(const clang::ForStmt &loop, const clang::VarDecl &counter) {
  std::vector<const clang::ArraySubscriptExpr *> elements;
  collectElements(*loop.getBody(), elements);
  std::vector<std::string> asked;
  for (const clang::ArraySubscriptExpr *element : elements) {
    const auto *base =
        llvm::dyn_cast<clang::DeclRefExpr>(element->getBase()->IgnoreParenImpCasts());
    const clang::Expr &index = *element->getIdx();
    std::optional<TextRange> range = writing.text.rangeOf(*element);
    clang::QualType type = element->getType();
    if (!base || !base->getType()->isPointerType() || type.isVolatileQualified() || !range ||
        writing.text.isEdited(*range) || !rows.isCommon(*base) || !names(index, counter) ||
        !rows.isTotal(index) || rows.namesClamp(index) || !isKnownBefore(*element, loop))
      continue;
    const int slope = rows.slopeOf(index).value_or(0);
    std::optional<std::string> text = writing.text.text(*range);
    if (slope < 1 || slope > kGreatestSlope || !text || asked.size() == kMostArrays)
      continue;
    std::string call =
        "::spn::detail::readAhead(&" + *text + ", " + std::to_string(slope) + " * spn_hi);\n";
    if (!llvm::is_contained(asked, call))
      asked.push_back(call);
  }
  std::string calls;
  for (const std::string &call : asked)
    calls += call;
  if (calls.empty())
    return {};
  const std::string name = counter.getNameAsString(), base = "spn_b_" + name;
  // Where rounds follow each other in memory, processors do that by themselves.
  return "{ auto " + name + " = " + base + "; " + writing.textOf(*loop.getInc()) + ";\nif (" +
         name + " - " + base + " != spn_n) {\n" + calls + "} }\n";
}

} // namespace sampan::host
