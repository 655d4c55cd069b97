// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/emit.h"

#include "rewriters/lowering/host/callee_forms.h"
#include "rewriters/lowering/host/collectives.h"
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"
#include "rewriters/lowering/host/waits.h"
#include "rewriters/lowering/host/warp_steps.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {
namespace {

/// A declaration stands in each region that may need it; the user's warnings come from the form
/// that runs one thread, once.
constexpr const char *kQuiet = "#pragma GCC diagnostic push\n"
                               "#pragma GCC diagnostic ignored \"-Wunused-variable\"\n"
                               "#pragma GCC diagnostic ignored \"-Wunused-but-set-variable\"\n"
                               "#pragma GCC diagnostic ignored \"-Wunused-value\"\n"
                               "#pragma GCC diagnostic ignored \"-Wshadow\"\n";

class BlockWriter {
public:
  BlockWriter(Writing &writing, const std::vector<BlockShape> &sizes)
      : writing(writing), sizes(sizes) {}

  std::string writeKernel() {
    prepare();
    writing.sized = gainFromSize(writing.facts.kernel, sizes, writing.shape.hasBarriers);
    writing.onlyRegion = regions <= 1 && !writing.shape.hasCuts;
    writing.hasAlive = !writing.onlyRegion && (returnsInRegions || writing.shape.filters);
    std::string body = writing.onlyRegion ? "" : kCount;
    if (writing.hasAlive || writing.shape.masks) {
      body += "::spn::detail::LaneSet spn_m0(spn_count); (void)spn_m0;\n";
      writing.masks.push(MaskStack::Function, "spn_m0");
    }
    body += parameters() + "{\n" + list(writing.shape.nodes) + "}\n";
    if (body.size() > kLongText)
      writing.sized = false;
    return "\nSPN_KERNEL_BLOCK SPN_BLOCK_HEAD\n" + std::string(kQuiet) +
           (writing.sized ? sized(body) : body) + "#pragma GCC diagnostic pop\n";
  }

  std::string writeCallee() {
    prepare();
    writing.isCallee = true;
    writing.hasAlive = returnsInRegions;
    writing.mayMiss = true;
    writing.sized = true; // as far as the compiler knows the caller's
    writing.masks.push(MaskStack::Function, "spn_m0");
    return "{\nSPN_CALLEE_HEAD\n" + std::string(kQuiet) + kCount +
           (writing.hasAlive ? "::spn::detail::LaneSet spn_m0(spn_in.here);\n"
                             : "const ::spn::detail::LaneSet &spn_m0 = spn_in.here;\n") +
           "(void)spn_m0;\n" + parameters() + "{\n" + list(writing.shape.nodes) +
           "}\n#pragma GCC diagnostic pop\n}\n";
  }

private:
  static constexpr const char *kCount =
      "const int spn_count = ::spn::detail::threadsOf(blockDim); (void)spn_count;\n";

  /// Copies of a long text would take the host's compiler long, too.
  static constexpr std::size_t kLongText = 24000;

  /// One body, once for each size and once for all others.
  std::string sized(const std::string &body) const {
    std::string result =
        "const auto spn_block = [&](const dim3 blockDim) SPN_ALWAYS_INLINE -> void {\n" + body +
        "};\n";
    for (const BlockShape &size : sizes) {
      std::string x = std::to_string(size[0]), y = std::to_string(size[1]),
                  z = std::to_string(size[2]);
      result += "if (blockDim.x == " + x + " && blockDim.y == " + y + " && blockDim.z == " + z +
                ") return spn_block(dim3(" + x + ", " + y + ", " + z + "));\n";
    }
    return result + "spn_block(blockDim);\n";
  }

  void prepare() {
    writing.findDeclarations();
    groupWarpSteps(writing);
    countRegions(writing.shape.nodes);
  }

  void countRegions(const std::vector<Node> &nodes, bool parted = false) {
    for (const Node &node : nodes) {
      regions += node.kind == Node::Region || node.kind == Node::Count;
      for (const clang::Stmt *statement : node.statements)
        returnsInRegions |= hasReturn(statement);
      returnsInRegions |= parted && llvm::isa_and_nonnull<clang::ReturnStmt>(node.statement);
      countRegions(node.head, parted);
      countRegions(node.tail, parted || node.masked);
      countRegions(node.first, parted || node.masked);
      countRegions(node.second, parted || node.masked);
    }
  }

