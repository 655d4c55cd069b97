// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/variables.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/callee_forms.h"
#include "rewriters/lowering/host/local_names.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

class Placement {
public:
  Placement(const KernelFacts &facts, const ListStructure &lists, Shape &shape)
      : facts(facts), lists(lists), shape(shape) {}

  void run() {
    mapDeclarations();
    placeParameters();
    placeShared();
    placeBlock();
    placeAgain();
    placeCarried();
  }

private:
  void mapDeclarations() {
    std::vector<const clang::Stmt *> work = {facts.kernel.getBody()};
    while (!work.empty()) {
      const clang::Stmt *statement = work.back();
      work.pop_back();
      if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
        for (const clang::Decl *decl : declarations->decls())
          if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
            statementOf[variable] = declarations;
      for (const clang::Stmt *child : statement->children())
        if (child)
          work.push_back(child);
    }
  }

  /// What a device function gets for each thread comes in arrays.
  void placeParameters() {
    for (const clang::ParmVarDecl *parameter : facts.kernel.parameters())
      if (facts.callees && facts.callees->isDivergent(*parameter)) {
        const bool pointed = facts.callees->isPointed(*parameter);
        shape.storage[parameter] =
            pointed || facts.uses.find(parameter)->escapes() ? Storage::Alias : Storage::Carried;
        if (pointed)
          shape.pointed.insert(parameter);
      }
  }

  void placeShared() {
    for (const auto &[decl, variable] : facts.uses.all()) {
      const clang::DeclStmt *statement = statementOf.lookup(decl);
      if (statement && lists.isListed(statement) && (decl->isStaticLocal() || isShared(*decl)))
        shape.storage[decl] = Storage::Shared;
    }
  }
  static bool isShared(const clang::VarDecl &decl) { return decl.hasAttr<clang::CUDASharedAttr>(); }

  /// The element of the variable's list that `use` stands in.
  const clang::Stmt *elementAround(const clang::Stmt *use, const clang::Stmt *list) const {
    for (const clang::Stmt *at = use; at; at = facts.uses.parentOf(at))
      if (lists.listOf(at) == list)
        return at;
    return nullptr;
  }

  /// Whether a cut lies between the declaration and some use.
  bool crosses(const LocalVariable &variable) const {
    if (llvm::isa<clang::ParmVarDecl>(variable.decl))
      return variable.isWritten();
    const clang::DeclStmt *statement = statementOf.lookup(variable.decl);
    if (!statement)
      return false;
    if (!lists.isListed(statement))
      return isLoopVariable(statement);
    const clang::Stmt *list = lists.listOf(statement);
    std::vector<const clang::Stmt *> elements = ListStructure::statementsOf(list);
    auto indexOf = [&](const clang::Stmt *element) {
      return std::find(elements.begin(), elements.end(), element) - elements.begin();
    };
    auto from = indexOf(statement);
    for (const LocalUse &use : variable.uses) {
      const clang::Stmt *element = elementAround(use.name, list);
      if (!element)
        return true;
      auto to = indexOf(element);
      for (auto k = from + 1; k <= to; ++k)
        if (lists.cuts(elements[k]) || blockStatements.contains(elements[k]))
          return true;
    }
    return false;
  }

  /// Declared in the head of a loop that the block runs.
  bool isLoopVariable(const clang::DeclStmt *statement) const {
    const auto *loop = llvm::dyn_cast_or_null<clang::ForStmt>(facts.uses.parentOf(statement));
    return loop && loop->getInit() == statement && lists.isStructured(loop);
  }

