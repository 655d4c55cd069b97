// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/group_indices.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

/// Shorter stretches are not worth their beginnings.
constexpr unsigned kLeastTile = 16;

constexpr const char *kThread = "::spn::detail::linearOf(threadIdx, blockDim)";
constexpr const char *kThreads = "static_cast<unsigned>(::spn::detail::threadsOf(blockDim))";

GroupIndex make(GroupIndex::Kind kind, unsigned tile, const std::string &text,
                bool ofGrid = false) {
  return {kind, tile, "(" + text + ")", ofGrid};
}

std::optional<GroupIndex> ofBlock(llvm::StringRef name) {
  if (name == "thread_rank")
    return make(GroupIndex::Rank, 0, kThread);
  if (name == "size" || name == "num_threads")
    return make(GroupIndex::Size, 0, kThreads);
  return std::nullopt;
}

std::optional<GroupIndex> ofGrid(llvm::StringRef name) {
  const std::string counts = std::string(kThreads) + ", blockIdx, gridDim)";
  if (name == "thread_rank")
    return make(GroupIndex::Rank, 0,
                std::string("::spn::detail::rankInGrid(") + kThread + ", " + counts, true);
  if (name == "size" || name == "num_threads")
    return make(GroupIndex::Size, 0,
                std::string("::spn::detail::sizeOfGrid(") + kThreads + ", gridDim)", true);
  return std::nullopt;
}

/// Whether the tile is one of the block itself, and not of another tile.
bool isOfBlock(const clang::ClassTemplateSpecializationDecl &tile) {
  if (tile.getTemplateArgs().size() < 2)
    return true;
  const clang::TemplateArgument &parent = tile.getTemplateArgs()[1];
  if (parent.getKind() != clang::TemplateArgument::Type)
    return false;
  const clang::CXXRecordDecl *record = parent.getAsType()->getAsCXXRecordDecl();
  return parent.getAsType()->isVoidType() ||
         (record && record->getIdentifier() && record->getName() == "thread_block");
}

std::optional<GroupIndex> ofTile(const clang::ClassTemplateSpecializationDecl &tile,
                                 llvm::StringRef name) {
  const clang::TemplateArgument &argument = tile.getTemplateArgs()[0];
  if (argument.getKind() != clang::TemplateArgument::Integral)
    return std::nullopt;
  const auto size = static_cast<unsigned>(argument.getAsIntegral().getLimitedValue(1u << 20));
  const std::string count = std::to_string(size) + "u";
  if (name == "thread_rank")
    return make(GroupIndex::TileRank, size, std::string(kThread) + " % " + count);
  if (name == "size" || name == "num_threads")
    return make(GroupIndex::Size, size, count);
  if (!isOfBlock(tile))
    return std::nullopt;
  if (name == "meta_group_rank")
    return make(GroupIndex::TileNumber, size, std::string(kThread) + " / " + count);
  if (name == "meta_group_size")
    return make(GroupIndex::Size, size,
                "(" + std::string(kThreads) + " + " + count + " - 1u) / " + count);
  return std::nullopt;
}

} // namespace

std::optional<GroupIndex> groupIndexOf(const clang::Expr &expression) {
  // They are static functions of the classes, which are called like others.
  const auto *call = llvm::dyn_cast<clang::CallExpr>(&expression);
  const auto *callee =
      call ? llvm::dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParenImpCasts()) : nullptr;
  if (!callee || callee->isArrow() || call->getNumArgs() != 0 || call->getBeginLoc().isMacroID() ||
      call->getEndLoc().isMacroID())
    return std::nullopt;
  const clang::Expr *object = callee->getBase();
  const auto *name =
      object ? llvm::dyn_cast<clang::DeclRefExpr>(object->IgnoreParenImpCasts()) : nullptr;
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  if (!variable || !isGroupType(variable->getType()) || variable->getType()->isDependentType())
    return std::nullopt;
  const clang::CXXRecordDecl *record =
      variable->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (!llvm::StringRef(record->getQualifiedNameAsString()).starts_with("cooperative_groups::"))
    return std::nullopt;
  const llvm::StringRef kind = record->getName(), asked = calleeName(*call);
  if (kind == "thread_block")
    return ofBlock(asked);
  if (kind == "grid_group")
    return ofGrid(asked);
  const auto *tile = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
  return tile ? ofTile(*tile, asked) : std::nullopt;
}

static void addEdits(const clang::Stmt *statement, const KernelText &text, LocalEdits &edits) {
  // A closure knows only what it captures.
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return;
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    if (std::optional<GroupIndex> index = groupIndexOf(*expression))
      if (std::optional<TextRange> range = text.rangeOf(*expression)) {
        edits.push_back({*range, index->text});
        return;
      }
  for (const clang::Stmt *child : statement->children())
    addEdits(child, text, edits);
}

LocalEdits replaceGroupIndices(const clang::FunctionDecl &function, const KernelText &text) {
  LocalEdits edits;
  addEdits(function.getBody(), text, edits);
  return edits;
}

bool namesGroupIndex(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
  return (expression && groupIndexOf(*expression)) ||
         llvm::any_of(statement->children(), namesGroupIndex);
}

bool declaresGroups(const clang::Stmt &statement) {
  const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement);
  return declarations && llvm::all_of(declarations->decls(), [](const clang::Decl *decl) {
           const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
           return variable && isGroupType(variable->getType()) &&
                  !variable->getType()->isReferenceType();
         });
}

unsigned stretchOfTiles(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return 0;
  unsigned least = 0;
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    if (std::optional<GroupIndex> index = groupIndexOf(*expression);
        index && (index->kind == GroupIndex::TileRank || index->kind == GroupIndex::TileNumber))
      least = index->tile >= kLeastTile ? index->tile : 0;
  for (const clang::Stmt *child : statement->children())
    if (const unsigned tile = stretchOfTiles(child))
      least = least ? std::min(least, tile) : tile;
  return least;
}

} // namespace sampan::host
