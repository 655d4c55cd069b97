// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/intrinsics.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/ascend/double_emulation.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan::ascend {
namespace {

bool isMaskOperation(llvm::StringRef name) {
  return name.ends_with("_sync") || name == "__syncwarp";
}

/// Functions that an ordinary compiler supplies itself.
bool isBuiltin(llvm::StringRef name) {
  return name.starts_with("__builtin_") || name == "__assert_fail" || name == "printf";
}

/// The C++ library's functions that the kernel header has an implementation of.
llvm::StringRef ownLibraryFunction(llvm::StringRef name) {
  return llvm::StringSwitch<llvm::StringRef>(name)
      .Case("min", "spn::min")
      .Case("max", "spn::max")
      .Case("abs", "spn::abs")
      .Case("swap", "spn::swap")
      .Case("memcpy", "spn::copyBytes")
      .Case("memset", "spn::setBytes")
      .Default({});
}

clang::QualType pointee(const clang::Expr &pointer) {
  clang::QualType type = pointer.IgnoreParenImpCasts()->getType();
  if (type->isArrayType())
    return type->getAsArrayTypeUnsafe()->getElementType();
  return type->getPointeeType();
}

/// The variable that an address is made from, when that can be told.
const clang::VarDecl *baseVariable(const clang::Expr *e) {
  while (e) {
    e = e->IgnoreParenCasts();
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e))
      e = unary->getSubExpr();
    else if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(e))
      e = element->getBase();
    else if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
      e = member->getBase();
    else if (const auto *sum = llvm::dyn_cast<clang::BinaryOperator>(e))
      // An array stays one in a template.
      e = sum->getLHS()->getType()->isPointerType() || sum->getLHS()->getType()->isArrayType()
              ? sum->getLHS()
              : sum->getRHS();
    else if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(e))
      return llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    else
      return nullptr;
  }
  return nullptr;
}

bool pointsToShared(const clang::Expr &address) {
  const clang::VarDecl *variable = baseVariable(&address);
  for (int steps = 0; variable && steps < 8; ++steps) {
    if (variable->hasAttr<clang::CUDASharedAttr>())
      return true;
    if (!variable->getType()->isPointerType() || !variable->getInit())
      return false;
    variable = baseVariable(variable->getInit());
  }
  return false;
}

} // namespace

void Intrinsics::missing(const std::string &what, const clang::CallExpr &call) {
  Span at = context.tokenSpan(call.getExprLoc())
                .value_or(context.tokenSpan(function.definition->getLocation()).value_or(Span{}));
  function.obstacles.push_back(missingFeature(what, at));
}

void Intrinsics::respell(const clang::CallExpr &call, llvm::StringRef spelling) {
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  clang::SourceLocation name = callee->getExprLoc();
  clang::SourceLocation begin = name;
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(callee)) {
    name = reference->getLocation();
    begin = reference->getBeginLoc();
  } else if (const auto *overloads = llvm::dyn_cast<clang::UnresolvedLookupExpr>(callee)) {
    name = overloads->getNameLoc();
    begin = overloads->getBeginLoc();
  }
  std::optional<Span> at = context.tokenSpan(name);
  std::optional<Span> from = context.tokenSpan(begin);
  if (!at) {
    // A macro of a system header spells the call; its text is not ours to change.
    return;
  }
  if (from && from->file == at->file && from->begin <= at->begin) {
    from->end = at->end;
    at = from;
  }
  function.edits.push_back({*at, spelling.str()});
}

