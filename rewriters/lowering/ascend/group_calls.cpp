// SPDX-License-Identifier: Apache-2.0
// Cooperative groups in Ascend C. The toolkit has block, tiles and coalesced groups with CUDA's
// names; sampan/ascend/cooperative_groups.h adds the algorithms. What is left for here are members
// that mean a block of CUDA's grid, members that the toolkit's classes lack, and what no block can
// do alone.
#include "rewriters/core/host_api.h"
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/ascend/intrinsics.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan::ascend {
namespace {

std::string groupTypeOf(const clang::Expr &expression) {
  clang::QualType type = expression.IgnoreParenImpCasts()->getType();
  return type.isNull() ? std::string() : type.getCanonicalType().getAsString();
}

bool isGridType(llvm::StringRef type) {
  return type.contains("grid_group") || type.contains("cluster_group");
}

bool isTileType(llvm::StringRef type) {
  return type.contains("thread_block_tile") || type.contains("coalesced_group");
}

bool asksForMeta(const clang::Stmt *statement) {
  if (!statement)
    return false;
  llvm::StringRef name;
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(statement))
    name = member->getMemberDecl()->getDeclName().isIdentifier()
               ? member->getMemberDecl()->getName()
               : llvm::StringRef();
  return name.starts_with("meta_group_") || llvm::any_of(statement->children(), asksForMeta);
}

} // namespace

void Intrinsics::replaceCall(const clang::CallExpr &call, const std::string &by) {
  std::optional<Span> whole = spanOf(context, call);
  if (!whole)
    return missing("a cooperative group in a macro", call);
  function.edits.push_back({*whole, by});
}

/// group.member(arguments)  ->  function(group, arguments)
void Intrinsics::makeFreeCall(const clang::CallExpr &call, const std::string &name) {
  const auto *member = llvm::dyn_cast<clang::MemberExpr>(call.getCallee()->IgnoreParenImpCasts());
  std::optional<Span> object =
      member && !member->isArrow() ? spanOf(context, *member->getBase()) : std::nullopt;
  std::optional<CallText> text = member ? callText(context, member->getMemberLoc()) : std::nullopt;
  if (!object || !text || text->arguments.empty())
    return missing("a cooperative group in a macro", call);
  Span between = context.spanOf(text->file, object->end, text->open);
  object->end = object->begin;
  function.edits.push_back({*object, name + "("});
  function.edits.push_back({between, ", "});
}

void Intrinsics::handleGroupMember(const clang::CallExpr &call,
                                   const clang::CXXMethodDecl &method) {
  llvm::StringRef name = method.getIdentifier() ? method.getName() : llvm::StringRef();
  const auto *member = llvm::dyn_cast<clang::MemberExpr>(call.getCallee()->IgnoreParenImpCasts());
  // The members of a tile are its base's, which is what the call's object is told by.
  std::string type = member ? groupTypeOf(*member->getBase()) : std::string();
  if (isGridType(type)) {
    if (name == "sync" && llvm::StringRef(type).contains("grid_group"))
      return meetBlocks(call);
    if (name == "sync" || name.starts_with("barrier_"))
      return missing("a barrier of several blocks (" + name.str() + ")", call);
    return;
  }
  if (name.starts_with("barrier_"))
    return missing("cooperative_groups::" + name.str(), call);
  // A static member may be called without an object; it is the block's all the same.
  if (name == "group_index" || name == "block_index" || name == "dim_blocks") {
    function.usesBlock = true;
    return replaceCall(call, name == "dim_blocks" ? "vblock.grid" : "vblock.idx");
  }
  if (name == "match_any" || name == "match_all")
    return makeFreeCall(call, "spn::" + name.str());
  if (name == "sync" && !isTileType(type))
    function.synchronises = true;
  if (!name.starts_with("shfl") || call.getNumArgs() == 0)
    return;
  clang::QualType value = call.getArg(0)->getType().getNonReferenceType();
  if (!value->isDependentType() && value->isRecordType() &&
      !context.isShimDecl(*value->getAsCXXRecordDecl()))
    return makeFreeCall(call, "spn::" + name.str());
  castLong(call, 0);
}

/// The group itself can meet; its launch must give each block a core, and a place to meet.
void Intrinsics::meetBlocks(const clang::CallExpr &call) {
  if (callsAcl(context.rules))
    return missing("a barrier of several blocks", call);
  function.synchronises = function.waitsForBlocks = function.meetsBlocks = true;
}

void Intrinsics::handleGroup(const clang::CallExpr &call, const clang::FunctionDecl &callee) {
  std::string qualified = callee.getQualifiedNameAsString();
  if (!llvm::StringRef(qualified).contains("cooperative_groups"))
    return;
  if (const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee))
    return handleGroupMember(call, *method);
  llvm::StringRef name = callee.getIdentifier() ? callee.getName() : llvm::StringRef();
  std::string group = call.getNumArgs() > 0 ? groupTypeOf(*call.getArg(0)) : std::string();
  if (name == "this_grid") {
    function.usesBlock = true;
    return replaceCall(call, "cooperative_groups::grid_group(vblock)");
  }
  if (name == "sync" && llvm::StringRef(group).contains("grid_group"))
    return meetBlocks(call);
  bool several = name == "this_cluster" || name == "this_multi_grid" || isGridType(group);
  if (several)
    return missing("a group of several blocks (" + name.str() + ")", call);
  bool absent = llvm::StringSwitch<bool>(name)
                    .Cases({"reduce_store_async", "reduce_update_async"}, true)
                    .Cases({"inclusive_scan_update", "exclusive_scan_update"}, true)
                    .Default(false);
  if (absent)
    return missing("cooperative_groups::" + name.str(), call);
  // The lanes of one partition know each other, and not how many partitions there are.
  if (name == "labeled_partition" && asksForMeta(function.definition->getBody()))
    return missing("the number of a labeled partition", call);
  if ((name == "sync" || name == "wait" || name == "wait_prior") && !isTileType(group))
    function.synchronises = true;
}

} // namespace sampan::ascend
