// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/warp_steps.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/collectives.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::host {
namespace {

/// Registers hold vectors of it, and all its operations are the vectors' operations.
bool isElement(clang::QualType type) {
  const auto *builtin = type.isNull() || type.isVolatileQualified()
                            ? nullptr
                            : type.getCanonicalType()->getAs<clang::BuiltinType>();
  if (!builtin)
    return false;
  switch (builtin->getKind()) {
  case clang::BuiltinType::Float:
  case clang::BuiltinType::Double:
  case clang::BuiltinType::Int:
  case clang::BuiltinType::UInt:
  case clang::BuiltinType::Long:
  case clang::BuiltinType::ULong:
  case clang::BuiltinType::LongLong:
  case clang::BuiltinType::ULongLong:
    return true;
  default:
    return false;
  }
}

/// Reads steps and writes them for the registers of one warp.
class StepReader {
public:
  explicit StepReader(Writing &writing) : writing(writing) {}

  std::vector<const clang::VarDecl *> kept; ///< loaded before and stored after
  std::vector<std::string> conditions;      ///< for which the code holds
  unsigned shuffles = 0;

  /// The text of a node, or nothing where it is none of the kind.
  std::optional<std::string> node(const Node &node) {
    switch (node.kind) {
    case Node::Count:
      return exchange(node.vote);
    case Node::Region:
      return statements(node.statements);
    case Node::Loop:
      return loop(node);
    default:
      return std::nullopt;
    }
  }

  std::optional<std::string> statements(const std::vector<const clang::Stmt *> &list) {
    std::string result;
    for (const clang::Stmt *statement : list) {
      std::optional<std::string> text = step(*statement);
      if (!text)
        return std::nullopt;
      result += *text;
    }
    return result;
  }

  std::optional<std::string> step(const clang::Stmt &statement) {
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
      return declaration(*declarations);
    const auto *assign = llvm::dyn_cast<clang::BinaryOperator>(&statement);
    if (!assign || !assign->isAssignmentOp())
      return std::nullopt;
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(assign->getLHS()->IgnoreParens());
    std::optional<std::string> target = name ? variable(*name) : std::nullopt;
    std::optional<std::string> value = target ? vector(*assign->getRHS()) : std::nullopt;
    if (!value ||
        !(assign->getOpcode() == clang::BO_Assign ||
          isOperation(clang::BinaryOperator::getOpForCompoundAssignment(assign->getOpcode()),
                      *name)))
      return std::nullopt;
    return *target + " " + assign->getOpcodeStr().str() + " " + *value + ";\n";
  }

private:
  std::optional<std::string> declaration(const clang::DeclStmt &declarations) {
    const auto *variable = declarations.isSingleDecl()
                               ? llvm::dyn_cast<clang::VarDecl>(declarations.getSingleDecl())
                               : nullptr;
    if (!variable || !variable->hasInit() || !isVector(*variable) || variable->isStaticLocal() ||
        writing.shape.storageOf(variable) != Storage::Local)
      return std::nullopt;
    std::optional<std::string> value = vector(*variable->getInit());
    if (!value)
      return std::nullopt;
    locals.push_back(variable);
    return "auto " + nameOf(*variable) + " = " + *value + ";\n";
  }

public:
  /// What the steps declare is used by them alone, since their statements have the scope to
  /// themselves.
  bool keepsLocals(const std::vector<const clang::Stmt *> &among) const {
    for (const clang::VarDecl *variable : locals)
      for (const LocalUse &use : writing.facts.uses.find(variable)->uses)
        if (llvm::none_of(among, [&](const clang::Stmt *statement) {
              return writing.facts.uses.isInside(use.name, statement);
            }))
          return false;
    return true;
  }

private:
  static std::string nameOf(const clang::VarDecl &variable) {
    return "spn_l_" + variable.getNameAsString();
  }

  /// Each thread has a value of the kind in it.
  bool isVector(const clang::VarDecl &variable) const {
    clang::QualType type = variable.getType().getNonReferenceType();
    if (!type->isDependentType())
      return isElement(type) && !variable.getType()->isReferenceType();
    auto types = writing.facts.effects.typesOf(variable);
    return !types.empty() && llvm::all_of(types, [](clang::QualType made) {
      return isElement(made.getNonReferenceType());
    });
  }

