// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/collectives.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/QualTypeNames.h"

#include <algorithm>

namespace sampan::host {
namespace {

struct Known {
  llvm::StringRef name; ///< without _sync
  Collective::Kind kind;
  const char *form;
};

/// Functions with a mask in front where their name ends with _sync.
constexpr Known kFunctions[] = {
    {"__shfl", Collective::Shuffle, "ReadLane"},
    {"__shfl_up", Collective::Shuffle, "ReadUp"},
    {"__shfl_down", Collective::Shuffle, "ReadDown"},
    {"__shfl_xor", Collective::Shuffle, "ReadXor"},
    {"__ballot", Collective::Vote, "TakeBallot"},
    {"__any", Collective::Vote, "TakeAny"},
    {"__all", Collective::Vote, "TakeAll"},
    {"__uni", Collective::Vote, "TakeUniform"},
    {"__reduce_add", Collective::Fold, "FoldAdd"},
    {"__reduce_min", Collective::Fold, "FoldMin"},
    {"__reduce_max", Collective::Fold, "FoldMax"},
    {"__reduce_and", Collective::Fold, "FoldAnd"},
    {"__reduce_or", Collective::Fold, "FoldOr"},
    {"__reduce_xor", Collective::Fold, "FoldXor"},
    {"__match_any", Collective::Match, ""},
    {"__activemask", Collective::Active, ""},
};

/// Members of tiles.
constexpr Known kMembers[] = {
    {"shfl", Collective::Shuffle, "ReadLane"},      {"shfl_up", Collective::Shuffle, "ReadUp"},
    {"shfl_down", Collective::Shuffle, "ReadDown"}, {"shfl_xor", Collective::Shuffle, "ReadXor"},
    {"ballot", Collective::Vote, "TakeBallot"},     {"any", Collective::Vote, "TakeAny"},
    {"all", Collective::Vote, "TakeAll"},
};

/// Members of other groups of lanes, which count by rank.
constexpr Known kRanked[] = {
    {"shfl", Collective::Shuffle, "RankLane"},      {"shfl_up", Collective::Shuffle, "RankUp"},
    {"shfl_down", Collective::Shuffle, "RankDown"}, {"shfl_xor", Collective::Shuffle, "RankXor"},
    {"ballot", Collective::Vote, "TakeBallot"},     {"any", Collective::Vote, "TakeAny"},
    {"all", Collective::Vote, "TakeAll"},
};

/// Lanes of a tile: nothing for what is no group of lanes, 0 where the number is not constant.
std::optional<unsigned> lanesOf(clang::QualType type) {
  type = type.getNonReferenceType();
  if (type->isPointerType())
    type = type->getPointeeType();
  if (const auto *special = type->getAs<clang::TemplateSpecializationType>();
      special && type->isDependentType()) {
    const clang::TemplateDecl *made = special->getTemplateName().getAsTemplateDecl();
    if (made && made->getName() == "thread_block_tile")
      return 0;
    return std::nullopt;
  }
  const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
  if (!record || !record->getIdentifier())
    return std::nullopt;
  if (record->getName() == "coalesced_group")
    return 0;
  const auto *made = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
  if (!made || record->getName() != "thread_block_tile")
    return std::nullopt;
  const clang::TemplateArgument &size = made->getTemplateArgs()[0];
  if (size.getKind() != clang::TemplateArgument::Integral)
    return 0;
  std::uint64_t lanes = size.getAsIntegral().getZExtValue();
  return lanes <= 32 ? std::optional(static_cast<unsigned>(lanes)) : std::nullopt;
}

/// The same of a group whose type a template leaves open: what all instantiations have.
std::optional<unsigned> lanesOf(const clang::Expr &group, const EffectsAnalysis &effects) {
  if (std::optional<unsigned> found = lanesOf(group.getType()))
    return found;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(group.IgnoreParenImpCasts());
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  std::optional<unsigned> result;
  if (!variable || !group.getType()->isDependentType())
    return result;
  for (clang::QualType made : effects.typesOf(*variable)) {
    if (made->isDependentType())
      continue;
    std::optional<unsigned> lanes = lanesOf(made);
    if (!lanes)
      return std::nullopt;
    result = !result || *result == *lanes ? *lanes : 0;
  }
  return result;
}

/// The object whose member is called.
const clang::Expr *objectOf(const clang::CallExpr &call) {
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(callee))
    return member->getBase()->IgnoreParenImpCasts();
  const auto *member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee);
  return member && !member->isImplicitAccess() ? member->getBase() : nullptr;
}