bool Intrinsics::handle(const clang::CallExpr &call, const clang::FunctionDecl &callee,
                        bool resultIsUsed, llvm::ArrayRef<const clang::Stmt *> around) {
  if (!callee.getIdentifier()) {
    if (context.isShimDecl(callee) && !callee.isOverloadedOperator())
      handleGroup(call, callee);
    return false;
  }
  llvm::StringRef name = callee.getName();
  if (isBuiltin(name))
    return true;
  if (classifyDeviceCall(call) == DeviceCall::Texture) {
    if (callsAcl(context.rules)) // objects are made by the runtime
      missing("a texture or surface", call);
    return false; // computed by sampan/texture.h
  }
  // Some are known to Clang itself, and macros paste the names of others.
  std::string_view spelling = ascendTarget().spellingOf(name);
  bool isReserved = name.starts_with("__") && (!spelling.empty() || callee.getBuiltinID() != 0);
  if (!context.isShimDecl(callee) && !isReserved) {
    handleLibrary(call, callee);
    return false;
  }
  if (llvm::isa<clang::CXXMethodDecl>(callee) ||
      callee.getQualifiedNameAsString().starts_with("cooperative_groups")) {
    handleGroup(call, callee);
    return false;
  }
  switch (classifyDeviceCall(call)) {
  case DeviceCall::WarpCollective:
    handleWarp(call, name, around);
    return false;
  case DeviceCall::Atomic:
    handleAtomic(call, name, resultIsUsed);
    return false;
  case DeviceCall::BlockBarrier:
    function.synchronises = true;
    if (name != "__syncthreads" && call.getNumArgs() == 1) {
      handleVote(call, name);
      return false;
    }
    break;
  case DeviceCall::Heap:
    missing("the heap in device code", call);
    return false;
  default:
    break;
  }
  castToOverload(call, name);
  const Rule *rule = context.rules.find(name);
  if (!spelling.empty())
    respell(call, spelling);
  else if (!rule || rule->on(TargetId::Ascend950).level != SupportLevel::Full)
    handleLibrary(call, callee);
  return false;
}

/// Of these Ascend C has overloads, so an argument of the other signedness is ambiguous.
void Intrinsics::castToOverload(const clang::CallExpr &call, llvm::StringRef name) {
  const char *type = llvm::StringSwitch<const char *>(name)
                         .Cases({"__clz", "__ffs"}, "int")
                         .Cases({"__popc", "__brev"}, "unsigned int")
                         .Default(nullptr);
  if (!type || call.getNumArgs() != 1)
    return;
  const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(call.getArg(0));
  if (!cast || cast->getCastKind() != clang::CK_IntegralCast)
    return;
  if (std::optional<CallText> text = callText(context, call.getCallee()->getExprLoc())) {
    function.edits.push_back(
        {insertionAt(context, text->file, text->open), std::string("static_cast<") + type + ">("});
    function.edits.push_back({insertionAt(context, text->file, text->close), ")"});
  }
}

/// A function of the C or C++ library, or a mathematical one that CUDA declares like it.
void Intrinsics::handleLibrary(const clang::CallExpr &call, const clang::FunctionDecl &callee) {
  llvm::StringRef name = callee.getName();
  if (llvm::isa<clang::CXXMethodDecl>(callee)) {
    if (!callee.isConstexpr() && !callee.isImplicit())
      missing("the library function " + callee.getQualifiedNameAsString(), call);
    return;
  }
  llvm::StringRef own = ownLibraryFunction(name);
  bool isFloat =
      callee.getReturnType()->isSpecificBuiltinType(clang::BuiltinType::Float) ||
      (callee.getNumParams() > 0 &&
       callee.getParamDecl(0)->getType()->isSpecificBuiltinType(clang::BuiltinType::Float));
  const Rule *plain = context.rules.find(name);
  const Rule *single = context.rules.find((name + "f").str());
  auto isNative = [](const Rule *rule) {
    return rule && rule->deviceCode && rule->on(TargetId::Ascend950).level == SupportLevel::Full;
  };
  if (!own.empty())
    respell(call, own);
  else if (isFloat && isNative(single))
    respell(call, (name + "f").str());
  else if (isNative(plain)) {
    // std::isnan(x): the device's is no member of std.
    const auto *reference =
        llvm::dyn_cast<clang::DeclRefExpr>(call.getCallee()->IgnoreParenImpCasts());
    if (reference && reference->hasQualifier())
      respell(call, name);
  } else if (call.getType()->isSpecificBuiltinType(clang::BuiltinType::Double))
    return; // reported as double precision
  else if (!callee.isConstexpr())
    missing((context.isShimDecl(callee) ? "" : "the library function ") + name.str(), call);
}

