// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/address_space.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan {
namespace {

constexpr AddressSpaceSet kGlobal = spaceSet(AddressSpace::Global);
constexpr AddressSpaceSet kShared = spaceSet(AddressSpace::Shared);
constexpr AddressSpaceSet kConstant = spaceSet(AddressSpace::Constant);
constexpr AddressSpaceSet kLocal = spaceSet(AddressSpace::Local);

AddressSpaceSet declaredStorage(const clang::VarDecl &variable) {
  if (variable.hasAttr<clang::CUDASharedAttr>())
    return kShared;
  if (variable.hasAttr<clang::CUDAConstantAttr>())
    return kConstant;
  if (variable.hasAttr<clang::CUDADeviceAttr>() || variable.hasAttr<clang::HIPManagedAttr>())
    return kGlobal;
  if (variable.hasGlobalStorage() && !variable.isStaticLocal())
    return variable.getType().isConstQualified() ? kConstant : kGlobal;
  return variable.isStaticLocal() ? kGlobal : kLocal;
}

const clang::VarDecl *referenced(const clang::Expr *expression) {
  const auto *name = llvm::dyn_cast_or_null<clang::DeclRefExpr>(
      expression ? expression->IgnoreParenImpCasts() : nullptr);
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

bool holdsPointer(clang::QualType type) {
  if (type.isNull())
    return false;
  type = type.getNonReferenceType();
  return (type->isDependentType() || type->isAnyPointerType() || type->isRecordType() ||
          type->isArrayType());
}

/// Evaluates expressions with the facts of one instance.
class Evaluator {
public:
  explicit Evaluator(const SpaceInstance &in, const std::vector<SpaceInstance> &all)
      : in(in), all(all) {}

  /// Of a value that is a pointer, or holds some.
  AddressSpaceSet value(const clang::Expr *e) const {
    e = e->IgnoreParens();
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(e))
      return castValue(*cast);
    if (e->isLValue() && !llvm::isa<clang::CallExpr>(e))
      return content(e);
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e)) {
      if (unary->getOpcode() == clang::UO_AddrOf)
        return storage(unary->getSubExpr());
      return unary->getSubExpr()->isLValue() ? content(unary->getSubExpr()) : 0;
    }
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e)) {
      if (binary->isAssignmentOp() || binary->isCommaOp())
        return value(binary->getRHS());
      return pointerValue(binary->getLHS()) | pointerValue(binary->getRHS());
    }
    if (const auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(e))
      return value(choice->getTrueExpr()) | value(choice->getFalseExpr());
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(e))
      return callResult(*call);
    if (llvm::isa<clang::CXXThisExpr>(e))
      return in.object;
    if (llvm::isa<clang::CXXNewExpr>(e))
      return kGlobal;
    return ofChildren(*e);
  }

  /// Where an object lies.
  AddressSpaceSet storage(const clang::Expr *e) const {
    e = e->IgnoreParens();
    if (const clang::VarDecl *variable = referenced(e);
        variable && llvm::isa<clang::DeclRefExpr>(e))
      return variable->getType()->isReferenceType() ? known(variable) : declaredStorage(*variable);
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e))
      return unary->getOpcode() == clang::UO_Deref ? value(unary->getSubExpr())
                                                   : storage(unary->getSubExpr());
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(e))
      return value(subscript->getBase());
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
      return member->isArrow() ? value(member->getBase()) : storage(member->getBase());
    if (const auto *member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(e))
      return member->isImplicitAccess() ? in.object
             : member->isArrow()        ? value(member->getBase())
                                        : storage(member->getBase());
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(e))
      return cast->getSubExpr()->isLValue() ? storage(cast->getSubExpr()) : kLocal;
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e))
      return storage(binary->isCommaOp() ? binary->getRHS() : binary->getLHS());
    if (const auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(e))
      return storage(choice->getTrueExpr()) | storage(choice->getFalseExpr());
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(e))
      return call->isLValue() ? callResult(*call) : kLocal;
    return llvm::isa<clang::StringLiteral>(e) ? kConstant : kLocal;
  }

