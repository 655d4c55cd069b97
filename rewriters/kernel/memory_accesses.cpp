// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/memory_accesses.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/kernel/discarded_values.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <optional>

namespace sampan {
namespace {

/// The variable that p[i].x, *(p + i) or p->y starts from.
const clang::VarDecl *rootOf(const clang::Expr *e) {
  while (e) {
    e = e->IgnoreParenCasts();
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e))
      return llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(e))
      e = subscript->getBase();
    else if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
      e = member->getBase();
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e))
      e = unary->getSubExpr();
    else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e))
      e = binary->getLHS()->getType()->isPointerType() ? binary->getLHS() : binary->getRHS();
    else
      return nullptr;
  }
  return nullptr;
}

const clang::Expr *bare(const clang::Expr *e) { return e->IgnoreParenImpCasts(); }

bool isSubtraction(const clang::Expr *e) {
  e = e->IgnoreParenCasts();
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e))
    return binary->getOpcode() == clang::BO_Sub || isSubtraction(binary->getLHS()) ||
           isSubtraction(binary->getRHS());
  return false;
}

/// a * b, fma(a, b, ...) apart.
const clang::BinaryOperator *asProduct(const clang::Expr *e) {
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e->IgnoreParenCasts());
  return binary && binary->getOpcode() == clang::BO_Mul ? binary : nullptr;
}

struct Frame {
  const SpaceInstance *instance;
  const IndexForms *forms;
  unsigned depth;
  llvm::DenseSet<const clang::CallExpr *> discarded;
};

class Collector {
public:
  Collector(MemoryAccesses &out, const AddressSpaces &spaces) : out(out), spaces(spaces) {}

  void function(const SpaceInstance &instance, const IndexForms &forms, unsigned depth) {
    Frame outer = std::move(frame);
    frame = {&instance, &forms, depth, discardedCalls(instance.function->getBody())};
    walk(instance.function->getBody());
    frame = std::move(outer);
  }

private:
  static constexpr unsigned kMaxDepth = 6;

