// SPDX-License-Identifier: Apache-2.0
// Reads the body of one device function: what it calls, what it needs, what stands in the way, and
// which words of it change.
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "rewriters/kernel/device_calls.h"
#include "rewriters/kernel/waiting_loops.h"
#include "rewriters/lowering/ascend/device_code.h"
#include "rewriters/lowering/ascend/double_emulation.h"
#include "rewriters/lowering/ascend/exact_demotion.h"
#include "rewriters/lowering/ascend/instance_calls.h"
#include "rewriters/lowering/ascend/intrinsics.h"
#include "rewriters/lowering/ascend/named_functions.h"
#include "rewriters/lowering/ascend/source_text.h"
#include "rewriters/lowering/ascend/texture_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::ascend {
namespace {

bool isShared(const clang::VarDecl &variable) { return variable.hasAttr<clang::CUDASharedAttr>(); }

bool isOnDevice(const clang::VarDecl &variable) {
  return variable.hasAttr<clang::CUDADeviceAttr>() || variable.hasAttr<clang::CUDAConstantAttr>();
}

class Scanner {
public:
  Scanner(PassContext &context, DeviceFunction &function)
      : context(context), function(function), intrinsics(context, function) {}

  void run() {
    const clang::FunctionDecl &definition = *function.definition;
    if (const auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&definition))
      for (const clang::CXXCtorInitializer *initializer : constructor->inits())
        if (initializer->isWritten())
          walk(initializer->getInit());
    walk(definition.getBody());
    if (emulatesDouble(context))
      if (std::optional<std::string> reason = doubles.finish())
        refuseDouble(*reason, definition.getLocation());
  }

private:
  void refuseDouble(const std::string &reason, clang::SourceLocation at) {
    if (!reportedDouble)
      obstacle(reason, at);
    reportedDouble = true;
  }

  void walk(const clang::Stmt *statement) {
    if (!statement)
      return;
    parents.push_back(statement);
    if (!inspect(*statement))
      for (const clang::Stmt *child : statement->children())
        walk(child);
    parents.pop_back();
  }

  const clang::Stmt *parent(std::size_t up = 1) const {
    return parents.size() > up ? parents[parents.size() - 1 - up] : nullptr;
  }

  void obstacle(const std::string &feature, clang::SourceLocation at) {
    function.obstacles.push_back(missingFeature(feature, place(at)));
  }

  /// Where it is written; for what only a macro of ours or of the system spells, where that is
  /// used.
  Span place(clang::SourceLocation at) {
    if (std::optional<Span> span = context.tokenSpan(at))
      return *span;
    if (std::optional<Span> span = context.tokenSpan(context.sources.getExpansionLoc(at)))
      return *span;
    return context.tokenSpan(function.definition->getLocation()).value_or(Span{});
  }

