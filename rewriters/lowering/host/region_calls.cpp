// SPDX-License-Identifier: Apache-2.0
// Device functions with loops, written where they are called. A loop inside a function keeps a
// compiler from making vectors of threads as much as one in the kernel does, and where all threads
// of a row take the same rounds it may go outside as well:
//
//   float d = distance(x, k, n);
//   ->  for each thread: s[t] = 0;   for (int i = 0; i < n; i++) for each thread: s[t] += ...;
//       for each thread: call[t] = sqrt(s[t]);   for each thread: float d = call[t];
//
// Only calls that every thread makes that gets to the statement, of functions that do nothing but
// compute a number: no thread can see when another one runs it. What the function's text names must
// be the same at the call as in the function.
#include "rewriters/lowering/host/callee_forms.h"
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/AST/Stmt.h"

#include <algorithm>
#include <cstdlib>

namespace sampan::host {
namespace {

/// Each call gets a copy of the function.
constexpr std::size_t kLongestCopy = 6000;
constexpr unsigned kDeepest = 2;
constexpr int kGreatestStride = 4;

/// A number, or a pointer to an object.
bool isPlain(clang::QualType type) {
  return !type->isDependentType() && !type.isVolatileQualified() && !type->isUndeducedType() &&
         (type->isArithmeticType() ||
          (type->isPointerType() && !type->getPointeeType()->isFunctionType()));
}

std::string typeText(clang::QualType type, const clang::ASTContext &ast) {
  clang::PrintingPolicy policy(ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  return clang::TypeName::getFullyQualifiedName(type.getUnqualifiedType(), ast, policy);
}

bool isPartOfMacro(const clang::Stmt *statement) {
  return statement && (statement->getBeginLoc().isMacroID() || statement->getEndLoc().isMacroID() ||
                       llvm::any_of(statement->children(), isPartOfMacro));
}

bool hasLoop(const clang::Stmt *statement) {
  return statement &&
         (llvm::isa<clang::ForStmt>(statement) || llvm::any_of(statement->children(), hasLoop));
}

bool hasLambda(const clang::Stmt *statement) {
  return statement && (llvm::isa<clang::LambdaExpr>(statement) ||
                       llvm::any_of(statement->children(), hasLambda));
}

/// Declares something other than variables, which names in another function's text could mean.
bool declaresTypes(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
    if (llvm::any_of(declarations->decls(),
                     [](const clang::Decl *decl) { return !llvm::isa<clang::VarDecl>(decl); }))
      return true;
  return llvm::any_of(statement->children(), declaresTypes);
}

/// Whether the text has one of the function's local names in another meaning.
bool namesAny(llvm::StringRef text, const LocalUses &uses, const LocalUses &own) {
  auto declares = [](const LocalUses &where, llvm::StringRef name) {
    return llvm::any_of(where.all(), [&](const auto &entry) {
      return entry.first->getIdentifier() &&
             (entry.first->getName() == name || writtenName(*entry.first) == name);
    });
  };
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isPart(text[end]))
      ++end;
    const llvm::StringRef word = text.slice(at, end);
    if (!word.empty() && declares(uses, word) && !declares(own, word))
      return true;
    at = std::max(end, at + 1);
  }
  return false;
}

/// A function while it is written into another one.
struct OpenFunction {
  OpenFunction(const Writing &around, const clang::FunctionDecl &definition,
               std::unique_ptr<KernelText> source)
      : uses(definition), uniformity(definition, /*parametersDiverge=*/true, &around.facts.effects),
        facts{around.facts.ast, definition, around.facts.effects, uniformity, uses,
              nullptr,          nullptr,    around.facts.callees},
        text(std::move(source)), writing{facts, Shape(), *text, around.form, obstacle} {
    writing.depth = around.depth + 1;
    writing.hasLines = false;
    writing.sized = around.sized;
    writing.findDeclarations();
  }

  LocalUses uses;
  Uniformity uniformity;
  KernelFacts facts;
  std::unique_ptr<KernelText> text;
  Obstacle obstacle;
  Writing writing;
};

const clang::FunctionDecl *definitionOf(const clang::CallExpr &call) {
  const clang::FunctionDecl *callee = call.getDirectCallee(), *definition = nullptr;
  return callee && callee->hasBody(definition) ? definition : nullptr;
}

} // namespace