  std::optional<std::string> variable(const clang::DeclRefExpr &name) {
    const auto *found = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
    if (!found || !isVector(*found) || !agrees(found->getType()))
      return std::nullopt;
    if (!llvm::is_contained(locals, found)) {
      if (writing.shape.storageOf(found) != Storage::Carried ||
          (llvm::isa<clang::ParmVarDecl>(found) && found->getType()->isReferenceType()))
        return std::nullopt;
      if (!llvm::is_contained(kept, found))
        kept.push_back(found);
    }
    return nameOf(*found);
  }

  /// All vectors are of one type, so that no operation converts anything.
  bool agrees(clang::QualType type) {
    type = type.getNonReferenceType().getUnqualifiedType();
    if (element.isNull())
      element = type;
    return writing.facts.ast.hasSameType(element, type);
  }
  bool isInteger() const { return !element->isDependentType() && element->isIntegerType(); }

  /// Of what a template leaves open it is not known whether it has bits; the compiler will say so
  /// for the block form as it does for the kernel.
  bool isOperation(clang::BinaryOperatorKind kind, const clang::Expr &) const {
    switch (kind) {
    case clang::BO_Add:
    case clang::BO_Sub:
    case clang::BO_Mul:
      return true;
    case clang::BO_Div: // of integers there is no instruction
      return !element->isDependentType() && !isInteger();
    case clang::BO_And:
    case clang::BO_Or:
    case clang::BO_Xor:
      return isInteger();
    default:
      return false;
    }
  }