  bool hasReturn(const clang::Stmt *statement) const {
    return llvm::any_of(writing.shape.returns, [&](const clang::ReturnStmt *found) {
      return writing.facts.uses.isInside(found, statement);
    });
  }
  /// Whether threads return in the node.
  bool hasReturn(const Node &node) const {
    return (node.statement && hasReturn(node.statement)) ||
           llvm::any_of(node.statements, [&](const clang::Stmt *s) { return hasReturn(s); });
  }
  /// Whether some threads, but not all of the block, may have left the kernel after the node.
  bool mayLeave(const Node &node) const {
    auto leave = [&](const Node &inner) { return mayLeave(inner); };
    return writing.hasAlive &&
           (node.kind == Node::Filter || hasReturn(node) || llvm::any_of(node.first, leave) ||
            llvm::any_of(node.second, leave));
  }
  /// Whether nobody may be left after the node.
  bool mayEmpty(const Node &node) const {
    if (hasReturn(node))
      return true;
    if (node.kind == Node::Execute)
      return llvm::isa<clang::BreakStmt, clang::ContinueStmt>(node.statement);
    return llvm::any_of(node.statements, [](const clang::Stmt *s) { return jumpsOut(s); }) ||
           (node.statement && node.kind != Node::Loop && jumpsOut(node.statement));
  }

  /// A thread that changes a parameter changes its own.
  std::string parameters() {
    std::string result;
    for (const clang::ParmVarDecl *parameter : writing.facts.kernel.parameters()) {
      Storage storage = writing.shape.storageOf(parameter);
      if (storage != Storage::Carried && storage != Storage::Alias)
        continue;
      if (writing.isCallee && writing.facts.callees->isDivergent(*parameter))
        continue; // comes as an array
      std::string name = parameter->getNameAsString();
      if (writing.onlyRegion)
        result += "auto &spn_p_" + name + " = " + name + ";\n";
      else
        result +=
            array(*parameter) + "for (int spn_t = 0; spn_t < spn_count; ++spn_t) spn_s_" + name +
            (storage == Storage::Alias ? "[spn_t] = " + name : ".set(spn_t, " + name + ")") + ";\n";
    }
    return result;
  }

  std::string array(const clang::VarDecl &variable) {
    writing.form.carried.push_back(writtenName(variable));
    bool alias = writing.shape.storageOf(&variable) == Storage::Alias;
    if (writing.shape.large.contains(&variable))
      return "::spn::detail::ArenaValues<" + carriedType(writing.facts, variable).value_or("") +
             "> spn_s_" + variable.getNameAsString() + "(spn_count);\n";
    return std::string("::spn::detail::") + (alias ? "PerThread<" : "ThreadValues<") +
           carriedType(writing.facts, variable).value_or("") + "> spn_s_" +
           variable.getNameAsString() + ";\n";
  }

  std::string arraysOf(const std::vector<const clang::Stmt *> &statements) {
    std::string result;
    for (const clang::Stmt *statement : statements)
      if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
        for (const clang::Decl *decl : declarations->decls())
          if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
            Storage storage = writing.shape.storageOf(variable);
            if (storage == Storage::Carried || storage == Storage::Alias)
              result += array(*variable);
          }
    return result;
  }