bool isIn(llvm::StringRef space, const clang::NamedDecl &decl) {
  const clang::DeclContext *context = decl.getDeclContext()->getEnclosingNamespaceContext();
  const auto *found = llvm::dyn_cast<clang::NamespaceDecl>(context);
  return found ? found->getIdentifier() && found->getName() == space : space.empty();
}

/// Whether the call can mean a function of the namespace only.
bool isIn(llvm::StringRef space, const clang::CallExpr &call) {
  if (const clang::FunctionDecl *callee = call.getDirectCallee())
    return isIn(space, *callee);
  const auto *overloads =
      llvm::dyn_cast<clang::OverloadExpr>(call.getCallee()->IgnoreParenImpCasts());
  return overloads && overloads->getNumDecls() &&
         llvm::all_of(overloads->decls(), [&](const clang::NamedDecl *decl) {
           return isIn(space, *decl->getUnderlyingDecl());
         });
}

/// Arguments that are given; defaults are not written anywhere.
std::vector<const clang::Expr *> givenArguments(const clang::CallExpr &call) {
  std::vector<const clang::Expr *> result;
  for (const clang::Expr *argument : call.arguments())
    if (!llvm::isa<clang::CXXDefaultArgExpr>(argument))
      result.push_back(argument);
  return result;
}

Collective describe(const Known &known, std::vector<const clang::Expr *> arguments, bool hasMask) {
  Collective result;
  result.kind = known.kind;
  result.form = known.form;
  std::size_t next = 0;
  auto take = [&]() { return next < arguments.size() ? arguments[next++] : nullptr; };
  if (hasMask)
    result.mask = take();
  result.value = take();
  if (known.kind == Collective::Shuffle) {
    result.lane = take();
    result.width = take();
  }
  return result;
}

class CollectiveWriter {
public:
  CollectiveWriter(Writing &writing, const Vote &vote)
      : writing(writing), vote(vote), name("spn_vote" + std::to_string(vote.number)) {}

  std::string write() {
    std::string declared = valuesOf(writing, *vote.call, vote.call->getType(), name);
    std::string result, close;
    for (const Choice &choice : vote.choices) {
      std::string mask = writing.masks.newName(), holds = "spn_h" + mask.substr(5);
      result += "{ ::spn::detail::LaneSet " + mask + "(" + writing.mask() +
                "); { ::spn::detail::Flags " + holds + ";\n" +
                RegionWriter(writing).expressions(
                    {{choice.condition, holds + "[spn_t] = static_cast<bool>(",
                      choice.wanted ? ");\n" : ") ? 0 : 1;\n"}}) +
                mask + ".keep(" + holds + "); }\n";
      writing.masks.push(MaskStack::Branch, mask);
      close += "}\n";
    }
    result += exchange(*collectiveOf(*vote.call, writing.facts.effects));
    for (std::size_t i = 0; i < vote.choices.size(); ++i)
      writing.masks.pop();
    return declared + result + close;
  }

private:
  std::string exchange(const Collective &what) {
    const std::string here = name + ", " + writing.mask();
    std::string result, value;
    switch (what.kind) {
    case Collective::Active:
      return "::spn::detail::lanesHere(" + here + ");\n";
    case Collective::Group:
      return "::spn::detail::groupsHere(" + here + ");\n";
    case Collective::Vote:
      value = array("::spn::detail::Flags", *what.value, "static_cast<int>(", ") != 0", "p");
      break;
    case Collective::Match:
      result = valuesOf(writing, *what.value, what.value->getType(), operand("v"));
      value = fill(*what.value, "(", ")", "v");
      break;
    default:
      value = values(*what.value);
    }
    std::string call =
        "::spn::detail::" + functionOf(what) + "(" + here + ", " + value + ", " + mask(what);
    if (what.kind == Collective::Shuffle)
      call += ", " + argument(*what.lane, "l");
    if (what.kind == Collective::Shuffle && !what.group)
      call += what.width
                  ? ", " + argument(*what.width, "w")
                  : ", ::spn::detail::forAll(" + std::to_string(what.tile ? what.tile : 32) + ")";
    if (what.fold) {
      if (namesThread(writing, what.fold) || !writing.text.rangeOf(*what.fold))
        writing.fail("an operation of a warp that differs between threads",
                     what.fold->getBeginLoc());
      call += ", " + writing.textOf(*what.fold);
    }
    return result + declarations +
           (pieces.empty() ? "" : RegionWriter(writing).expressions(pieces)) + call + ");\n";
  }

