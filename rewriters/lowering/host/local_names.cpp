// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/local_names.h"

#include "rewriters/lowering/host/group_indices.h"

#include "rewriters/lowering/host/name_places.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

constexpr llvm::StringLiteral kPrefix = "spn_";

} // namespace

LocalEdits makeNamesUnique(clang::FunctionDecl &function, const PassContext &context,
                           const KernelText &text) {
  LocalUses uses(function);
  NamePlaces places(function, context, text, uses);
  llvm::MapVector<const clang::IdentifierInfo *, std::vector<const clang::VarDecl *>> names;
  for (const auto &[variable, local] : uses.all())
    if (variable->getIdentifier())
      names[variable->getIdentifier()].push_back(variable);
  LocalEdits edits;
  unsigned count = 0;
  for (const auto &[name, namesakes] : names) {
    if (namesakes.size() < 2 || !places.areKnown(name->getName()))
      continue;
    for (const clang::VarDecl *variable : llvm::drop_begin(namesakes)) {
      if (llvm::isa<clang::ParmVarDecl>(variable))
        continue;
      const auto length = static_cast<std::uint32_t>(name->getName().size());
      const std::string fresh =
          kPrefix.str() + std::to_string(++count) + "_" + name->getName().str();
      for (std::uint32_t at : places.of(*variable))
        edits.push_back({{at, at + length}, fresh});
      const_cast<clang::VarDecl *>(variable)->setDeclName(&context.ast.Idents.get(fresh));
    }
  }
  return edits;
}

void retarget(clang::Stmt *statement, const clang::VarDecl &from, clang::VarDecl &to) {
  if (!statement)
    return;
  if (auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement); name && name->getDecl() == &from)
    name->setDecl(&to);
  for (clang::Stmt *child : statement->children())
    retarget(child, from, to);
}

void LocalNames::settle(clang::FunctionDecl &function) {
  KernelText text(context, *function.getBody());
  LocalEdits &found = edits[&function];
  auto add = [&](const LocalEdits &more) { found.insert(found.end(), more.begin(), more.end()); };
  add(giveLoopsTheirCounters(function, text));
  add(giveBlocksTheirScratch(function, context, text));
  add(splitAssignments(function, context, text));
  add(makeNamesUnique(function, context, text));
  add(replaceGroupIndices(function, text));
}

std::string writtenName(const clang::VarDecl &variable) {
  llvm::StringRef name = variable.getName(), rest = name;
  unsigned number = 0;
  if (rest.consume_front(kPrefix) && !rest.consumeInteger(10, number) && rest.consume_front("_"))
    return rest.str();
  return name.str();
}

} // namespace sampan::host