  /// Runs once per block: in the head of a loop of the block, or an element of a list.
  bool isBlockPlace(const clang::DeclRefExpr *write, const clang::VarDecl *variable) const {
    for (const clang::Stmt *at = write, *up = facts.uses.parentOf(at); up;
         at = up, up = facts.uses.parentOf(up)) {
      if (lists.isListed(at)) {
        const auto *expression = llvm::dyn_cast<clang::Expr>(at);
        return expression && assignedVariable(*expression) == variable;
      }
      if (lists.isStructured(up)) {
        if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(up))
          return at != loop->getBody();
        if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(up))
          return at != loop->getBody();
        if (const auto *loop = llvm::dyn_cast<clang::DoStmt>(up))
          return at != loop->getBody();
        if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(up))
          return at == branch->getCond();
        return false;
      }
    }
    return false;
  }

  bool mayBeBlock(const LocalVariable &variable) const {
    const clang::VarDecl *decl = variable.decl;
    clang::QualType type = decl->getType();
    if (shape.storage.count(decl) || facts.uniformity.isDivergent(*decl) || variable.escapes() ||
        type->isReferenceType() || type->isArrayType() || type.isVolatileQualified())
      return false;
    if (!llvm::isa<clang::ParmVarDecl>(decl)) {
      const clang::DeclStmt *statement = statementOf.lookup(decl);
      if (!statement || (!lists.isListed(statement) && !isLoopVariable(statement)))
        return false;
    }
    if (!crosses(variable) && !isNamedConstant(*decl))
      return false;
    // A region that changes it gives every thread a copy, which only simple values allow.
    return type->isScalarType() ||
           std::all_of(variable.uses.begin(), variable.uses.end(), [&](const LocalUse &use) {
             return use.access == Access::Read || isBlockPlace(use.name, decl);
           });
  }

  /// May stand in a type, where no use of it is seen.
  bool isNamedConstant(const clang::VarDecl &variable) const {
    const clang::Expr *init = variable.getInit();
    return variable.isConstexpr() ||
           (init && variable.mightBeUsableInConstantExpressions(facts.ast) &&
            (init->isValueDependent() || init->isIntegerConstantExpr(facts.ast)));
  }

  /// Whether the block itself can evaluate the expression.
  bool isBlockValue(const clang::Stmt *statement) const {
    if (!statement)
      return true;
    if (llvm::isa<clang::LambdaExpr>(statement))
      return false;
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
      for (const Vote &vote : shape.votes)
        if (vote.call == call)
          return vote.kind == Vote::Counting;
      Effects does = facts.effects.ofCall(*call);
      if (does.atomics || does.print || does.opaque || does.threadIndex)
        return false;
    }
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl()))
        if (const LocalVariable *local = facts.uses.find(variable)) {
          Storage storage = shape.storageOf(variable);
          bool parameter = llvm::isa<clang::ParmVarDecl>(variable) && !local->isWritten();
          if (!parameter && storage != Storage::Block && storage != Storage::Shared)
            return false;
        }
    return llvm::all_of(statement->children(),
                        [&](const clang::Stmt *child) { return isBlockValue(child); });
  }

  /// Every place that gives the variable its value can be evaluated by the block.
  bool hasBlockValues(const LocalVariable &variable) const {
    if (!isBlockValue(variable.decl->getInit()))
      return false;
    for (const LocalUse &use : variable.uses) {
      if (use.access == Access::Read || !isBlockPlace(use.name, variable.decl))
        continue;
      const clang::Stmt *expression = use.name;
      for (const clang::Stmt *up = facts.uses.parentOf(expression);
           up && llvm::isa<clang::Expr>(up); up = facts.uses.parentOf(up))
        expression = up;
      if (!isBlockValue(expression))
        return false;
    }
    // Declared together with something that is not the block's?
    if (const clang::DeclStmt *statement = statementOf.lookup(variable.decl))
      for (const clang::Decl *decl : statement->decls())
        if (const auto *other = llvm::dyn_cast<clang::VarDecl>(decl);
            other && shape.storageOf(other) != Storage::Block)
          return false;
    return true;
  }

  void placeBlock() {
    std::vector<const LocalVariable *> candidates;
    for (const auto &[decl, variable] : facts.uses.all())
      if (mayBeBlock(variable)) {
        candidates.push_back(&variable);
        shape.storage[decl] = Storage::Block;
      }
    // Siblings of one declaration go together if they can.
    for (const LocalVariable *candidate : std::vector(candidates))
      if (const clang::DeclStmt *statement = statementOf.lookup(candidate->decl))
        for (const clang::Decl *decl : statement->decls())
          if (const LocalVariable *sibling = facts.uses.find(llvm::dyn_cast<clang::VarDecl>(decl));
              sibling && shape.storageOf(sibling->decl) == Storage::Local && couldJoin(*sibling)) {
            candidates.push_back(sibling);
            shape.storage[sibling->decl] = Storage::Block;
          }
    for (bool changed = true; changed;) {
      changed = false;
      for (const LocalVariable *&candidate : candidates)
        if (candidate && !hasBlockValues(*candidate)) {
          shape.storage.erase(candidate->decl);
          candidate = nullptr;
          changed = true;
        }
    }
    for (const LocalVariable *candidate : candidates)
      if (candidate)
        noteBlockStatements(*candidate);
  }

  bool couldJoin(const LocalVariable &variable) const {
    clang::QualType type = variable.decl->getType();
    return !facts.uniformity.isDivergent(*variable.decl) && !variable.isWritten() &&
           !type->isReferenceType() && !type->isArrayType();
  }

  void noteBlockStatements(const LocalVariable &variable) {
    const clang::DeclStmt *statement = statementOf.lookup(variable.decl);
    if (statement && variable.decl->getInit() &&
        !isPure(*variable.decl->getInit(), facts, shape, nullptr))
      blockStatements.insert(statement);
    for (const LocalUse &use : variable.uses) {
      if (use.access == Access::Read)
        continue;
      if (!isBlockPlace(use.name, variable.decl)) {
        shape.mixed.insert(variable.decl);
        continue;
      }
      for (const clang::Stmt *at = use.name; at; at = facts.uses.parentOf(at))
        if (lists.isListed(at)) {
          blockStatements.insert(at);
          break;
        }
    }
  }

  bool mayBeAgain(const LocalVariable &variable) const {
    const clang::VarDecl *decl = variable.decl;
    clang::QualType type = decl->getType();
    const clang::DeclStmt *statement = statementOf.lookup(decl);
    // Members of groups change nothing in them.
    bool written = variable.isWritten() && !isGroupType(type);
    return statement && lists.isListed(statement) && decl->hasInit() && !written &&
           !type->isReferenceType() && !type->isArrayType() &&
           (!type->isRecordType() || isGroupType(type)) && !type.isVolatileQualified() &&
           !shape.storage.count(decl);
  }

  void placeAgain() {
    // Everything that could be computed again, to a fixed point; then only what has to be is kept.
    llvm::SmallVector<const LocalVariable *> capable;
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto &[decl, variable] : facts.uses.all()) {
        if (!mayBeAgain(variable))
          continue;
        const clang::DeclStmt *statement = statementOf.lookup(decl);
        shape.storage[decl] = Storage::Again; // may refer to a sibling declared before it
        bool pure = true;
        for (const clang::Decl *sibling : statement->decls()) {
          const auto *other = llvm::dyn_cast<clang::VarDecl>(sibling);
          const LocalVariable *local = other ? facts.uses.find(other) : nullptr;
          bool group = local && isGroupType(other->getType()) && other->hasInit() &&
                       isGroupValue(other->getInit());
          pure &= group || (local && other->hasInit() && !local->isWritten() &&
                            isPure(*other->getInit(), facts, shape, lists.listOf(statement)));
        }
        if (!pure) {
          shape.storage.erase(decl);
          continue;
        }
        capable.push_back(&variable);
        changed = true;
      }
    }
    llvm::DenseSet<const clang::VarDecl *> needed;
    for (const LocalVariable *variable : capable)
      if (crosses(*variable))
        need(variable->decl, needed);
    for (const LocalVariable *variable : capable)
      if (!needed.contains(variable->decl))
        shape.storage.erase(variable->decl);
  }

  void need(const clang::VarDecl *variable, llvm::DenseSet<const clang::VarDecl *> &needed) {
    if (!needed.insert(variable).second)
      return;
    for (const clang::Decl *decl : statementOf.lookup(variable)->decls())
      if (const auto *sibling = llvm::dyn_cast<clang::VarDecl>(decl)) {
        need(sibling, needed);
        needNames(sibling->getInit(), needed);
      }
  }
  void needNames(const clang::Stmt *statement, llvm::DenseSet<const clang::VarDecl *> &needed) {
    if (!statement)
      return;
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
          variable && shape.storageOf(variable) == Storage::Again)
        need(variable, needed);
    for (const clang::Stmt *child : statement->children())
      needNames(child, needed);
  }

  void placeCarried() {
    for (const auto &[decl, variable] : facts.uses.all()) {
      bool isReference = llvm::isa<clang::ParmVarDecl>(decl) && decl->getType()->isReferenceType();
      if (shape.storage.count(decl) || isReference || !crosses(variable))
        continue;
      bool copied = !shape.hasCuts && llvm::isa<clang::ParmVarDecl>(decl); // needs no array
      if (!copied && !carriedType(facts, *decl)) {
        object("the variable " + writtenName(*decl) +
                   ", which lives across a barrier and cannot be kept in an array",
               decl->getLocation());
        return;
      }
      bool alias = escapes(variable) || decl->getType()->isArrayType();
      shape.storage[decl] = alias ? Storage::Alias : Storage::Carried;
    }
    placeLarge();
  }

  std::uint64_t bytesOf(const clang::VarDecl &variable) const {
    std::uint64_t most = 0;
    for (clang::QualType type : facts.effects.typesOf(variable))
      if (!type->isDependentType() && !type->isIncompleteType())
        most = std::max<std::uint64_t>(most, facts.ast.getTypeSizeInChars(type).getQuantity());
    return most;
  }

  /// What a block's stack does not hold goes elsewhere, the largest first.
  void placeLarge() {
    std::vector<std::pair<std::uint64_t, const clang::VarDecl *>> kept;
    std::uint64_t bytes = 0;
    for (const auto &[decl, variable] : facts.uses.all())
      if (Storage storage = shape.storageOf(decl);
          storage == Storage::Carried || storage == Storage::Alias) {
        kept.push_back({bytesOf(*decl), decl});
        bytes += kept.back().first;
      }
    llvm::sort(kept, [](const auto &a, const auto &b) {
      return a.first != b.first ? a.first > b.first
                                : a.second->getLocation() < b.second->getLocation();
    });
    for (const auto &[size, decl] : kept) {
      if (size > kMostArenaBytes)
        object("more data per thread across barriers than can be kept", decl->getLocation());
      if (bytes <= kMostCarriedBytes || size < kLeastLargeBytes)
        break;
      if (llvm::isa<clang::ParmVarDecl>(decl))
        continue;
      shape.large.insert(decl);
      bytes -= size;
    }
  }

  /// A function that has a block form gets the array where it takes a reference.
  bool escapes(const LocalVariable &variable) const {
    return llvm::any_of(variable.uses, [&](const LocalUse &use) {
      const clang::Stmt *up = facts.uses.parentOf(use.name);
      while (llvm::isa_and_nonnull<clang::ParenExpr>(up))
        up = facts.uses.parentOf(up);
      return use.access == Access::Escape && llvm::none_of(shape.votes, [&](const Vote &vote) {
               return vote.kind == Vote::Callee && vote.call == up &&
                      !facts.callees->takesPlace(*vote.call, *use.name);
             });
    });
  }

  static constexpr std::uint64_t kMostCarriedBytes = 1024, kMostArenaBytes = 65536;
  static constexpr std::uint64_t kLeastLargeBytes = 16;

  void object(std::string what, clang::SourceLocation at) {
    if (!shape.obstacle)
      shape.obstacle = {std::move(what), at};
  }

  const KernelFacts &facts;
  const ListStructure &lists;
  Shape &shape;
  llvm::DenseMap<const clang::VarDecl *, const clang::DeclStmt *> statementOf;
  llvm::DenseSet<const clang::Stmt *> blockStatements; ///< that end the region before them
};

} // namespace