  /// What the lanes bring: where it lies anyway, if it is a variable kept per thread.
  std::string values(const clang::Expr &expression) {
    const auto *named = llvm::dyn_cast<clang::DeclRefExpr>(expression.IgnoreParenLValueCasts());
    const auto *variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
    if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(&expression);
        !variable && cast && cast->getCastKind() == clang::CK_LValueToRValue)
      return values(*cast->getSubExpr());
    if (variable && writing.shape.storageOf(variable) == Storage::Carried &&
        !vote.call->getType()->isDependentType() &&
        writing.facts.ast.hasSameUnqualifiedType(variable->getType(), vote.call->getType()))
      return "spn_s_" + variable->getNameAsString();
    return array("decltype(" + name + ")", expression, "(", ")", "v");
  }

  static std::string functionOf(const Collective &what) {
    std::string form = std::string("<::spn::detail::") + what.form + ">";
    switch (what.kind) {
    case Collective::Vote:
      if (llvm::StringRef(what.form) == "TakeBallot" && what.group)
        return "ballotOfGroups";
      return what.tile && llvm::StringRef(what.form) == "TakeBallot" ? "ballotOfTiles"
                                                                     : "voteLanes" + form;
    case Collective::Fold:
      return what.fold ? "foldGroups" : "foldLanes" + form;
    case Collective::Scan:
      return std::string("scanGroups<") + what.form + ">";
    case Collective::Match:
      return "matchLanes";
    default:
      return (what.group ? "shuffleRanks" : "shuffleLanes") + form;
    }
  }

  std::string operand(const char *suffix) const { return name + suffix; }

  /// An array that a loop over the threads fills; its name.
  std::string array(const std::string &type, const clang::Expr &expression,
                    const std::string &before, const std::string &after, const char *suffix) {
    declarations += type + " " + operand(suffix) + ";\n";
    return fill(expression, before, after, suffix);
  }
  std::string fill(const clang::Expr &expression, const std::string &before,
                   const std::string &after, const char *suffix) {
    pieces.push_back({&expression, operand(suffix) + "[spn_t] = " + before, after + ";\n"});
    return operand(suffix);
  }

  std::string mask(const Collective &what) {
    if (what.tile)
      return "::spn::detail::OfTile{" + std::to_string(what.tile) + "}";
    if (what.group)
      return array("::spn::detail::PerThread<int>", *what.group, "static_cast<int>((",
                   ").membersOfGroup().mask)", "m");
    return what.mask ? argument(*what.mask, "m") : "::spn::detail::WhoeverIsHere()";
  }

  /// Once for the block where that is possible.
  std::string argument(const clang::Expr &expression, const char *suffix) {
    clang::Expr::EvalResult constant;
    if (!expression.isValueDependent() && expression.EvaluateAsInt(constant, writing.facts.ast))
      return "::spn::detail::forAll(static_cast<int>(" +
             std::to_string(constant.Val.getInt().extOrTrunc(64).getZExtValue() & 0xffffffffu) +
             "u))";
    if (isOfBlock(writing, expression))
      return "::spn::detail::forAll(" + writing.textOf(expression) + ")";
    return array("::spn::detail::PerThread<int>", expression, "static_cast<int>(", ")", suffix);
  }

  Writing &writing;
  const Vote &vote;
  const std::string name;
  std::string declarations;
  std::vector<RegionWriter::Work> pieces;
};

} // namespace

/// A member of a group of lanes, or a function of cooperative groups.
static std::optional<Collective> ofGroup(const clang::CallExpr &call,
                                         const EffectsAnalysis &effects, llvm::StringRef name,
                                         std::vector<const clang::Expr *> arguments) {
  Collective result;
  if (const clang::Expr *object = objectOf(call)) {
    std::optional<unsigned> lanes = lanesOf(*object, effects);
    if (!lanes)
      return std::nullopt;
    for (const Known &known : *lanes ? llvm::ArrayRef(kMembers) : llvm::ArrayRef(kRanked))
      if (name == known.name && arguments.size() == (known.kind == Collective::Shuffle ? 2 : 1)) {
        result = describe(known, arguments, false);
        result.tile = *lanes;
        result.group = *lanes ? nullptr : object;
        return result;
      }
    return std::nullopt;
  }
  if (name == "coalesced_threads" && isIn("cooperative_groups", call)) {
    result.kind = Collective::Group;
    return result;
  }
  const bool scans = name == "inclusive_scan" || name == "exclusive_scan";
  if ((name != "reduce" && !scans) || !isIn("cooperative_groups", call) ||
      (arguments.size() != 3 && !(scans && arguments.size() == 2)))
    return std::nullopt;
  std::optional<unsigned> lanes = lanesOf(*arguments[0], effects);
  if (!lanes)
    return std::nullopt;
  result.kind = scans ? Collective::Scan : Collective::Fold;
  result.form = name == "inclusive_scan" ? "true" : "false";
  result.tile = *lanes;
  result.group = *lanes ? nullptr : arguments[0];
  result.value = arguments[1];
  result.fold = arguments.size() == 3 ? arguments[2] : nullptr;
  return result;
}