/// The function's text means the same at the call, and is one that can be taken apart.
bool RegionWriter::canTake(const clang::CallExpr &call, const clang::FunctionDecl &callee) const {
  const KernelFacts &facts = writing.facts;
  if (callee.isTemplateInstantiation() || callee.isDependentContext() || callee.isVariadic() ||
      llvm::isa<clang::CXXMethodDecl>(callee) || callee.getNumParams() != call.getNumArgs() ||
      callee.getDeclContext()->getRedeclContext() !=
          facts.kernel.getDeclContext()->getRedeclContext() ||
      !callee.getReturnType()->isArithmeticType() || !isPlain(callee.getReturnType()) ||
      !hasLoop(callee.getBody()) || isPartOfMacro(callee.getBody()) ||
      hasLambda(callee.getBody()) || declaresTypes(callee.getBody()) ||
      declaresTypes(facts.kernel.getBody()))
    return false;
  for (const clang::ParmVarDecl *parameter : callee.parameters())
    if (!isPlain(parameter->getType()) || !parameter->getIdentifier())
      return false;
  const Effects does = facts.effects.of(callee);
  return !does.syncs() && !does.waits && !does.threadIndex && !does.opaque && !does.atomics &&
         !does.print && !does.addressSpace && !does.sharedBits;
}

bool RegionWriter::canOpen(const clang::CallExpr &call) const {
  const clang::FunctionDecl *callee = definitionOf(call);
  std::optional<TextRange> range = writing.text.rangeOf(call);
  if (!callee || !range || writing.text.isEdited(*range) || writing.depth >= kDeepest ||
      !writing.facts.callees || !canTake(call, *callee))
    return false;
  for (const clang::Expr *argument : call.arguments())
    if (argument->HasSideEffects(writing.facts.ast) || !writing.text.rangeOf(*argument) ||
        llvm::isa<clang::CXXDefaultArgExpr>(argument) || hasLambda(argument))
      return false;
  const auto *body = llvm::dyn_cast<clang::CompoundStmt>(callee->getBody());
  if (!body || body->body_empty())
    return false;
  const auto *result = llvm::dyn_cast<clang::ReturnStmt>(body->body_back());
  if (!result || !result->getRetValue())
    return false;
  Statements rest(body->body_begin(), body->body_end() - 1);
  return llvm::none_of(rest, [](const clang::Stmt *statement) {
    return jumpsAnywhere(statement) || jumpsOut(statement);
  });
}

/// Those that are made whenever the part is evaluated.
void RegionWriter::findOpenCalls(const clang::Stmt *part,
                                 std::vector<const clang::CallExpr *> &found) const {
  if (!part || llvm::isa<clang::LambdaExpr, clang::UnaryExprOrTypeTraitExpr>(part))
    return;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(part); call && canOpen(*call)) {
    found.push_back(call);
    return;
  }
  if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(part))
    return findOpenCalls(choice->getCond(), found);
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(part)) {
    if (!binary->isCommaOp())
      findOpenCalls(binary->getLHS(), found);
    if (!binary->isLogicalOp() && !binary->isCommaOp())
      findOpenCalls(binary->getRHS(), found);
    return;
  }
  for (const clang::Stmt *child : part->children())
    findOpenCalls(child, found);
}

/// The calls of a statement that come before it as pieces of their own.
RegionWriter::Pieces RegionWriter::asCalled(const clang::Stmt &statement) {
  std::vector<const clang::CallExpr *> calls;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement)) {
    const auto *variable = declarations->isSingleDecl()
                               ? llvm::dyn_cast<clang::VarDecl>(declarations->getSingleDecl())
                               : nullptr;
    if (variable && !variable->isStaticLocal() && !variable->getType()->isReferenceType())
      findOpenCalls(variable->getInit(), calls);
  } else if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement)) {
    if (!branch->getInit() && !branch->getConditionVariable() && !branch->isConstexpr())
      findOpenCalls(branch->getCond(), calls);
  } else if (llvm::isa<clang::Expr>(statement)) {
    findOpenCalls(&statement, calls);
  }
  Pieces result;
  for (const clang::CallExpr *call : calls) {
    const bool before = loopsUniformly;
    loopsUniformly = true;
    if (openedText(*call).empty()) {
      loopsUniformly = before;
      continue;
    }
    opensCalls = usesRows = true;
    Piece piece;
    piece.kind = Piece::Called;
    piece.call = call;
    result.push_back(std::move(piece));
  }
  return result;
}

std::string RegionWriter::callName(const clang::CallExpr &call) {
  auto found = llvm::find(writing.opened, &call);
  const auto number = found - writing.opened.begin();
  if (found == writing.opened.end())
    writing.opened.push_back(&call);
  return "spn_call" + std::to_string(writing.depth) + "_" + std::to_string(number);
}

