// SPDX-License-Identifier: Apache-2.0
//   int left = tx - 1;                           int left = tx - 1;
//   left = left < low ? low : left;       ->     int left2 = left < low ? low : left;
//   ... left ...                                 ... left2 ...
// Between its declaration and the end of its block, control passes an assignment that stands by
// itself in the block exactly once: what follows might as well use another variable, and one that
// never changes tells more than one that does.
#include "rewriters/lowering/host/local_names.h"
#include "rewriters/lowering/host/name_places.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

class Splitter {
public:
  Splitter(clang::FunctionDecl &function, const PassContext &context, const KernelText &text)
      : function(function), context(context), text(text), uses(function),
        places(function, context, text, uses) {}

  LocalEdits run() {
    if (!hasJumpsIn(function.getBody()))
      visit(function.getBody());
    return std::move(edits);
  }

private:
  static bool hasJumpsIn(const clang::Stmt *statement) {
    return statement && (llvm::isa<clang::LabelStmt>(statement) ||
                         llvm::any_of(statement->children(), hasJumpsIn));
  }

  void visit(clang::Stmt *statement) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement))
      return;
    if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement))
      if (llvm::none_of(block->children(), [](const clang::Stmt *child) {
            return llvm::isa_and_nonnull<clang::SwitchCase>(child);
          }))
        split(*block);
    for (clang::Stmt *child : statement->children())
      visit(child);
  }

  /// Replaces the assignments that stand in the block itself, of variables declared in it.
  void split(clang::CompoundStmt &block) {
    llvm::MapVector<const clang::VarDecl *, const clang::VarDecl *>
        latest; // of those declared here
    for (auto at = block.body_begin(); at != block.body_end(); ++at) {
      if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(*at))
        for (const clang::Decl *decl : declarations->decls())
          if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl); variable)
            latest[variable] = variable;
      const clang::VarDecl *target = targetOf(*at);
      auto found = llvm::find_if(latest, [&](const auto &entry) { return entry.second == target; });
      if (!target || found == latest.end() || !maySplit(*found->first))
        continue;
      const auto &assignment = *llvm::cast<clang::BinaryOperator>(*at);
      clang::VarDecl *fresh = declare(assignment, *target, *at);
      if (!fresh)
        continue;
      for (auto rest = std::next(at); rest != block.body_end(); ++rest)
        retarget(*rest, *target, *fresh);
      found->second = fresh;
    }
  }

  static const clang::VarDecl *targetOf(const clang::Stmt *statement) {
    const auto *assignment = llvm::dyn_cast<clang::BinaryOperator>(statement);
    if (!assignment || assignment->getOpcode() != clang::BO_Assign)
      return nullptr;
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(assignment->getLHS());
    return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  }

  /// `original` as it was declared: what is known of its uses holds for those that took its place.
  bool maySplit(const clang::VarDecl &original) const {
    const LocalVariable *local = uses.find(&original);
    clang::QualType type = original.getType();
    bool isPlain = !type->isDependentType() && !type.isVolatileQualified() &&
                   !type.isConstQualified() &&
                   (type->isArithmeticType() ||
                    (type->isPointerType() && type->getPointeeType()->isScalarType()));
    return local && isPlain && !type->isUndeducedType() && original.isLocalVarDecl() &&
           !original.isStaticLocal() && !original.hasAttrs() && !local->escapes() &&
           places.areKnown(writtenName(original));
  }

  clang::VarDecl *declare(const clang::BinaryOperator &assignment, const clang::VarDecl &variable,
                          clang::Stmt *&statement) {
    clang::SourceLocation begin = assignment.getBeginLoc();
    std::optional<TextRange> range = text.statementRange(assignment);
    if (!range || begin.isMacroID())
      return nullptr;
    clang::ASTContext &ast = context.ast;
    auto *fresh =
        clang::VarDecl::Create(ast, &function, begin, begin, variable.getIdentifier(),
                               variable.getType(), variable.getTypeSourceInfo(), clang::SC_None);
    fresh->setInit(assignment.getRHS());
    clang::PrintingPolicy policy(ast.getLangOpts());
    policy.SuppressTagKeyword = true;
    edits.push_back({{range->begin, range->begin},
                     variable.getType().getUnqualifiedType().getAsString(policy) + " "});
    const auto length = static_cast<int>(range->end - range->begin);
    statement = new (ast)
        clang::DeclStmt(clang::DeclGroupRef(fresh), begin, begin.getLocWithOffset(length - 1));
    return fresh;
  }

  clang::FunctionDecl &function;
  const PassContext &context;
  const KernelText &text;
  LocalUses uses;
  NamePlaces places;
  LocalEdits edits;
};

} // namespace

LocalEdits splitAssignments(clang::FunctionDecl &function, const PassContext &context,
                            const KernelText &text) {
  return Splitter(function, context, text).run();
}

} // namespace sampan::host