const clang::VarDecl *assignedVariable(const clang::Expr &expression) {
  const clang::Expr *target = nullptr;
  const clang::Expr *plain = expression.IgnoreParens();
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain))
    target = binary->isAssignmentOp() ? binary->getLHS() : nullptr;
  else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain))
    target = unary->isIncrementDecrementOp() ? unary->getSubExpr() : nullptr;
  const auto *name = target ? llvm::dyn_cast<clang::DeclRefExpr>(target->IgnoreParens()) : nullptr;
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

/// The type that `auto` stands for in all instantiations; null where they differ.
static clang::QualType commonType(const KernelFacts &facts, const clang::VarDecl &variable) {
  clang::QualType common;
  for (clang::QualType type : facts.effects.typesOf(variable)) {
    if (type->isDependentType() || type->isUndeducedType())
      continue; // the template's own
    if (!common.isNull() && !facts.ast.hasSameUnqualifiedType(common, type))
      return {};
    common = type.getUnqualifiedType().getCanonicalType();
  }
  return common;
}

std::optional<std::string> carriedType(const KernelFacts &facts, const clang::VarDecl &variable) {
  clang::QualType type = variable.getType();
  const auto *placeholder = type->getContainedAutoType();
  if (type->isUndeducedType() || (placeholder && placeholder->isDependentType()))
    type = commonType(facts, variable);
  if (type.isNull() || type->isReferenceType() || type.isVolatileQualified())
    return std::nullopt;
  for (clang::QualType made : facts.effects.typesOf(variable)) {
    if (made->isUndeducedType())
      continue;
    clang::QualType element = facts.ast.getBaseElementType(made);
    if (element->isVariablyModifiedType() ||
        (!element->isDependentType() && !element.isTriviallyCopyableType(facts.ast)))
      return std::nullopt;
    if (const clang::CXXRecordDecl *record = element->getAsCXXRecordDecl();
        record && (record->isLambda() || !record->hasNameForLinkage()))
      return std::nullopt;
  }
  type = type.getUnqualifiedType();
  clang::PrintingPolicy policy(facts.ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  if (const auto *deduced = type->getAs<clang::AutoType>()) {
    if (deduced->getDeducedType().isNull() || deduced->isDependentType())
      return std::nullopt;
    type = deduced->getDeducedType().getUnqualifiedType();
  }
  if (type->isDependentType())
    return type.getAsString(policy);
  return clang::TypeName::getFullyQualifiedName(type, facts.ast, policy);
}

void placeVariables(const KernelFacts &facts, const ListStructure &lists, Shape &shape) {
  Placement(facts, lists, shape).run();
}

} // namespace sampan::host