/// From here on the statements get the results of the plan's calls.
void RegionWriter::editCalls(const Pieces &plan) {
  for (const Piece &piece : plan) {
    if (piece.kind == Piece::Called)
      callEdits.push_back(
          {*writing.text.rangeOf(*piece.call), callName(*piece.call) + ".get(spn_t)"});
    editCalls(piece.inner);
  }
}

std::string RegionWriter::valueStore(const std::string &type, const std::string &name) const {
  const std::string kind = "<" + type + ", " + keptLanes() + "> ";
  return "::spn::detail::ValueStore" + kind + "spn_kept_" + name +
         ";\nconst ::spn::detail::RowValues" + kind + name + "(spn_kept_" + name +
         ", spn_r.first + spn_x0);\n";
}

/// Neighbouring threads look at the same element, or at neighbouring ones: rounds side by side then
/// go through memory as well as threads one by one do.
bool RegionWriter::goesAlong(const clang::Stmt *statement) const {
  if (!statement)
    return true;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
      unary && unary->getOpcode() == clang::UO_Deref)
    return false;
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(statement);
      member && member->isArrow())
    return false;
  if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(statement)) {
    const clang::Expr *base = element->getBase()->IgnoreParenImpCasts();
    const bool isNested = llvm::isa<clang::ArraySubscriptExpr>(base);
    const Slope from = isNested ? Slope(0) : rows.slopeOf(*base);
    const Slope slope = rows.slopeOf(*element->getIdx());
    if (!slope || !from || std::abs(*slope + *from) > kGreatestStride)
      return false;
  }
  return llvm::all_of(statement->children(),
                      [&](const clang::Stmt *child) { return goesAlong(child); });
}

LocalEdits RegionWriter::editsIn(const clang::Expr &expression) const {
  LocalEdits inside;
  const std::optional<TextRange> range = writing.text.rangeOf(expression);
  for (const LocalEdit &edit : edits)
    if (range->begin <= edit.at.begin && edit.at.end <= range->end)
      inside.push_back(edit);
  return inside;
}

/// By how much what the parameter gets goes up from thread to thread; nothing where that is 0 or
/// cannot be told.
Slope RegionWriter::stepOf(const clang::Expr &argument, const clang::ParmVarDecl &parameter) const {
  const clang::ASTContext &ast = writing.facts.ast;
  const clang::Expr *plain = argument.IgnoreParenImpCasts();
  auto stepOfIndex = [&](const clang::Expr &index) -> Slope {
    // Variables do not wrap around in the stretch of the row, and signed sums cannot.
    const clang::Expr *sum = index.IgnoreParenImpCasts();
    const bool isKnown =
        llvm::isa<clang::DeclRefExpr>(sum) || sum->getType()->isSignedIntegerType();
    const Slope slope =
        isKnown && !namesClamp(sum) && rows.isTotal(*sum) ? rows.slopeOf(*sum) : std::nullopt;
    return slope && *slope != 0 ? slope : std::nullopt;
  };
  if (parameter.getType()->isIntegerType())
    return llvm::isa<clang::DeclRefExpr>(plain) &&
                   ast.hasSameUnqualifiedType(plain->getType(), parameter.getType())
               ? stepOfIndex(*plain)
               : std::nullopt;
  if (!parameter.getType()->isPointerType())
    return std::nullopt;
  // `array + i` and `&array[i]`
  const clang::Expr *base = nullptr, *index = nullptr;
  if (const auto *sum = llvm::dyn_cast<clang::BinaryOperator>(plain);
      sum && sum->getOpcode() == clang::BO_Add) {
    base = sum->getLHS(), index = sum->getRHS();
  } else if (const auto *address = llvm::dyn_cast<clang::UnaryOperator>(plain);
             address && address->getOpcode() == clang::UO_AddrOf) {
    if (const auto *element =
            llvm::dyn_cast<clang::ArraySubscriptExpr>(address->getSubExpr()->IgnoreParens()))
      base = element->getBase(), index = element->getIdx();
  }
  const auto *array =
      base ? llvm::dyn_cast<clang::DeclRefExpr>(base->IgnoreParenImpCasts()) : nullptr;
  const bool isArray = array && array->getType()->isPointerType() && rows.isCommon(*array) &&
                       ast.hasSameUnqualifiedType(array->getType()->getPointeeType(),
                                                  parameter.getType()->getPointeeType());
  return isArray ? stepOfIndex(*index) : std::nullopt;
}