private:
  AddressSpaceSet known(const clang::VarDecl *variable) const {
    auto found = in.variables.find(variable);
    return found == in.variables.end() ? AddressSpaceSet(0) : found->second;
  }

  AddressSpaceSet pointerValue(const clang::Expr *e) const {
    clang::QualType type = e->getType();
    bool mayPoint = type->isAnyPointerType() || type->isArrayType() || type->isDependentType();
    return mayPoint ? value(e) : AddressSpaceSet(0);
  }

  AddressSpaceSet castValue(const clang::CastExpr &cast) const {
    switch (cast.getCastKind()) {
    case clang::CK_ArrayToPointerDecay:
      return storage(cast.getSubExpr());
    case clang::CK_LValueToRValue:
      return content(cast.getSubExpr());
    case clang::CK_IntegralToPointer:
      return kGlobal;
    case clang::CK_NullToPointer:
    case clang::CK_FunctionToPointerDecay:
      return 0;
    default:
      return value(cast.getSubExpr());
    }
  }

  /// What the pointers in an object lead to. Those in memory that blocks share were put there by
  /// the host or by other blocks, so they can only lead to global memory.
  AddressSpaceSet content(const clang::Expr *e) const {
    e = e->IgnoreParens();
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e); member && !member->isArrow())
      return content(member->getBase());
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(e))
      return cast->getSubExpr()->isLValue() ? content(cast->getSubExpr()) : value(e);
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(e))
      if (const clang::VarDecl *array = referenced(subscript->getBase());
          array && array->getType()->isArrayType())
        return ofVariable(array);
    if (llvm::isa<clang::DeclRefExpr>(e))
      if (const clang::VarDecl *variable = referenced(e))
        return variable->getType()->isReferenceType() ? inMemory(known(variable))
                                                      : ofVariable(variable);
    if (const auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(e))
      return content(choice->getTrueExpr()) | content(choice->getFalseExpr());
    return inMemory(storage(e));
  }

  AddressSpaceSet ofVariable(const clang::VarDecl *variable) const {
    AddressSpaceSet storage = declaredStorage(*variable);
    if (storage == kGlobal || storage == kConstant)
      return kGlobal;
    bool aggregate = variable->getType()->isRecordType() || variable->getType()->isArrayType();
    return known(variable) | (aggregate || storage == kLocal ? in.throughLocal : 0);
  }

  AddressSpaceSet inMemory(AddressSpaceSet where) const {
    AddressSpaceSet result = where & ~kLocal ? kGlobal : 0;
    if (where & kLocal) {
      result |= in.throughLocal;
      for (const auto &[variable, spaces] : in.variables)
        if (variable->getType()->isRecordType() || variable->getType()->isArrayType())
          result |= spaces;
    }
    return result;
  }

  AddressSpaceSet callResult(const clang::CallExpr &call) const {
    if (auto found = in.calls.find(&call); found != in.calls.end())
      return all[found->second].result;
    if (const clang::FunctionDecl *callee = concreteCallee(call); callee && !callee->isVariadic())
      return 0; // not followed yet
    // Without a body: what goes in may come out.
    AddressSpaceSet result = 0;
    for (const clang::Expr *argument : call.arguments())
      result |= pointerValue(argument);
    return result ? result : kGlobal;
  }

  AddressSpaceSet ofChildren(const clang::Expr &e) const {
    AddressSpaceSet result = 0;
    for (const clang::Stmt *child : e.children())
      if (const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child))
        if (holdsPointer(inner->getType()))
          result |= value(inner);
    return result;
  }

  const SpaceInstance &in;
  const std::vector<SpaceInstance> &all;
};

} // namespace

const clang::FunctionDecl *concreteCallee(const clang::CallExpr &call) {
  const clang::FunctionDecl *definition = nullptr;
  const clang::FunctionDecl *direct = call.getDirectCallee();
  if (!direct || !direct->hasBody(definition))
    definition = calleeDefinition(call);
  if (!definition)
    return nullptr;
  const clang::SourceManager &sources = definition->getASTContext().getSourceManager();
  return sources.isInSystemHeader(definition->getLocation()) ? nullptr : definition;
}

/// Grows the facts of all instances until nothing changes.
class AddressSpaceSolver {
public:
  explicit AddressSpaceSolver(AddressSpaces &facts) : all(facts.all) {}

  void solve(const clang::FunctionDecl &kernel) {
    SpaceInstance first;
    first.function = &kernel;
    first.arguments.assign(kernel.getNumParams(), kGlobal);
    add(std::move(first));
    do {
      changed = false;
      for (unsigned i = 0; i < all.size(); ++i) // grows while it runs
        scan(i);
    } while (changed);
    prune();
  }

private:
  static constexpr std::size_t kMaxInstances = 256;

  unsigned add(SpaceInstance instance) {
    for (unsigned i = 0; i < instance.function->getNumParams(); ++i)
      instance.variables[instance.function->getParamDecl(i)] = instance.arguments[i];
    all.push_back(std::move(instance));
    changed = true;
    return static_cast<unsigned>(all.size() - 1);
  }

  void scan(unsigned index) {
    current = index;
    walk(all[index].function->getBody());
  }

  AddressSpaceSet value(const clang::Expr *e) const {
    return holdsPointer(e->getType()) ? Evaluator(all[current], all).value(e) : AddressSpaceSet(0);
  }
  AddressSpaceSet storage(const clang::Expr *e) const {
    return Evaluator(all[current], all).storage(e);
  }

  void grow(AddressSpaceSet &set, AddressSpaceSet by) {
    changed |= (set | by) != set;
    set |= by;
  }