std::optional<Collective> collectiveOf(const clang::CallExpr &call,
                                       const EffectsAnalysis &effects) {
  llvm::StringRef name = calleeName(call);
  std::vector<const clang::Expr *> arguments = givenArguments(call);
  if (std::optional<Collective> result = ofGroup(call, effects, name, arguments))
    return result;
  if (objectOf(call))
    return std::nullopt;
  bool hasMask = name.consume_back("_sync");
  for (const Known &known : kFunctions) {
    if (name != known.name || !isIn("", call))
      continue;
    std::size_t most = known.kind == Collective::Active    ? 0
                       : known.kind == Collective::Shuffle ? 3 + hasMask
                                                           : 1 + hasMask;
    std::size_t least = known.kind == Collective::Shuffle ? most - 1 : most;
    if (arguments.size() < least || arguments.size() > most)
      return std::nullopt;
    return describe(known, arguments, hasMask);
  }
  return std::nullopt;
}

std::vector<Choice> choicesAround(const LocalUses &uses, const clang::CallExpr &call,
                                  const clang::Stmt &home) {
  std::vector<Choice> result;
  const clang::Stmt *at = &call;
  for (const clang::Stmt *up = uses.parentOf(at); at != &home && up;
       at = up, up = uses.parentOf(up)) {
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(up);
        binary && binary->isLogicalOp() && binary->getRHS() == at)
      result.push_back({binary->getLHS(), binary->getOpcode() == clang::BO_LAnd});
    if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(up);
        choice && choice->getCond() != at)
      result.push_back({choice->getCond(), choice->getTrueExpr() == at});
  }
  std::reverse(result.begin(), result.end());
  return result;
}

bool isRepeatable(const clang::Stmt *expression, EffectsAnalysis &effects) {
  if (!expression)
    return true;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression);
      binary && binary->isAssignmentOp())
    return false;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
      unary && unary->isIncrementDecrementOp())
    return false;
  if (llvm::isa<clang::LambdaExpr, clang::CXXNewExpr>(expression))
    return false;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(expression);
      call && !collectiveOf(*call, effects)) {
    // A function that only looks: it gets no address and no reference to something of ours.
    Effects does = effects.ofCall(*call);
    if (does.atomics || does.print || does.opaque || does.syncs() ||
        llvm::isa<clang::CXXMemberCallExpr, clang::CXXOperatorCallExpr>(call))
      return false;
    for (const clang::Expr *argument : call->arguments())
      if (argument->isLValue() || argument->getType()->isPointerType())
        return false;
  }
  return llvm::all_of(expression->children(),
                      [&](const clang::Stmt *child) { return isRepeatable(child, effects); });
}

bool isWarpSync(const clang::CallExpr &call, EffectsAnalysis &effects) {
  llvm::StringRef name = calleeName(call);
  if (name == "__syncwarp")
    return true;
  if (name != "sync" || call.getNumArgs() > 1)
    return false;
  Effects does = effects.ofCall(call);
  return does.warpSync && !does.blockSync && !does.otherSync;
}

std::string writeCollective(Writing &writing, const Vote &vote) {
  return CollectiveWriter(writing, vote).write();
}

bool namesThread(const Writing &writing, const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (variable && writing.facts.uses.find(variable)) {
      Storage storage = writing.shape.storageOf(variable);
      bool ofFunction = llvm::isa<clang::ParmVarDecl>(variable) || variable->isStaticLocal();
      if (storage != Storage::Block && storage != Storage::Shared &&
          !(storage == Storage::Local && ofFunction))
        return true;
    }
  }
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement);
      call &&
      llvm::any_of(writing.shape.votes, [&](const Vote &vote) { return vote.call == call; }))
    return true;
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return namesThread(writing, child); });
}

bool isOfBlock(const Writing &writing, const clang::Expr &expression) {
  return writing.facts.uniformity.isUniform(expression) &&
         isPure(expression, writing.facts, writing.shape, nullptr) &&
         !namesThread(writing, &expression) && writing.text.rangeOf(expression).has_value();
}

std::string valuesOf(Writing &writing, const clang::Expr &expression, clang::QualType type,
                     const std::string &name) {
  type = type.getNonReferenceType().getUnqualifiedType();
  if (type->isDependentType() || type->isUndeducedType())
    return "auto " + name + " = ::spn::detail::lanesOf(" +
           RegionWriter(writing).typical(expression) + ");\n";
  clang::PrintingPolicy policy(writing.facts.ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  return "::spn::detail::PerThread<" +
         clang::TypeName::getFullyQualifiedName(type, writing.facts.ast, policy) + "> " + name +
         ";\n";
}

} // namespace sampan::host