  /// True when the children need no visit.
  bool inspect(const clang::Stmt &statement) {
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(&statement))
      return inspectExpression(*expression);
    if (LoopWait wait = waitingLoop(statement); wait == LoopWait::Flag || wait == LoopWait::Retry) {
      function.waitsForBlocks |= wait == LoopWait::Retry;
      giveWayIn(statement);
      function.remarks.push_back(
          makeFinding(diag::BlocksWait{.target = std::string(ascendTarget().name)},
                      place(statement.getBeginLoc())));
    }
    if (llvm::isa<clang::GCCAsmStmt>(statement))
      obstacle("inline PTX", statement.getBeginLoc());
    else if (llvm::isa<clang::CXXTryStmt>(statement))
      obstacle("exception handling", statement.getBeginLoc());
    else if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
          inspectVariable(*variable);
    return false;
  }

  /// A loop that waits leaves the core to those that it waits for.
  void giveWayIn(const clang::Stmt &loop) {
    const clang::Stmt *body = nullptr;
    if (const auto *tested = llvm::dyn_cast<clang::WhileStmt>(&loop))
      body = tested->getBody();
    else if (const auto *repeated = llvm::dyn_cast<clang::DoStmt>(&loop))
      body = repeated->getBody();
    else if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(&loop))
      body = counted->getBody();
    std::optional<Span> at = body ? context.tokenSpan(body->getBeginLoc()) : std::nullopt;
    if (!at || body->getBeginLoc().isMacroID())
      return;
    if (llvm::isa<clang::NullStmt>(body)) {
      function.edits.push_back({*at, " spn::giveWay();"});
    } else if (llvm::isa<clang::CompoundStmt>(body)) {
      at->begin = at->end;
      function.edits.push_back({*at, " spn::giveWay();"});
    }
  }

  void inspectVariable(const clang::VarDecl &variable) {
    if (isShared(variable))
      function.ownShared.push_back(&variable);
    else if (variable.isStaticLocal() && !variable.isConstexpr())
      obstacle("a static variable in device code", variable.getLocation());
  }

  bool inspectExpression(const clang::Expr &e) {
    if (const auto *size = llvm::dyn_cast<clang::UnaryExprOrTypeTraitExpr>(&e)) {
      inspectSize(*size);
      return true;
    }
    if (endsDoubleArithmetic(e)) {
      Demotion demotion = demote(context, e);
      if (demotion.isExact) {
        function.edits.insert(function.edits.end(), demotion.edits.begin(), demotion.edits.end());
        for (const clang::Expr *leaf : demotion.leaves)
          walk(leaf);
        return true;
      }
    }
    if (emulatesDouble(context)) {
      DoubleEmulation::Result result = doubles.inspect(e);
      if (result == DoubleEmulation::Result::Done)
        return true;
      if (result == DoubleEmulation::Result::Refused)
        refuseDouble(doubles.reason, e.getExprLoc());
    } else if (isDoubleType(e)) {
      refuseDouble("double precision", e.getExprLoc());
    }
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(&e))
      return inspectCall(*call);
    if (const auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(&e))
      addImplicitCall(*construct->getConstructor(), construct->getBeginLoc());
    else if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&e))
      inspectReference(*reference);
    else if (llvm::isa<clang::CXXNewExpr, clang::CXXDeleteExpr>(e))
      obstacle("the heap in device code", e.getBeginLoc());
    else if (llvm::isa<clang::CXXThrowExpr>(e))
      obstacle("exception handling", e.getBeginLoc());
    else if (llvm::isa<clang::CXXDynamicCastExpr, clang::CXXTypeidExpr>(e))
      obstacle("run-time type information", e.getBeginLoc());
    return false;
  }

  void inspectSize(const clang::UnaryExprOrTypeTraitExpr &size) {
    if (size.isArgumentType())
      return;
    const auto *reference =
        llvm::dyn_cast<clang::DeclRefExpr>(size.getArgumentExpr()->IgnoreParens());
    const auto *variable =
        reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
    if (!variable || !isShared(*variable))
      return;
    // The parameter is a pointer, so the size is that of the type.
    clang::PrintingPolicy policy(context.language);
    policy.SuppressTagKeyword = true;
    std::string type = variable->getType().getAsString(policy);
    if (!llvm::isa<clang::ParenExpr>(size.getArgumentExpr()))
      type = "(" + type + ")";
    if (std::optional<Span> at = context.tokenSpan(reference->getLocation()))
      function.edits.push_back({*at, type});
  }

  void inspectReference(const clang::DeclRefExpr &reference) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(reference.getDecl());
    if (!variable)
      return;
    if (context.isShimDecl(*variable)) {
      llvm::StringRef name = variable->getName();
      if (name == "blockIdx" || name == "gridDim")
        function.blockUses.push_back(&reference);
      return;
    }
    if (isShared(*variable))
      inspectShared(reference, *variable);
    else if (isTextureReference(context, *variable))
      inspectTexture(*variable);
    else if (variable->hasGlobalStorage() && !variable->isStaticLocal() &&
             saysWord(context, *variable, "__managed__"))
      inspectManaged(reference);
    else if (variable->hasGlobalStorage() && !isOnDevice(*variable) && !variable->isStaticLocal() &&
             !isConstant(*variable))
      obstacle("the host variable " + variable->getName().str(), reference.getLocation());
  }

  /// A variable of the host; kernels are given what it is bound to.
  void inspectTexture(const clang::VarDecl &variable) {
    const clang::VarDecl *first = variable.getCanonicalDecl();
    if (!llvm::is_contained(function.ownReferences, first))
      function.ownReferences.push_back(first);
  }

  /// Kernels have a variable of their own, which the runtime keeps equal to the host's.
  void inspectManaged(const clang::DeclRefExpr &reference) {
    clang::SourceLocation at = reference.getLocation();
    std::optional<Span> name = context.tokenSpan(at);
    bool inMacro = at.isMacroID() && !context.sources.isMacroArgExpansion(at);
    if (callsAcl(context.rules) || function.definition->hasAttr<clang::CUDAHostAttr>() || inMacro ||
        !name)
      return obstacle("managed memory", at);
    function.edits.push_back({*name, managedTwin(*reference.getDecl())});
  }

  bool isConstant(const clang::VarDecl &variable) const {
    return variable.isConstexpr() ||
           (variable.getType().isConstQualified() && variable.getAnyInitializer() &&
            variable.getType()->isArithmeticType());
  }

  void inspectShared(const clang::DeclRefExpr &reference, const clang::VarDecl &variable) {
    if (variable.getLexicalDeclContext()->isFileContext() &&
        !llvm::is_contained(function.ownShared, &variable))
      function.ownShared.push_back(&variable);
    function.sharedUses.push_back(&reference);
    if (!variable.getType()->isArrayType() || variable.getType()->isDependentType())
      return;
    const auto *cast = llvm::dyn_cast_or_null<clang::ImplicitCastExpr>(parent());
    bool decays = cast && cast->getCastKind() == clang::CK_ArrayToPointerDecay;
    bool dependent =
        llvm::isa_and_nonnull<clang::ArraySubscriptExpr, clang::CallExpr, clang::ParenListExpr,
                              clang::CXXUnresolvedConstructExpr, clang::BinaryOperator,
                              clang::InitListExpr, clang::CXXReinterpretCastExpr,
                              clang::CStyleCastExpr>(parent());
    if (decays || dependent)
      return;
    if (variable.getType()->isConstantArrayType() && variable.getStorageClass() != clang::SC_Extern)
      function.wholeArrays.push_back(&variable);
    else
      function.obstacles.push_back(
          {"the array " + variable.getName().str() + " as a whole",
           makeFinding(diag::NotRewritten{.what = "the shared array " + variable.getName().str(),
                                          .target = std::string(ascendTarget().name),
                                          .reason = "it is used as an array, not by its elements"},
                       place(reference.getLocation()))});
  }

  void addImplicitCall(const clang::FunctionDecl &callee, clang::SourceLocation at) {
    const clang::FunctionDecl *target = writtenDefinition(callee);
    if (!target || !context.inProject(target->getLocation()) || target->isImplicit() ||
        target->isDefaulted())
      return;
    ProgramCall call;
    call.closing = at;
    call.isExplicit = false;
    call.targets.push_back(target);
    function.calls.push_back(std::move(call));
    requireDevice(callee, at);
  }

  /// A host function cannot be called, whatever it does.
  void requireDevice(const clang::FunctionDecl &callee, clang::SourceLocation at) {
    if (!callee.hasAttr<clang::CUDADeviceAttr>() && !callee.hasAttr<clang::CUDAGlobalAttr>() &&
        !callee.isConstexpr() && !callee.isImplicit() && !callee.isDefaulted())
      obstacle("the host function " + callee.getNameAsString(), at);
  }

  bool inspectCall(const clang::CallExpr &call) {
    if (llvm::isa<clang::CUDAKernelCallExpr>(call)) {
      obstacle("a kernel launch in device code", call.getBeginLoc());
      return true;
    }
    if (respellLimits(*call.getCallee()))
      return false;
    auto targets = candidates(*call.getCallee());
    if (targets.empty()) {
      targets = dependentCandidates(*call.getCallee());
      llvm::erase_if(targets, [&](const clang::FunctionDecl *target) {
        return !context.inProject(target->getLocation());
      });
    }
    if (targets.empty())
      targets = inProject(instanceCallees(*function.definition, call));
    if (targets.empty()) {
      inspectUnresolved(call);
      return false;
    }
    if (isOpenFunctionOfStd(call, targets)) {
      intrinsics.handleUnresolved(call);
      return false;
    }
    const clang::FunctionDecl &first = *targets.front();
    if (const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&first);
        method && method->isVirtual())
      obstacle("a virtual call", call.getExprLoc());
    bool inProgram = llvm::any_of(targets, [&](const clang::FunctionDecl *target) {
      // Clang knows some of CUDA's names; their declaration is where they are used first.
      return context.inProject(target->getLocation()) && target->getBuiltinID() == 0;
    });
    if (!inProgram && emulatesDouble(context) && passesDouble(call, first)) {
      DeviceCall kind = classifyDeviceCall(call);
      bool isCarried = kind == DeviceCall::Atomic || kind == DeviceCall::WarpCollective;
      if (!isCarried && !doubles.takesCall(call))
        refuseDouble(first.getNameAsString() + " in double precision", call.getExprLoc());
      if (!isCarried)
        return false;
      doubles.convertArguments(call);
    }
    if (!inProgram) {
      bool done = intrinsics.handle(call, first, resultIsUsed(), parents);
      if (done)
        walkArguments(call);
      return done;
    }
    // Its form for the host takes double.
    if (emulatesDouble(context) && first.hasAttr<clang::CUDAHostAttr>())
      doubles.convertArguments(call);
    addCall(call, targets);
    return false;
  }

  /// std::exp(x) where a template leaves the type of x open.
  bool isOpenFunctionOfStd(const clang::CallExpr &call,
                           llvm::ArrayRef<const clang::FunctionDecl *> targets) const {
    const auto *named =
        llvm::dyn_cast<clang::UnresolvedLookupExpr>(call.getCallee()->IgnoreParenImpCasts());
    return named && named->getQualifier() && call.isTypeDependent() &&
           isSoftFunction(calleeName(call)) &&
           llvm::none_of(targets, [&](const clang::FunctionDecl *target) {
             return context.inProject(target->getLocation());
           });
  }

  /// All of them, or none where one is of a library.
  llvm::SmallVector<const clang::FunctionDecl *, 4>
  inProject(llvm::SmallVector<const clang::FunctionDecl *, 4> callees) const {
    for (const clang::FunctionDecl *callee : callees)
      if (!context.inProject(callee->getLocation()))
        return {};
    return callees;
  }

  /// std::numeric_limits<T>::max() is a host function; ours of that name is for both. False for
  /// other callees.
  bool respellLimits(const clang::Expr &callee) {
    clang::NestedNameSpecifierLoc qualifier;
    const clang::Expr *e = callee.IgnoreParenImpCasts();
    if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(e))
      qualifier = reference->getQualifierLoc();
    else if (const auto *dependent = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(e))
      qualifier = dependent->getQualifierLoc();
    if (!qualifier)
      return false;
    clang::TypeLoc type = qualifier.getAsTypeLoc();
    auto special = type ? type.getAs<clang::TemplateSpecializationTypeLoc>()
                        : clang::TemplateSpecializationTypeLoc();
    const clang::TemplateDecl *made =
        special ? special.getTypePtr()->getTemplateName().getAsTemplateDecl() : nullptr;
    if (!made || made->getName() != "numeric_limits" || !made->isInStdNamespace())
      return false;
    std::optional<Span> begin = context.tokenSpan(qualifier.getBeginLoc()),
                        name = context.tokenSpan(special.getTemplateNameLoc());
    if (!begin || !name || begin->file != name->file)
      return false;
    begin->end = name->end;
    function.edits.push_back({*begin, "spn::numeric_limits"});
    return true;
  }

  /// printf takes its numbers as double everywhere; nothing is computed in it.
  void walkArguments(const clang::CallExpr &call) {
    for (const clang::Expr *argument : call.arguments()) {
      const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(argument);
      bool promoted = cast && cast->getCastKind() == clang::CK_FloatingCast;
      walk(promoted ? cast->getSubExpr() : argument);
    }
  }

  /// Calls through values, and of names that only an instantiation will know.
  void inspectUnresolved(const clang::CallExpr &call) {
    clang::QualType type = call.getCallee()->getType();
    if (!type->isDependentType() && type->isFunctionPointerType())
      obstacle("a call through a function pointer", call.getExprLoc());
    else
      intrinsics.handleUnresolved(call);
  }

  /// A template that is only declared has its code in explicit specialisations.
  static bool addSpecializations(const clang::FunctionDecl &function, ProgramCall &call) {
    const clang::FunctionTemplateDecl *made = function.getDescribedFunctionTemplate();
    if (!made)
      made = function.getPrimaryTemplate();
    if (!made)
      return false;
    std::size_t before = call.targets.size();
    for (const clang::FunctionDecl *special : made->specializations())
      if (special->getTemplateSpecializationKind() == clang::TSK_ExplicitSpecialization)
        if (const clang::FunctionDecl *definition = writtenDefinition(*special))
          call.targets.push_back(definition);
    return call.targets.size() > before;
  }

  static const clang::Expr &written(const clang::Expr &argument) {
    const auto *left = llvm::dyn_cast<clang::CXXDefaultArgExpr>(&argument);
    return left ? *left->getExpr() : argument;
  }

  /// Arguments that a call in a template leaves out are not there yet.
  void addDefaultMasks(const clang::FunctionDecl &callee, ProgramCall &call) {
    for (std::size_t i = call.masks.size(); i < callee.getNumParams(); ++i) {
      const clang::ParmVarDecl &parameter = *callee.getParamDecl(static_cast<unsigned>(i));
      bool isKnown = parameter.hasDefaultArg() && !parameter.hasUninstantiatedDefaultArg() &&
                     !parameter.hasUnparsedDefaultArg();
      call.masks.push_back(isKnown ? intrinsics.passedMask(*parameter.getDefaultArg(), parents)
                                   : PassedMask{});
    }
  }

  void addCall(const clang::CallExpr &expression,
               llvm::ArrayRef<const clang::FunctionDecl *> targets) {
    ProgramCall call;
    call.expression = &expression;
    call.control = parents;
    call.closing = expression.getRParenLoc();
    const auto *operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&expression);
    bool isCallOperator = operation && operation->getOperator() == clang::OO_Call;
    call.hasArguments = expression.getNumArgs() > (isCallOperator ? 1u : 0u);
    if (!operation)
      for (const clang::Expr *argument : expression.arguments())
        call.masks.push_back(intrinsics.passedMask(written(*argument), parents));
    if (!operation && !targets.empty())
      addDefaultMasks(*targets.front(), call);
    if (operation && !isCallOperator)
      call.isExplicit = false;
    const clang::FunctionDecl *undefined = nullptr;
    for (const clang::FunctionDecl *target : targets) {
      if (!context.inProject(target->getLocation()))
        continue;
      requireDevice(*target, expression.getExprLoc());
      if (const clang::FunctionDecl *definition = writtenDefinition(*target))
        call.targets.push_back(definition);
      else if (!addSpecializations(*target, call))
        undefined = target;
    }
    if (call.targets.empty()) // defined by specialisations of the class alone
      for (const clang::FunctionDecl *callee : instanceCallees(*function.definition, expression))
        if (const clang::FunctionDecl *definition = writtenDefinition(*callee))
          if (!llvm::is_contained(call.targets, definition))
            call.targets.push_back(definition);
    if (call.targets.empty() && undefined && !context.options.relocatableDeviceCode)
      obstacle("the undefined function " + undefined->getNameAsString(), expression.getExprLoc());
    function.calls.push_back(std::move(call));
  }

  bool resultIsUsed() const {
    const clang::Stmt *outer = parent();
    for (std::size_t up = 1; outer && llvm::isa<clang::ParenExpr, clang::ExprWithCleanups>(outer);)
      outer = parent(++up);
    if (!outer || llvm::isa<clang::CompoundStmt>(outer))
      return false;
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(outer))
      return parents.back() == branch->getCond();
    if (const auto *cast = llvm::dyn_cast<clang::CStyleCastExpr>(outer))
      return !cast->getType()->isVoidType();
    return !llvm::isa<clang::ForStmt, clang::WhileStmt, clang::SwitchCase>(outer);
  }

  PassContext &context;
  DeviceFunction &function;
  Intrinsics intrinsics;
  DoubleEmulation doubles{context, function};
  std::vector<const clang::Stmt *> parents;
  bool reportedDouble = false;
};

} // namespace

void scanDeviceFunction(PassContext &context, DeviceFunction &function) {
  Scanner(context, function).run();
}

} // namespace sampan::ascend