  std::optional<std::string> vector(const clang::Expr &expression) {
    const clang::Expr *plain = expression.IgnoreParens();
    if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(plain);
        cast &&
        (cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp))
      plain = cast->getSubExpr()->IgnoreParens();
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
      if (std::optional<std::string> found = variable(*name))
        return found;
    } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
      return operation(*binary);
    } else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(plain)) {
      return this->call(*call);
    } else if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(plain)) {
      return extreme(*choice);
    }
    // One value for all lanes.
    if (element.isNull() || element->isDependentType() || plain->isTypeDependent() ||
        !writing.facts.ast.hasSameUnqualifiedType(plain->getType(), element) ||
        !isOfBlock(writing, *plain) || namesLoop(plain))
      return std::nullopt;
    return "::spn::detail::fillWarp<" + element.getAsString() + ">(" + writing.textOf(*plain) + ")";
  }

  std::optional<std::string> operation(const clang::BinaryOperator &binary) {
    std::optional<std::string> left = vector(*binary.getLHS());
    std::optional<std::string> right = left ? vector(*binary.getRHS()) : std::nullopt;
    if (!right || !isOperation(binary.getOpcode(), binary))
      return std::nullopt;
    return "(" + *left + " " + binary.getOpcodeStr().str() + " " + *right + ")";
  }

  /// A shuffle whose result is there, or one of the library's extremes.
  std::optional<std::string> call(const clang::CallExpr &call) {
    for (const Vote &vote : exchanged)
      if (vote.call == &call)
        return "spn_l_" + std::to_string(vote.number);
    llvm::StringRef name = calleeName(call);
    bool greatest = name == "max" || name == "fmaxf" || name == "fmax";
    bool least = name == "min" || name == "fminf" || name == "fmin";
    if ((!greatest && !least) || call.getNumArgs() != 2 || !isOfLibrary(call))
      return std::nullopt;
    std::optional<std::string> left = vector(*call.getArg(0));
    std::optional<std::string> right = left ? vector(*call.getArg(1)) : std::nullopt;
    if (!right)
      return std::nullopt;
    return std::string("::spn::detail::") + (greatest ? "maximumOf(" : "minimumOf(") + *left +
           ", " + *right + ")";
  }

  bool isOfLibrary(const clang::CallExpr &call) const {
    const clang::SourceManager &sources = writing.facts.ast.getSourceManager();
    auto isOurs = [&](const clang::NamedDecl &decl) {
      return sources.isInSystemHeader(decl.getLocation());
    };
    if (const clang::FunctionDecl *callee = call.getDirectCallee())
      return isOurs(*callee);
    const auto *overloads =
        llvm::dyn_cast<clang::OverloadExpr>(call.getCallee()->IgnoreParenImpCasts());
    return overloads && overloads->getNumDecls() &&
           llvm::all_of(overloads->decls(), [&](const clang::NamedDecl *decl) {
             return isOurs(*decl->getUnderlyingDecl());
           });
  }

  /// `a > b ? a : b` and the like, which choose the second where one of them is not a number.
  std::optional<std::string> extreme(const clang::ConditionalOperator &choice) {
    const auto *compare =
        llvm::dyn_cast<clang::BinaryOperator>(choice.getCond()->IgnoreParenImpCasts());
    if (!compare || !compare->isRelationalOp())
      return std::nullopt;
    std::optional<std::string> parts[4];
    const clang::Expr *operands[] = {compare->getLHS(), compare->getRHS(), choice.getTrueExpr(),
                                     choice.getFalseExpr()};
    for (unsigned i = 0; i < 4; ++i)
      if (!(parts[i] = vector(*operands[i])))
        return std::nullopt;
    return "::spn::detail::chooseLanes(::spn::detail::" + comparisonOf(compare->getOpcode()) +
           "(), " + *parts[0] + ", " + *parts[1] + ", " + *parts[2] + ", " + *parts[3] + ")";
  }
  static std::string comparisonOf(clang::BinaryOperatorKind kind) {
    switch (kind) {
    case clang::BO_LT:
      return "LessLanes";
    case clang::BO_LE:
      return "LessEqualLanes";
    case clang::BO_GT:
      return "GreaterLanes";
    default:
      return "GreaterEqualLanes";
    }
  }

  std::optional<std::string> exchange(const Vote &vote) {
    if (vote.kind != Vote::Collective || !vote.choices.empty())
      return std::nullopt;
    std::optional<Collective> what = collectiveOf(*vote.call, writing.facts.effects);
    if (!what || what->kind != Collective::Shuffle || what->group ||
        (what->tile && what->tile != 32) || !isOfBlockAnywhere(*what->lane))
      return std::nullopt;
    if (what->mask && !holdsFor(*what->mask, "static_cast<unsigned>(", ") == ~0u"))
      return std::nullopt;
    if (what->width && !holdsFor(*what->width, "(", ") == 32"))
      return std::nullopt;
    std::optional<std::string> value = vector(*what->value);
    // The result has the type of what it is made from.
    clang::QualType type = vote.call->getType();
    if (!value || (!type->isDependentType() && !agrees(type)))
      return std::nullopt;
    exchanged.push_back(vote);
    ++shuffles;
    return "const auto spn_l_" + std::to_string(vote.number) + " = ::spn::detail::moveWarp<" +
           "::spn::detail::" + what->form + ">(" + *value + ", " + writing.textOf(*what->lane) +
           ");\n";
  }

  bool isOfBlockAnywhere(const clang::Expr &expression) const {
    clang::Expr::EvalResult constant;
    return (!expression.isValueDependent() && writing.text.rangeOf(expression) &&
            expression.EvaluateAsInt(constant, writing.facts.ast)) ||
           isOfBlock(writing, expression);
  }
  /// Notes that the code holds only if the expression, which the loops do not change, is right.
  bool holdsFor(const clang::Expr &expression, const char *before, const char *after) {
    if (!isOfBlockAnywhere(expression) || namesLoop(&expression))
      return false;
    std::string condition = before + writing.textOf(expression) + after;
    if (!llvm::is_contained(conditions, condition))
      conditions.push_back(condition);
    return true;
  }

  bool namesLoop(const clang::Stmt *statement) const {
    if (!statement)
      return false;
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
      if (llvm::is_contained(counters, name->getDecl()))
        return true;
    return llvm::any_of(statement->children(),
                        [&](const clang::Stmt *child) { return namesLoop(child); });
  }

  /// Rounds that all take together, of counters that only the loop's head changes.
  std::optional<std::string> loop(const Node &node) {
    const auto *loop = llvm::dyn_cast<clang::ForStmt>(node.statement);
    const auto *start = loop ? llvm::dyn_cast_or_null<clang::DeclStmt>(loop->getInit()) : nullptr;
    if (!start || !start->isSingleDecl() || node.masked || !node.second.empty() ||
        !loop->getCond() || !loop->getInc() || !isOfBlock(writing, *loop->getCond()))
      return std::nullopt;
    const auto *counter = llvm::dyn_cast<clang::VarDecl>(start->getSingleDecl());
    if (!counter || writing.shape.storageOf(counter) != Storage::Block ||
        assignedVariable(*loop->getInc()) != counter || !writing.text.rangeOf(*start) ||
        !writing.text.rangeOf(*loop->getInc()))
      return std::nullopt;
    counters.push_back(counter);
    std::string rounds;
    for (const Node &inner : node.first) {
      std::optional<std::string> text = this->node(inner);
      if (!text)
        return std::nullopt;
      rounds += *text;
    }
    std::string init = writing.textOf(*start);
    while (!init.empty() && (init.back() == ';' || init.back() == ' '))
      init.pop_back();
    return "SPN_UNROLLED for (" + init + "; " + writing.textOf(*loop->getCond()) + "; " +
           writing.textOf(*loop->getInc()) + ") {\n" + rounds + "}\n";
  }

  Writing &writing;
  clang::QualType element;
  std::vector<const clang::VarDecl *> locals, counters;
  std::vector<Vote> exchanged;
};