/// Names of a dependent call that have one meaning for every type.
void Intrinsics::handleUnresolved(const clang::CallExpr &call) {
  llvm::StringRef name = calleeName(call);
  if (name.empty())
    return;
  bool asc = classifyDeviceCall(name, false, {}) != DeviceCall::Ordinary;
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  if (llvm::isa<clang::CXXDependentScopeMemberExpr>(callee)) {
    // Of a group whose type a template leaves open; they are written differently here.
    if (name == "group_index" || name == "dim_blocks" || name == "match_any" || name == "match_all")
      missing("the member " + name.str() + " of a type that the template leaves open", call);
    return;
  }
  if (classifyDeviceCall(name, false, {}) == DeviceCall::Texture && callsAcl(context.rules))
    return missing("a texture or surface", call);
  std::string_view spelling = ascendTarget().spellingOf(name);
  bool isAtomic = classifyDeviceCall(name, false, {}) == DeviceCall::Atomic;
  if (isAtomic && call.getNumArgs() > 1 && emulatesDouble(context) &&
      pointsToShared(*call.getArg(0)) && isInstantiatedWithDouble(*function.definition))
    return missing("a 64-bit atomic on shared memory", call);
  if (!spelling.empty() && asc)
    return respell(call, spelling);
  // Types that only an instantiation knows may be mixed, which Ascend C's own min and max are not
  // made for. A function of the program has the name to itself, or is found beside these.
  const auto *overloads = llvm::dyn_cast<clang::OverloadExpr>(callee);
  bool isLibrarys = overloads && llvm::none_of(overloads->decls(), [&](const clang::NamedDecl *d) {
                      return context.inProject(d->getUnderlyingDecl()->getLocation());
                    });
  if (llvm::StringRef own = ownLibraryFunction(name); !own.empty() && isLibrarys)
    respell(call, own);
  else if (isLibrarys && overloads->getQualifier() && isSoftFunction(name) &&
           !name.starts_with("__") && !name.starts_with("make_") && name != "sincos")
    respell(call, "spn::" + name.str()); // std's are functions of the host
}

/// long long is neither of the 64-bit types that the overloads have.
void Intrinsics::castLong(const clang::CallExpr &call, unsigned argument) {
  if (argument >= call.getNumArgs())
    return;
  clang::QualType type = call.getArg(argument)->IgnoreParenImpCasts()->getType();
  if (type->isDependentType())
    return;
  clang::QualType canonical = type.getCanonicalType().getUnqualifiedType();
  bool isSigned = canonical->isSpecificBuiltinType(clang::BuiltinType::LongLong);
  if (!isSigned && !canonical->isSpecificBuiltinType(clang::BuiltinType::ULongLong))
    return;
  std::optional<Span> span = spanOf(context, *call.getArg(argument));
  if (!span)
    return missing("a 64-bit value in a macro", call);
  Span back = *span;
  back.begin = back.end;
  span->end = span->begin;
  function.edits.push_back({*span, isSigned ? "static_cast<int64_t>(" : "static_cast<uint64_t>("});
  function.edits.push_back({back, ")"});
}

/// The barriers that count are members of an object that the kernel's entry makes.
void Intrinsics::handleVote(const clang::CallExpr &call, llvm::StringRef name) {
  llvm::StringRef member = llvm::StringSwitch<llvm::StringRef>(name)
                               .Case("__syncthreads_count", "blockVote.count")
                               .Case("__syncthreads_or", "blockVote.any")
                               .Case("__syncthreads_and", "blockVote.all")
                               .Default({});
  if (member.empty())
    return missing(name.str(), call);
  respell(call, member);
  function.needsVote = true;
}

PassedMask Intrinsics::passedMask(const clang::Expr &mask,
                                  llvm::ArrayRef<const clang::Stmt *> around) const {
  clang::QualType type = mask.getType();
  if (type.isNull() || type->isDependentType() || !type->isIntegerType())
    return {};
  const clang::FunctionDecl &in = *function.definition;
  PassedMask result{maskValue(context.ast, in, mask, around, MaskArguments()), nullptr};
  if (result.value != WarpMask::Unproven)
    return result;
  for (const clang::ParmVarDecl *parameter : in.parameters()) {
    MaskArguments assumed;
    assumed[parameter] = WarpMask::Whole;
    if (maskValue(context.ast, in, mask, around, assumed) == WarpMask::Whole)
      result.forwarded = parameter;
  }
  return result;
}