  void walk(const clang::Stmt *s) {
    if (!s)
      return;
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(s))
      return conditional(*branch);
    if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(s)) {
      walk(choice->getCond());
      bool outer = enter(choice->getCond());
      walk(choice->getTrueExpr());
      walk(choice->getFalseExpr());
      onData = outer;
      return;
    }
    if (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(s))
      return loop(*s);
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(s);
        binary && binary->isAssignmentOp())
      return assignment(*binary);
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(s);
        unary && unary->isIncrementDecrementOp()) {
      access(AccessKind::Read, unary->getSubExpr());
      access(AccessKind::Write, unary->getSubExpr());
    }
    if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(s);
        cast && cast->getCastKind() == clang::CK_LValueToRValue)
      access(AccessKind::Read, cast->getSubExpr());
    if (const auto *made = llvm::dyn_cast<clang::CXXConstructExpr>(s);
        made && made->getNumArgs() == 1 && made->getConstructor()->isCopyOrMoveConstructor() &&
        made->getArg(0)->isGLValue())
      access(AccessKind::Read, made->getArg(0));
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(s))
      return this->call(*call);
    for (const clang::Stmt *child : s->children())
      walk(child);
  }

  bool isOnData(const clang::Expr *condition) const {
    return condition && frame.forms->form(*condition).loaded;
  }
  /// Returns the state to go back to.
  bool enter(const clang::Expr *condition) {
    bool outer = onData;
    onData |= isOnData(condition);
    return outer;
  }

  void conditional(const clang::IfStmt &branch) {
    walk(branch.getInit());
    walk(branch.getCond());
    bool outer = enter(branch.getCond());
    walk(branch.getThen());
    walk(branch.getElse());
    onData = outer;
  }

  void loop(const clang::Stmt &s) {
    const clang::Expr *condition = nullptr;
    const clang::Stmt *init = nullptr, *body = nullptr, *step = nullptr;
    if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(&s)) {
      init = counted->getInit();
      condition = counted->getCond();
      step = counted->getInc();
      body = counted->getBody();
    } else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&s)) {
      condition = whileLoop->getCond();
      body = whileLoop->getBody();
    } else {
      condition = llvm::cast<clang::DoStmt>(s).getCond();
      body = llvm::cast<clang::DoStmt>(s).getBody();
    }
    out.divergentLoop |= condition && lengthDiffers(*condition);
    walk(init);
    ++loops;
    if (condition)
      walk(condition);
    bool outer = onData;
    onData |= isOnData(condition);
    walk(body);
    walk(step);
    onData = outer;
    --loops;
  }

  /// Threads that step through the data together have a loop variable that is the thread's own; all
  /// of them end within one step of each other.
  bool lengthDiffers(const clang::Expr &condition) const {
    IndexForm form = frame.forms->form(condition);
    if (form.isUniform())
      return false;
    if (form.loaded)
      return true;
    const auto *compare = llvm::dyn_cast<clang::BinaryOperator>(condition.IgnoreParenImpCasts());
    if (!compare || !compare->isComparisonOp())
      return true;
    IndexForm left = frame.forms->form(*compare->getLHS());
    IndexForm right = frame.forms->form(*compare->getRHS());
    return left.isUniform() || !right.isUniform();
  }

  void assignment(const clang::BinaryOperator &binary) {
    if (binary.isCompoundAssignmentOp())
      access(AccessKind::Read, binary.getLHS());
    walk(binary.getLHS());
    walk(binary.getRHS());
    access(AccessKind::Write, binary.getLHS());
    noteStore(*binary.getLHS(), binary.isCompoundAssignmentOp() ? nullptr : binary.getRHS());
    fold(*binary.getLHS(), *binary.getRHS(), binary.isCompoundAssignmentOp());
    foldLanes(*binary.getLHS(), *binary.getRHS());
    if (binary.getOpcode() == clang::BO_AddAssign)
      accumulation(*binary.getLHS(), *binary.getRHS());
    else if (binary.getOpcode() == clang::BO_Assign)
      if (const clang::Expr *addend = addedTo(*binary.getLHS(), *binary.getRHS()))
        accumulation(*binary.getLHS(), *addend);
  }

  void noteStore(const clang::Expr &target, const clang::Expr *value) {
    if (mayBe(spaces.storage(target, *frame.instance), AddressSpace::Global))
      out.computes |= !value || !isMoved(*value, 0);
  }

  /// A constant, a load, or a variable that has one of these as its value.
  bool isMoved(const clang::Expr &value, unsigned depth) const {
    const clang::Expr *e = value.IgnoreParenImpCasts();
    if (llvm::isa<clang::ArraySubscriptExpr, clang::MemberExpr, clang::IntegerLiteral,
                  clang::FloatingLiteral>(e))
      return true;
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e))
      return unary->getOpcode() == clang::UO_Deref;
    if (const auto *cast = llvm::dyn_cast<clang::ExplicitCastExpr>(e))
      return isMoved(*cast->getSubExpr(), depth);
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(e))
      return calleeName(*call).starts_with("__ld");
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e);
    const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    return variable && depth < 4 && variable->hasLocalStorage() && variable->getInit() &&
           isMoved(*variable->getInit(), depth + 1);
  }

  /// For x = x + y or x = fma(a, b, x): y, or the call.
  const clang::Expr *addedTo(const clang::Expr &target, const clang::Expr &value) const {
    const clang::VarDecl *variable = rootOf(&target);
    const clang::Expr *e = value.IgnoreParenImpCasts();
    if (const auto *sum = llvm::dyn_cast<clang::BinaryOperator>(e);
        sum && sum->getOpcode() == clang::BO_Add && variable) {
      if (rootOf(sum->getLHS()) == variable)
        return sum->getRHS();
      if (rootOf(sum->getRHS()) == variable)
        return sum->getLHS();
    }
    const auto *call = llvm::dyn_cast<clang::CallExpr>(e);
    bool fused = call && call->getNumArgs() == 3 && variable &&
                 (calleeName(*call).starts_with("fma") || calleeName(*call).starts_with("__fma"));
    return fused && rootOf(call->getArg(2)) == variable ? e : nullptr;
  }

  void accumulation(const clang::Expr &target, const clang::Expr &addend) {
    const clang::Expr *value = addend.IgnoreParenCasts();
    AddressSpaceSet where = spaces.storage(target, *frame.instance);
    if (!isOnly(where, AddressSpace::Local) || loops == 0)
      return;
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(value); call && call->getNumArgs() == 3)
      product(target, *call->getArg(0), *call->getArg(1));
    if (const clang::BinaryOperator *both = asProduct(value))
      product(target, *both->getLHS(), *both->getRHS());
    out.foldsLoads |= frame.forms->form(addend).loaded;
  }

  /// s[t] op= s[t + d] and s[t] = f(s[t], s[t + d]): elements of one shared array are folded.
  void fold(const clang::Expr &target, const clang::Stmt &value, bool compound) {
    const clang::VarDecl *array = rootOf(&target);
    if (loops == 0 || !array ||
        !isOnly(spaces.storage(target, *frame.instance), AddressSpace::Shared))
      return;
    unsigned found = 0;
    bool below = false;
    countElements(&value, *array, found, below);
    if (found + (compound ? 1 : 0) < 2)
      return;
    (below ? out.scan : out.treeReduction) = true;
    out.interleaved |= frame.forms->place(target).x == IndexForm::Factor::Other;
  }

  /// v += shfl_down(v, d) and v = f(v, shfl_xor(v, d)).
  void foldLanes(const clang::Expr &target, const clang::Stmt &value) {
    const auto *call = llvm::dyn_cast<clang::CallExpr>(&value);
    const clang::VarDecl *variable = rootOf(&target);
    if (call && variable && calleeName(*call).contains("shfl") &&
        !calleeName(*call).contains("shfl_up") && names(*call, *variable))
      out.treeReduction = true;
    for (const clang::Stmt *child : value.children())
      if (child)
        foldLanes(target, *child);
  }

  static bool names(const clang::Stmt &s, const clang::VarDecl &variable) {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&s);
    if (name && name->getDecl() == &variable)
      return true;
    for (const clang::Stmt *child : s.children())
      if (child && names(*child, variable))
        return true;
    return false;
  }

  /// s[t - d] with a distance that changes from round to round.
  bool readsBelow(const clang::Expr &object) const {
    const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(bare(&object));
    const auto *index =
        element ? llvm::dyn_cast<clang::BinaryOperator>(element->getIdx()->IgnoreParenCasts())
                : nullptr;
    if (!index || index->getOpcode() != clang::BO_Sub)
      return false;
    const auto *distance = llvm::dyn_cast<clang::DeclRefExpr>(index->getRHS()->IgnoreParenCasts());
    const auto *variable = distance ? llvm::dyn_cast<clang::VarDecl>(distance->getDecl()) : nullptr;
    return variable && variable->isLocalVarDecl() && !variable->getType().isConstQualified() &&
           frame.forms->form(*index->getLHS()).x == IndexForm::Factor::One &&
           frame.forms->form(*index->getRHS()).isUniform();
  }

  static void countElements(const clang::Stmt *s, const clang::VarDecl &array, unsigned &found,
                            bool &below) {
    if (!s)
      return;
    if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(s);
        element && rootOf(element) == &array) {
      ++found;
      below |= isSubtraction(element->getIdx());
    }
    for (const clang::Stmt *child : s->children())
      countElements(child, array, found, below);
  }

  void product(const clang::Expr &sum, const clang::Expr &left, const clang::Expr &right) {
    ProductSum product;
    product.sum = &sum;
    product.left = left.IgnoreParenCasts();
    product.right = right.IgnoreParenCasts();
    product.leftIsLoad = isLoad(*product.left);
    product.rightIsLoad = isLoad(*product.right);
    product.leftPlace = frame.forms->place(*product.left);
    product.rightPlace = frame.forms->place(*product.right);
    product.rolled = llvm::isa<clang::ArraySubscriptExpr>(bare(&sum)) &&
                     llvm::isa<clang::ArraySubscriptExpr>(product.left) &&
                     llvm::isa<clang::ArraySubscriptExpr>(product.right) && !product.leftIsLoad &&
                     !product.rightIsLoad;
    out.products.push_back(product);
  }

  bool isLoad(const clang::Expr &e) const {
    return e.isLValue() && !llvm::isa<clang::DeclRefExpr>(e) &&
           !isOnly(spaces.storage(e, *frame.instance), AddressSpace::Local);
  }

  void call(const clang::CallExpr &call) {
    DeviceCall kind = classifyDeviceCall(call);
    llvm::StringRef name = calleeName(call);
    fence |= kind == DeviceCall::GridBarrier || name == "__threadfence" ||
             name == "__threadfence_system";
    if (kind == DeviceCall::Atomic && call.getNumArgs() > 0)
      atomic(call);
    else if ((name.starts_with("__ld") || name.starts_with("__st")) && call.getNumArgs() > 0 &&
             call.getArg(0)->getType()->isPointerType())
      pointerAccess(name.starts_with("__ld") ? AccessKind::Read : AccessKind::Write,
                    *call.getArg(0));
    else if (const auto *made = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&call);
             made && made->getOperator() == clang::OO_Equal && made->getNumArgs() == 2)
      access(AccessKind::Write, made->getArg(0));
    out.scan |= name.contains("shfl_up");
    for (const clang::Stmt *child : call.children())
      walk(child);
    auto reached = frame.instance->calls.find(&call);
    if (reached == frame.instance->calls.end() || frame.depth >= kMaxDepth ||
        kind == DeviceCall::Atomic)
      return;
    const SpaceInstance &instance = spaces.instances()[reached->second];
    IndexForms::Arguments arguments;
    unsigned first = llvm::isa<clang::CXXOperatorCallExpr>(call) &&
                     llvm::isa<clang::CXXMethodDecl>(instance.function);
    for (unsigned i = first; i < call.getNumArgs(); ++i)
      if (i - first < instance.function->getNumParams()) {
        const clang::ParmVarDecl *parameter = instance.function->getParamDecl(i - first);
        arguments[parameter] = parameter->getType()->isReferenceType()
                                   ? frame.forms->place(*call.getArg(i))
                                   : frame.forms->form(*call.getArg(i));
      }
    function(instance, IndexForms(*instance.function, arguments), frame.depth + 1);
  }

  void atomic(const clang::CallExpr &call) {
    pointerAccess(AccessKind::Atomic, *call.getArg(0));
    out.computes |= call.getNumArgs() < 2 || !isMoved(*call.getArg(1), 0);
    out.list.back().usesValue = !frame.discarded.contains(&call);
  }

  void pointerAccess(AccessKind kind, const clang::Expr &pointer) {
    add(kind, pointer, spaces.pointee(pointer, *frame.instance), frame.forms->form(pointer));
  }

  void access(AccessKind kind, const clang::Expr *object) {
    const clang::Expr *e = bare(object);
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e))
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
          !variable || (variable->hasLocalStorage() && !variable->getType()->isReferenceType()))
        return;
    AddressSpaceSet where = spaces.storage(*e, *frame.instance);
    if (isOnly(where, AddressSpace::Local))
      chosenLocal(*e);
    if (where == 0 || isOnly(where, AddressSpace::Local))
      return;
    out.wideIntegers |= isWide(e->getType());
    add(kind, *e, where, frame.forms->place(*e));
  }

  /// A lane cannot pick one of its own registers by data.
  void chosenLocal(const clang::Expr &e) {
    const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(&e);
    if (element && !out.onData && frame.forms->form(*element->getIdx()).loaded)
      out.onData = &e;
  }

  static bool isWide(clang::QualType type) {
    const auto *builtin = type->getAs<clang::BuiltinType>();
    return builtin && (builtin->getKind() == clang::BuiltinType::Long ||
                       builtin->getKind() == clang::BuiltinType::ULong ||
                       builtin->getKind() == clang::BuiltinType::LongLong ||
                       builtin->getKind() == clang::BuiltinType::ULongLong);
  }

  void add(AccessKind kind, const clang::Expr &object, AddressSpaceSet where,
           const IndexForm &place) {
    MemoryAccess access;
    access.kind = kind;
    access.object = &object;
    access.root = rootOf(&object);
    access.spaces = where;
    access.place = place;
    clang::QualType type = object.getType();
    if (kind == AccessKind::Atomic && !type.isNull())
      type = type->getPointeeType();
    access.isVolatile = !type.isNull() && type.isVolatileQualified();
    access.onData = onData;
    access.loops = loops;
    access.afterFence = fence;
    out.scan |= kind == AccessKind::Read && isOnly(where, AddressSpace::Shared) && loops > 0 &&
                readsBelow(object);
    if (onData && !out.onData && !isOnly(where, AddressSpace::Constant))
      out.onData = &object;
    out.list.push_back(access);
  }

  MemoryAccesses &out;
  const AddressSpaces &spaces;
  Frame frame{};
  bool onData = false, fence = false;
  unsigned loops = 0;
};

} // namespace

MemoryAccesses collectAccesses(const clang::FunctionDecl &kernel, const AddressSpaces &spaces) {
  MemoryAccesses accesses;
  Collector(accesses, spaces).function(spaces.kernel(), IndexForms(kernel), 0);
  return accesses;
}

} // namespace sampan
