// SPDX-License-Identifier: Apache-2.0
// Threads that go through an array in steps of the whole grid's size make a block jump over memory:
//
//   for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
//
// Processors read ahead within a page, not from page to page. Where the next round begins is known,
// though, so its elements are asked for while this round is worked on. Asking changes nothing and
// may be done for any address: what a loop's end leaves out is asked for in vain.
//
// Kernels with barriers read a block's elements at its start and work on them in shared memory for
// so long that processors have nothing to go on with meanwhile. Which elements a later block is
// going to read is known, too, where addresses follow from the indices of block and thread alone.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
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

/// blockIdx.x: blocks that differ in it follow each other.
bool isBlockIndex(const clang::MemberExpr &member) {
  const auto *base = llvm::dyn_cast<clang::DeclRefExpr>(member.getBase()->IgnoreParenImpCasts());
  return base && base->getDecl()->getDeclName().isIdentifier() &&
         base->getDecl()->getName() == "blockIdx" &&
         member.getMemberDecl()->getDeclName().isIdentifier() &&
         member.getMemberDecl()->getName() == "x";
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
    if (!base || !base->getType()->isPointerType() || type.isVolatileQualified() ||
        type->isArrayType() || !range || writing.text.isEdited(*range) || !rows.isCommon(*base) ||
        !names(index, counter) || !rows.isTotal(index) || rows.namesClamp(index) ||
        !isKnownBefore(*element, loop))
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

/// Whether a value follows from indices and parameters alone. Notes what has to be declared for it,
/// and whether it goes by the block.
bool RegionWriter::isKnownOfBlocks(const clang::Expr &value, BlockNames &names) const {
  if (!isPure(value, writing.facts, writing.shape, nullptr) || !rows.isTotal(value))
    return false;
  std::vector<const clang::Stmt *> work = {&value};
  while (!work.empty()) {
    const clang::Stmt *part = work.back();
    work.pop_back();
    work.insert(work.end(), part->child_begin(), part->child_end());
    const auto *member = llvm::dyn_cast<clang::MemberExpr>(part);
    names.byBlock |= member && isBlockIndex(*member);
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(part);
    const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    const clang::DeclStmt *declared = writing.declarations.lookup(variable);
    if (!declared || llvm::is_contained(names.declarations, declared))
      continue;
    names.declarations.push_back(declared);
    if (!canSeparate({declared}))
      return false;
    for (const clang::Decl *decl : declared->decls()) {
      const auto *other = llvm::dyn_cast<clang::VarDecl>(decl);
      const LocalVariable *local = other ? writing.facts.uses.find(other) : nullptr;
      if (!local || local->isWritten() || other->isStaticLocal() || !other->hasInit() ||
          other->getType()->isReferenceType() || !names.words.insert(other->getName()).second ||
          !isKnownOfBlocks(*other->getInit(), names))
        return false;
    }
  }
  return true;
}

/// What a row asks for: elements that its thread of a later block is going to read.
std::string RegionWriter::blocksAhead(const Statements &statements) const {
  if (!writing.shape.hasBarriers || writing.isCallee)
    return {};
  std::vector<const clang::ArraySubscriptExpr *> elements;
  for (const clang::Stmt *statement : statements)
    if (!isInLoop(*statement))
      collectElements(*statement, elements);
  std::vector<std::string> asked;
  BlockNames needed;
  for (const clang::ArraySubscriptExpr *element : elements) {
    const auto *base =
        llvm::dyn_cast<clang::DeclRefExpr>(element->getBase()->IgnoreParenImpCasts());
    const clang::Expr &index = *element->getIdx();
    std::optional<TextRange> range = writing.text.rangeOf(*element);
    const int slope = rows.namesClamp(index) ? 1 : rows.slopeOf(index).value_or(0);
    BlockNames names = needed;
    if (!base || !base->getType()->isPointerType() || element->getType().isVolatileQualified() ||
        element->getType()->isArrayType() || !range || writing.text.isEdited(*range) ||
        isOnlyWritten(*element) || slope < 1 || slope > kGreatestSlope ||
        asked.size() == kMostArrays)
      continue;
    names.byBlock = false;
    std::optional<std::string> text = writing.text.text(*range);
    if (!text || !isKnownOfBlocks(*base, names) || !isKnownOfBlocks(index, names) || !names.byBlock)
      continue;
    needed = names;
    std::string call =
        "::spn::detail::readAhead(&" + *text + ", " + std::to_string(slope) + " * spn_n);\n";
    if (!llvm::is_contained(asked, call))
      asked.push_back(call);
  }
  if (asked.empty())
    return {};
  llvm::sort(needed.declarations, [](const clang::DeclStmt *a, const clang::DeclStmt *b) {
    return a->getBeginLoc() < b->getBeginLoc();
  });
  std::string result = "::spn::detail::ofLaterBlock(blockIdx, blockDim, gridDim, [&](const uint3 "
                       "blockIdx) SPN_ALWAYS_INLINE -> void {\nconstexpr int spn_k = 0; "
                       "SPN_ROW_THREAD\n";
  for (const clang::DeclStmt *declared : needed.declarations)
    result += writing.textOf(*declared) + "\n";
  for (const std::string &call : asked)
    result += call;
  return result + "});\n";
}

/// Rounds would ask again and again.
bool RegionWriter::isInLoop(const clang::Stmt &statement) const {
  for (const clang::Stmt *up = &statement; up; up = writing.facts.uses.parentOf(up))
    if (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(up))
      return true;
  return false;
}

bool RegionWriter::isOnlyWritten(const clang::ArraySubscriptExpr &element) const {
  const auto *assign =
      llvm::dyn_cast_or_null<clang::BinaryOperator>(writing.facts.uses.parentOf(&element));
  return assign && assign->getOpcode() == clang::BO_Assign && assign->getLHS() == &element;
}

} // namespace sampan::host