  void walk(const clang::Stmt *statement) {
    if (!statement)
      return;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl); variable)
          declare(*variable);
    } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement)) {
      if (binary->isAssignmentOp())
        assign(binary->getLHS(), value(binary->getRHS()));
    } else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
      follow(*call);
    } else if (const auto *exit = llvm::dyn_cast<clang::ReturnStmt>(statement)) {
      if (const clang::Expr *result = exit->getRetValue())
        grow(all[current].result, all[current].function->getReturnType()->isReferenceType()
                                      ? storage(result)
                                      : value(result));
    }
    for (const clang::Stmt *child : statement->children())
      walk(child);
  }

  void declare(const clang::VarDecl &variable) {
    if (const clang::Expr *init = variable.getInit())
      grow(all[current].variables[&variable],
           variable.getType()->isReferenceType() ? storage(init) : value(init));
  }

  /// Stores pointers into an object. In memory that blocks share they are not followed.
  void assign(const clang::Expr *target, AddressSpaceSet pointers) {
    if (!pointers)
      return;
    const clang::Expr *root = target->IgnoreParenImpCasts();
    for (;;) {
      if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(root);
          member && !member->isArrow())
        root = member->getBase()->IgnoreParenImpCasts();
      else if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(root);
               subscript && referenced(subscript->getBase()) &&
               referenced(subscript->getBase())->getType()->isArrayType())
        root = subscript->getBase()->IgnoreParenImpCasts();
      else
        break;
    }
    const clang::VarDecl *variable = referenced(root);
    if (variable && !variable->getType()->isReferenceType())
      grow(all[current].variables[variable], pointers);
    else if (storage(root) & kLocal)
      grow(all[current].throughLocal, pointers);
  }

  void follow(const clang::CallExpr &call) {
    const clang::FunctionDecl *callee = concreteCallee(call);
    if (!callee || !callee->getBody() || callee->isVariadic())
      return;
    SpaceInstance wanted;
    wanted.function = callee;
    wanted.arguments.assign(callee->getNumParams(), 0);
    // An operator that is a member has its object as the first argument.
    const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
    unsigned first = method && method->isInstance() && llvm::isa<clang::CXXOperatorCallExpr>(call);
    if (const auto *member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call))
      wanted.object = objectOf(*member);
    else if (first && call.getNumArgs() > 0)
      wanted.object = storage(call.getArg(0));
    for (unsigned i = first; i < call.getNumArgs() && i - first < callee->getNumParams(); ++i) {
      bool byReference = callee->getParamDecl(i - first)->getType()->isReferenceType();
      wanted.arguments[i - first] = byReference ? storage(call.getArg(i)) : value(call.getArg(i));
    }
    unsigned reached = instanceLike(std::move(wanted));
    auto [entry, isNew] = all[current].calls.try_emplace(&call, reached);
    changed |= isNew || entry->second != reached;
    entry->second = reached;
    grow(all[current].throughLocal, all[reached].throughLocal);
  }

  AddressSpaceSet objectOf(const clang::CXXMemberCallExpr &call) const {
    const clang::Expr *object = call.getImplicitObjectArgument();
    if (!object)
      return 0;
    return object->getType()->isPointerType() ? value(object) : storage(object);
  }

  unsigned instanceLike(SpaceInstance wanted) {
    for (unsigned i = 0; i < all.size(); ++i)
      if (all[i].function == wanted.function && all[i].arguments == wanted.arguments &&
          all[i].object == wanted.object)
        return i;
    if (all.size() < kMaxInstances)
      return add(std::move(wanted));
    // Too many: one instance takes all that is left.
    for (unsigned i = 0; i < all.size(); ++i)
      if (all[i].function == wanted.function) {
        for (unsigned p = 0; p < wanted.arguments.size(); ++p)
          grow(all[i].variables[wanted.function->getParamDecl(p)], wanted.arguments[p]);
        return i;
      }
    return add(std::move(wanted));
  }

  /// Drops instances that only an early round needed, and orders the rest by first use.
  void prune() {
    std::vector<unsigned> order = {0};
    llvm::DenseMap<unsigned, unsigned> place = {{0, 0}};
    for (std::size_t next = 0; next < order.size(); ++next)
      collect(all[order[next]].function->getBody(), all[order[next]], order, place);
    std::vector<SpaceInstance> kept;
    for (unsigned old : order) {
      SpaceInstance instance = all[old];
      for (auto &[call, reached] : instance.calls)
        reached = place.lookup(reached);
      kept.push_back(std::move(instance));
    }
    all = std::move(kept);
  }

  static void collect(const clang::Stmt *statement, const SpaceInstance &instance,
                      std::vector<unsigned> &order, llvm::DenseMap<unsigned, unsigned> &place) {
    if (!statement)
      return;
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
      if (auto found = instance.calls.find(call); found != instance.calls.end())
        if (place.try_emplace(found->second, order.size()).second)
          order.push_back(found->second);
    for (const clang::Stmt *child : statement->children())
      collect(child, instance, order, place);
  }

  std::vector<SpaceInstance> &all;
  unsigned current = 0;
  bool changed = false;
};

AddressSpaces::AddressSpaces(const clang::FunctionDecl &kernel) {
  AddressSpaceSolver(*this).solve(kernel);
}

AddressSpaceSet AddressSpaces::pointee(const clang::Expr &pointer, const SpaceInstance &in) const {
  return Evaluator(in, all).value(&pointer);
}

AddressSpaceSet AddressSpaces::storage(const clang::Expr &object, const SpaceInstance &in) const {
  return Evaluator(in, all).storage(&object);
}

} // namespace sampan