/// What a parameter gets, and how `inner` knows it. It goes before the names of the function.
std::string RegionWriter::argumentText(const clang::Expr &argument,
                                       const clang::ParmVarDecl &parameter, const std::string &name,
                                       RegionWriter &inner) {
  const std::string own = parameter.getNameAsString();
  const std::string type = typeText(parameter.getType(), writing.facts.ast);
  const LocalVariable *local = inner.writing.facts.uses.find(&parameter);
  const bool isFixed = !local->isWritten();
  if (isFixed && rows.isCommon(argument) && rows.isTotal(argument)) {
    inner.rowNames += type + " const " + own + " = " + name + "; (void)" + own + ";\n";
    return type + " const " + name + " = " + writing.textOf(argument) + ";\n";
  }
  if (const Slope step = isFixed ? stepOf(argument, parameter) : std::nullopt) {
    inner.rows.declareStep(parameter, *step);
    inner.writing.shape.storage[&parameter] = Storage::Again;
    inner.rowNames += type + " const " + own + " = " + name + "; (void)" + own + ";\n" +
                      "const auto spn_b_" + own + " = " + own + ";\n";
    inner.strides.push_back(type + " const " + own + " = spn_b_" + own + " + (" +
                            std::to_string(*step) + ") * spn_k; (void)" + own + ";\n");
    return type + " const " + name + " = " + writing.textOf(argument) + ";\n";
  }
  inner.writing.shape.storage[&parameter] = Storage::Carried;
  inner.rowNames += "const auto &spn_s_" + own + " = " + name + ";\n";
  return valueStore(type, name) +
         laneLoop({&argument},
                  name + ".set(spn_t, " + writing.textOf(argument, editsIn(argument)) + ");\n",
                  mayRunTogether({&argument}));
}

/// The same, also where less is known of the row than when the plan was made.
std::string RegionWriter::calledText(const clang::CallExpr &call) {
  std::string text = openedText(call);
  if (!text.empty())
    return text;
  const std::string name = callName(call);
  return valueStore(typeText(definitionOf(call)->getReturnType(), writing.facts.ast), name) +
         laneLoop({&call}, name + ".set(spn_t, " + writing.textOf(call, editsIn(call)) + ");\n",
                  mayRunTogether({&call}));
}

/// The call for the threads of [spn_lo, spn_hi). Empty where nothing is gained by it.
std::string RegionWriter::openedText(const clang::CallExpr &call) {
  const clang::FunctionDecl &callee = *definitionOf(call);
  std::unique_ptr<KernelText> source = writing.facts.callees->textOf(callee);
  if (!source)
    return {};
  OpenFunction open(writing, callee, std::move(source));
  const std::optional<TextRange> whole = open.text->rangeOf(*callee.getBody());
  const std::optional<std::string> written =
      whole && !open.text->hasDirective(*whole) ? open.text->text(*whole) : std::nullopt;
  if (!written || written->size() > kLongestCopy ||
      namesAny(*written, writing.facts.uses, open.uses))
    return {};
  RegionWriter inner(open.writing);
  inner.oneThread = oneThread;
  const std::string name = callName(call);
  std::string arguments;
  for (unsigned i = 0; i < call.getNumArgs(); ++i)
    arguments += argumentText(*call.getArg(i), *callee.getParamDecl(i),
                              name + "_" + std::to_string(i), inner);
  const auto *body = llvm::cast<clang::CompoundStmt>(callee.getBody());
  const Statements rest(body->body_begin(), body->body_end() - 1);
  const clang::Expr *result = llvm::cast<clang::ReturnStmt>(body->body_back())->getRetValue();
  inner.all = rest;
  if (!inner.canSeparate(rest) || inner.hasHazard(rest) || inner.hasHazard({result}))
    return {};
  const Pieces plan = inner.planOf(rest);
  if (!inner.loopsUniformly || !inner.goesAlong(body) || !inner.keepAcross(plan))
    return {};
  inner.editCalls(plan);
  const std::string type = typeText(callee.getReturnType(), writing.facts.ast);
  const std::string text = inner.textOf(plan);
  const std::string back = inner.laneLoop(
      {result}, name + ".set(spn_t, " + open.writing.textOf(*result, inner.callEdits) + ");\n",
      inner.mayRunTogether({result}));
  if (open.writing.failed())
    return {};
  return valueStore(type, name) + "{\n" + arguments + "{\n" + inner.rowNames + inner.keptValues() +
         text + back + "} }\n";
}

} // namespace sampan::host