  std::string list(const std::vector<Node> &nodes) {
    std::string result, close;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
      const Node &node = nodes[at];
      if (std::string both = roundAt(writing, nodes, at); !both.empty()) {
        result += arraysOf(node.statements) + both;
        at += 2;
        continue;
      }
      // A loop comes back to what was before.
      if (node.kind == Node::Loop)
        writing.mayMiss |= mayLeave(node);
      result += write(node);
      writing.mayMiss |= mayLeave(node);
      if (&node == &nodes.back() || writing.mask().empty() || !mayEmpty(node))
        continue;
      if (writing.masks.isParted()) {
        // What the block evaluates once is not to be evaluated for nobody.
        result += "if (" + writing.mask() + ".any()) {\n";
        close += "}\n";
      } else if (node.masked) {
        result += "if (!spn_m0.any()) return;\n";
      }
    }
    return result + close;
  }

  std::string write(const Node &node) {
    switch (node.kind) {
    case Node::Region:
      return arraysOf(node.statements) + RegionWriter(writing).statements(node.statements);
    case Node::Count:
      return count(node.vote);
    case Node::Scope:
      return "{\n" + list(node.first) + "}\n";
    case Node::Step:
      return step(*llvm::cast<clang::Expr>(node.statement));
    case Node::Meet:
      return meet();
    case Node::Branch: {
      const auto *branch = llvm::cast<clang::IfStmt>(node.statement);
      if (node.masked)
        return maskedBranch(*branch, node);
      std::string result = branch->isConstexpr() ? "if constexpr (" : "if (";
      result += RegionWriter(writing).representative(*branch->getCond()) + ") {\n" +
                list(node.first) + "}\n";
      if (branch->getElse())
        result += "else {\n" + list(node.second) + "}\n";
      return result;
    }
    case Node::Loop:
      return node.masked ? maskedLoop(node) : loop(node);
    case Node::Warps:
      return warpSteps(writing, node, list(node.first));
    case Node::Filter: {
      const auto *branch = llvm::cast<clang::IfStmt>(node.statement);
      std::string result = RegionWriter(writing).leaving(*branch->getCond(), "spn_m0");
      if (result.empty())
        result = RegionWriter(writing).expression(*branch->getCond(), "if (!(",
                                                  ")) spn_m0.leave(spn_t);\n");
      writing.mayMiss = true;
      return result + "if (!spn_m0.any()) return;\n{\n" + list(node.first) + "}\n";
    }
    case Node::Declare:
      return declare(*llvm::cast<clang::DeclStmt>(node.statement));
    case Node::Execute:
      return execute(*node.statement);
    }
    return {};
  }

  /// All read, then all write.
  std::string step(const clang::Expr &assignment) {
    const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&assignment);
    const auto *whole = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&assignment);
    const clang::Expr *to = binary ? binary->getLHS() : whole->getArg(0);
    const clang::Expr *from = binary ? binary->getRHS() : whole->getArg(1);
    const std::string name = "spn_step" + std::to_string(++steps);
    std::vector<RegionWriter::Work> pieces;
    if (binary && binary->isCompoundAssignmentOp()) {
      std::string op = binary->getOpcodeStr().str();
      op.back() = ' ';
      pieces.push_back({to, name + "[spn_t] = (", " " + op + "("});
      pieces.push_back({from, "", "));\n"});
    } else {
      pieces.push_back({from, name + "[spn_t] = (", ");\n"});
    }
    return "{\n" + valuesOf(writing, *to, to->getType(), name) +
           RegionWriter(writing).expressions(pieces) +
           RegionWriter(writing).expressions({{to, "(", ") = " + name + "[spn_t];\n"}}) + "}\n";
  }

  std::string meet() const {
    std::string strict = writing.strictness();
    if (strict == "false")
      return {};
    return "if (" + strict + ") ::spn::detail::meetInLoops(" + writing.mask() + ", " +
           writing.alive() + ");\n";
  }

  std::string execute(const clang::Stmt &statement) {
    std::string left, value;
    const auto *result = llvm::dyn_cast<clang::ReturnStmt>(&statement);
    if (result && result->getRetValue())
      value = RegionWriter(writing).expressions(
          {{result->getRetValue(), "spn_result[spn_t] = ", ";\n"}});
    if (result)
      left = writing.masks.isParted() ? writing.masks.leftBy(MaskStack::Return) : "";
    else if (llvm::isa<clang::BreakStmt>(statement))
      left = writing.masks.leftBy(MaskStack::Break);
    else if (llvm::isa<clang::ContinueStmt>(statement))
      left = writing.masks.leftBy(MaskStack::Continue);
    if (!left.empty())
      return value + "{ const ::spn::detail::LaneSet spn_gone(" + writing.mask() +
             "); ::spn::detail::removeAll(spn_gone, " + left + "); }\n";
    if (result)
      return value + "return;\n";
    LocalEdits votes;
    writing.addVoteEdits(statement, votes);
    return writing.textOf(statement, votes) + ";\n";
  }

  std::string count(const Vote &vote) {
    if (vote.kind == Vote::Collective)
      return writeCollective(writing, vote);
    if (vote.kind == Vote::Callee)
      return writeCall(writing, vote);
    std::string name = "spn_vote" + std::to_string(vote.number);
    llvm::StringRef function = vote.call->getDirectCallee()
                                   ? vote.call->getDirectCallee()->getName()
                                   : llvm::StringRef("__syncthreads_count");
    bool all = function == "__syncthreads_and", any = function == "__syncthreads_or";
    std::string open = name + (all ? " &= ((" : any ? " |= ((" : " += ((");
    return "int " + name + " = " + (all ? "1" : "0") + ";\n" +
           RegionWriter(writing).expression(*vote.call->getArg(0), open, ") != 0);\n");
  }

  /// Takes those out of `from` for which the condition does not hold.
  std::string keep(const clang::Expr &condition, const std::string &from) {
    if (std::string bounds = RegionWriter(writing).leaving(condition, from); !bounds.empty())
      return bounds;
    std::string holds = "spn_h" + from.substr(5);
    return "{ ::spn::detail::Flags " + holds + ";\n" +
           RegionWriter(writing).expressions(
               {{&condition, holds + "[spn_t] = static_cast<bool>(", ");\n"}}) +
           from + ".keep(" + holds + "); }\n";
  }

  std::string maskedBranch(const clang::IfStmt &branch, const Node &node) {
    std::string yes = writing.masks.newName(), no = writing.masks.newName();
    std::string here = writing.mask();
    std::string result =
        "{ ::spn::detail::LaneSet " + yes + "(" + here + ");\n" + keep(*branch.getCond(), yes);
    if (branch.getElse())
      result +=
          "::spn::detail::LaneSet " + no + "(" + here + "); " + no + ".remove(" + yes + ");\n";
    auto side = [&](const std::string &mask, const std::vector<Node> &nodes) {
      writing.masks.push(MaskStack::Branch, mask, node.strict);
      result += "if (" + mask + ".any()) {\n" + list(nodes) + "}\n";
      writing.masks.pop();
    };
    side(yes, node.first);
    if (branch.getElse())
      side(no, node.second);
    return result + "}\n";
  }

  std::string maskedLoop(const Node &node) {
    const auto *loop = llvm::dyn_cast<clang::ForStmt>(node.statement);
    const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(node.statement);
    const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(node.statement);
    const clang::Expr *condition = loop        ? loop->getCond()
                                   : whileLoop ? whileLoop->getCond()
                                               : doLoop->getCond();
    std::string mask = writing.masks.newName();
    std::string result = "{\n" + list(node.head);
    if (loop && loop->getInit())
      result += start(*loop->getInit());
    result += "::spn::detail::LaneSet " + mask + "(" + writing.mask() + ");\n";
    writing.masks.push(MaskStack::Loop, mask, node.strict);
    std::string goesOn = list(node.second);
    if (writing.facts.waits && writing.facts.waits->isRounds(node.statement))
      goesOn += "::spn::detail::spinHint();\n"; // other blocks have their turn
    if (condition)
      goesOn += keep(*condition, mask);
    goesOn += "if (!" + mask + ".any()) break;\n";
    result += "for (;;) {\n";
    if (!doLoop)
      result += goesOn;
    if (node.rounds) {
      std::string round = writing.masks.newName();
      result += "{ ::spn::detail::LaneSet " + round + "(" + mask + ");\n";
      writing.masks.push(MaskStack::Round, round, node.strict);
      result += list(node.first) + "}\n";
      writing.masks.pop();
    } else {
      result += "{\n" + list(node.first) + "}\n";
    }
    if (!node.tail.empty())
      result += "if (!" + mask + ".any()) break;\n" + list(node.tail);
    if (loop && loop->getInc())
      result += advance(*loop->getInc());
    if (doLoop)
      result += goesOn;
    writing.masks.pop();
    return result + "}\n}\n";
  }

  /// What stands in the head of a masked loop: the block's own, or each thread's.
  std::string start(const clang::Stmt &statement) {
    if (isOfBlock(statement))
      return statementText(statement);
    return arraysOf({&statement}) + RegionWriter(writing).statements({&statement});
  }
  std::string advance(const clang::Expr &expression) {
    if (isOfBlock(expression))
      return statementText(expression);
    return RegionWriter(writing).expressions({{&expression, "", ";\n"}});
  }

  std::string statementText(const clang::Stmt &statement) {
    std::string text = writing.textOf(statement);
    return text + (!text.empty() && text.back() == ';' ? "\n" : ";\n");
  }

  /// Changes variables of the block only.
  bool isOfBlock(const clang::Stmt &statement) const {
    for (const auto &[decl, variable] : writing.facts.uses.all()) {
      bool changes = llvm::any_of(variable.uses, [&](const LocalUse &use) {
        return use.access != Access::Read && writing.facts.uses.isInside(use.name, &statement);
      });
      bool declares = writing.declarations.lookup(decl) == &statement;
      if ((changes || declares) && writing.shape.storageOf(decl) != Storage::Block)
        return false;
    }
    return true;
  }

  std::string loop(const Node &node) {
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(node.statement)) {
      std::string init = loop->getInit() ? writing.textOf(*loop->getInit()) : "";
      while (!init.empty() && (init.back() == ';' || init.back() == ' '))
        init.pop_back();
      std::string condition =
          loop->getCond() ? RegionWriter(writing).representative(*loop->getCond()) : "";
      std::string step = loop->getInc() ? writing.textOf(*loop->getInc()) : "";
      std::string head = "for (" + init + "; " + condition + "; " + step + ") {\n";
      return prefixRounds(writing, node, head) + head + rounds(node) + "}\n";
    }
    if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(node.statement)) {
      std::string condition = RegionWriter(writing).representative(*loop->getCond());
      if (node.second.empty())
        return "while (" + condition + ") {\n" + rounds(node) + "}\n";
      return "for (;;) {\n" + list(node.second) + "if (!(" + condition + ")) break;\n" +
             rounds(node) + "}\n";
    }
    const auto *loop = llvm::cast<clang::DoStmt>(node.statement);
    return "do {\n" + rounds(node) + "} while (" +
           RegionWriter(writing).representative(*loop->getCond()) + ");\n";
  }

  /// The body of a loop that all run through together.
  std::string rounds(const Node &node) {
    writing.masks.push(MaskStack::Plain, "");
    std::string result = list(node.first);
    writing.masks.pop();
    return result;
  }

  /// Shared memory of the kernel is a local of the block: nearer than storage of the OS thread, and
  /// known to the compiler not to be what any pointer points to.
  std::string declare(const clang::DeclStmt &statement) {
    LocalEdits edits;
    writing.addVoteEdits(statement, edits);
    const auto *first = llvm::dyn_cast<clang::VarDecl>(*statement.decl_begin());
    std::optional<TextRange> range = writing.text.statementRange(statement);
    if (!range)
      return writing.textOf(statement, edits) + ";\n";
    // Where a program keeps 32 bits of addresses, the rest is found again as long as all shared
    // memory lies together.
    bool local = first && first->hasAttr<clang::CUDASharedAttr>() && !writing.shape.sharedBits &&
                 first->getStorageClass() != clang::SC_Extern && !writing.text.isEdited(*range) &&
                 writing.facts.uses.parentOf(&statement) == writing.facts.kernel.getBody();
    std::string text = writing.text.text(*range, edits).value_or("");
    if (local)
      makeLocal(text);
    return text + ";\n";
  }

  Writing &writing;
  const std::vector<BlockShape> &sizes;
  unsigned regions = 0, steps = 0;
  bool returnsInRegions = false;
};

} // namespace

std::optional<std::string> writeBlockForm(const KernelFacts &facts, const Shape &shape,
                                          const KernelText &text,
                                          const std::vector<BlockShape> &sizes, KernelForm &form,
                                          Obstacle &obstacle) {
  Writing writing{facts, shape, text, form, obstacle};
  std::string result = BlockWriter(writing, sizes).writeKernel();
  if (writing.failed())
    return std::nullopt;
  return result;
}

std::optional<std::string> writeCalleeBody(const KernelFacts &facts, const Shape &shape,
                                           const KernelText &text, KernelForm &form,
                                           Obstacle &obstacle) {
  Writing writing{facts, shape, text, form, obstacle};
  std::string result = BlockWriter(writing, {}).writeCallee();
  if (writing.failed())
    return std::nullopt;
  return result;
}

} // namespace sampan::host