void collectStatements(const std::vector<Node> &nodes, std::vector<const clang::Stmt *> &to) {
  for (const Node &node : nodes) {
    if (node.statement)
      to.push_back(node.statement);
    to.insert(to.end(), node.statements.begin(), node.statements.end());
    if (node.kind == Node::Count)
      to.push_back(node.vote.call);
    collectStatements(node.first, to);
  }
}

/// Whether the nodes make one run of steps.
bool areSteps(Writing &writing, const std::vector<Node> &nodes) {
  StepReader reader(writing);
  for (const Node &node : nodes)
    if (!reader.node(node))
      return false;
  std::vector<const clang::Stmt *> statements;
  collectStatements(nodes, statements);
  return reader.shuffles && reader.keepsLocals(statements);
}

/// The longest run of steps from `at` on. Of the region that ends it, the first statements may
/// belong to it: the region is cut in two, whose common variables are kept for the threads anyway.
std::vector<Node> runFrom(Writing &writing, std::vector<Node> &nodes, std::size_t at) {
  std::vector<Node> run, best;
  for (std::size_t i = at; i < nodes.size(); ++i) {
    const Node &node = nodes[i];
    if (node.kind != Node::Count && node.kind != Node::Region && node.kind != Node::Loop)
      break;
    run.push_back(node);
    if (node.kind == Node::Count)
      continue; // what it gives is used by what follows
    if (areSteps(writing, run)) {
      best = run;
      continue;
    }
    // As much of the region as takes the results.
    while (run.back().kind == Node::Region && run.back().statements.size() > 1) {
      run.back().statements.pop_back();
      if (areSteps(writing, run))
        return run;
    }
    break;
  }
  return best;
}

void groupNodes(Writing &writing, std::vector<Node> &nodes) {
  std::vector<Node> result;
  for (std::size_t at = 0; at < nodes.size();) {
    const bool begins = nodes[at].kind == Node::Count || nodes[at].kind == Node::Loop;
    std::vector<Node> run = begins ? runFrom(writing, nodes, at) : std::vector<Node>();
    if (run.empty()) {
      groupNodes(writing, nodes[at].first);
      groupNodes(writing, nodes[at].second);
      result.push_back(std::move(nodes[at++]));
      continue;
    }
    const std::size_t last = at + run.size() - 1;
    const std::size_t taken = run.back().statements.size();
    if (taken < nodes[last].statements.size()) {
      nodes[last].statements.erase(nodes[last].statements.begin(),
                                   nodes[last].statements.begin() +
                                       static_cast<std::ptrdiff_t>(taken));
      at = last;
    } else {
      at = last + 1;
    }
    result.emplace_back();
    result.back().kind = Node::Warps;
    result.back().first = std::move(run);
  }
  nodes = std::move(result);
}

} // namespace

void groupWarpSteps(Writing &writing) { groupNodes(writing, writing.shape.nodes); }

std::string warpSteps(Writing &writing, const Node &node, const std::string &general) {
  StepReader reader(writing);
  std::string steps;
  for (const Node &part : node.first)
    steps += reader.node(part).value_or("");
  std::string conditions, before, after;
  for (const std::string &condition : reader.conditions)
    conditions += " && " + condition;
  for (const clang::VarDecl *variable : reader.kept) {
    std::string name = variable->getNameAsString();
    before += "auto spn_l_" + name + " = ::spn::detail::loadWarp(spn_s_" + name +
              ".at(32 * spn_warp));\n";
    after +=
        "::spn::detail::storeWarp(spn_s_" + name + ".at(32 * spn_warp), spn_l_" + name + ");\n";
  }
  const std::string &mask = writing.mask();
  return "if (::spn::detail::areWhole(" + mask + ", blockDim)" + conditions +
         ") {\nfor (int spn_warp = " + mask + ".firstWarp(); spn_warp < " + mask +
         ".endWarp(); ++spn_warp) {\nif (!" + mask + ".word(spn_warp)) continue;\n" + before +
         steps + after + "}\n} else {\n" + general + "}\n";
}

} // namespace sampan::host