void Intrinsics::handleWarp(const clang::CallExpr &call, llvm::StringRef name,
                            llvm::ArrayRef<const clang::Stmt *> around) {
  std::string_view spelling = ascendTarget().spellingOf(name);
  if (spelling.empty())
    return missing(name.str(), call);
  bool masked = isMaskOperation(name) && call.getNumArgs() > 0 &&
                !llvm::isa<clang::CXXDefaultArgExpr>(call.getArg(0));
  std::optional<Span> at = context.tokenSpan(call.getExprLoc());
  if (masked) {
    PassedMask mask = passedMask(*call.getArg(0), around);
    std::string target(ascendTarget().name);
    Obstacle unproven = {
        "the mask of " + name.str(),
        makeFinding(diag::WarpMaskUnproven{.operation = name.str(), .target = target},
                    at.value_or(Span{}))};
    // These only take values from lanes, or wait for them.
    bool mayNameFewer = name == "__syncwarp" || name.starts_with("__shfl");
    bool isProven = mask.value != WarpMask::Unproven && mask.value != WarpMask::Part;
    if (mask.forwarded)
      function.maskParameters.push_back({mask.forwarded->getFunctionScopeIndex(),
                                         unproven,
                                         mayNameFewer ? &function : nullptr,
                                         {around.begin(), around.end()}});
    else if (!isProven && mayNameFewer)
      function.unprovenMasks.push_back({{around.begin(), around.end()}, unproven});
    else if (mask.value == WarpMask::Unproven || mask.value == WarpMask::Part)
      return function.obstacles.push_back(unproven);
  }
  respell(call, spelling);
  castLong(call, masked ? 1 : 0);
  if (!masked)
    return;
  std::optional<CallText> text = callText(context, call.getCallee()->getExprLoc());
  if (!text || text->arguments.empty())
    return missing(name.str() + " in a macro", call);
  std::uint32_t end = text->arguments.size() > 1 ? text->arguments[1].begin : text->close;
  function.edits.push_back({context.spanOf(text->file, text->arguments[0].begin, end), ""});
}

void Intrinsics::handleAtomic(const clang::CallExpr &call, llvm::StringRef name,
                              bool resultIsUsed) {
  std::string_view spelling = ascendTarget().spellingOf(name);
  if (spelling.empty() || call.getNumArgs() < 2)
    return missing(name.str(), call);
  respell(call, spelling);
  clang::QualType type = pointee(*call.getArg(0));
  if (type.isNull() || type->isDependentType()) {
    if (emulatesDouble(context) && pointsToShared(*call.getArg(0)) &&
        isInstantiatedWithDouble(*function.definition))
      missing("a 64-bit atomic on shared memory", call);
    return;
  }
  clang::QualType element = type.getCanonicalType().getUnqualifiedType();
  if (element->isRecordType()) {
    if (resultIsUsed)
      missing(name.str() + " on a 16-bit type with its old value", call);
    return;
  }
  if (element->isSpecificBuiltinType(clang::BuiltinType::Double) && pointsToShared(*call.getArg(0)))
    return missing("a 64-bit atomic on shared memory", call);
  if (!element->isIntegerType())
    return; // float; double is reported as such, or has its own
  std::uint64_t bits = context.ast.getTypeSize(element);
  if (bits < 32)
    return missing(name.str() + " on 16 bits", call);
  if (bits == 32)
    return;
  if (pointsToShared(*call.getArg(0)))
    return missing("a 64-bit atomic on shared memory", call);
  bool isSigned = element->isSignedIntegerType();
  bool exact = element->isSpecificBuiltinType(isSigned ? clang::BuiltinType::Long
                                                       : clang::BuiltinType::ULong);
  if (exact)
    return;
  std::optional<CallText> text = callText(context, call.getCallee()->getExprLoc());
  if (!text || text->arguments.empty())
    return missing(name.str() + " in a macro", call);
  const CallText::Piece &pointer = text->arguments.front();
  function.edits.push_back(
      {insertionAt(context, text->file, pointer.begin),
       isSigned ? "reinterpret_cast<int64_t *>(" : "reinterpret_cast<uint64_t *>("});
  function.edits.push_back({insertionAt(context, text->file, pointer.end), ")"});
}

} // namespace sampan::ascend
