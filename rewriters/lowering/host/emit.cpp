// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/emit.h"

#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
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

  std::string write() {
    writing.sized = gainsFromSize();
    std::string body = block();
    if (body.size() > kLongText)
      writing.sized = false;
    std::string result = std::string("\nSPN_KERNEL_BLOCK SPN_BLOCK_HEAD\n") + kQuiet;
    return result + (writing.sized ? sized(body) : body) + "#pragma GCC diagnostic pop\n";
  }

private:
  /// Copies of a long text would take the host's compiler long, too.
  static constexpr std::size_t kLongText = 24000;

  /// Rows of several threads, tiles and values that live across barriers gain; for a kernel that
  /// goes through a row without either it makes no difference.
  bool gainsFromSize() const {
    if (sizes.empty() || hasManyInstances())
      return false;
    if (writing.shape.hasBarriers)
      return true;
    return llvm::any_of(sizes, [](const BlockShape &size) { return size[1] * size[2] > 1; });
  }

  bool hasManyInstances() const {
    constexpr std::ptrdiff_t many = 4;
    const clang::FunctionTemplateDecl *made = writing.facts.kernel.getDescribedFunctionTemplate();
    return made && std::distance(made->spec_begin(), made->spec_end()) > many;
  }

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

  std::string block() {
    writing.declarations = declarations(writing.facts.kernel.getBody());
    countRegions(writing.shape.nodes);
    writing.onlyRegion = regions <= 1 && !writing.shape.hasBarriers;
    writing.hasAlive = !writing.onlyRegion && (returnsInRegions || writing.shape.filters);
    std::string result;
    if (!writing.onlyRegion)
      result += "const int spn_count = ::spn::detail::threadsOf(blockDim); (void)spn_count;\n";
    if (writing.hasAlive)
      result += "::spn::detail::Alive spn_alive(spn_count);\n";
    result += parameters() + "{\n" + list(writing.shape.nodes) + "}\n";
    return result;
  }

  using Declarations = llvm::DenseMap<const clang::VarDecl *, const clang::DeclStmt *>;

  static Declarations declarations(const clang::Stmt *body) {
    Declarations result;
    std::vector<const clang::Stmt *> work = {body};
    while (!work.empty()) {
      const clang::Stmt *statement = work.back();
      work.pop_back();
      if (const auto *found = llvm::dyn_cast<clang::DeclStmt>(statement))
        for (const clang::Decl *decl : found->decls())
          if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
            result[variable] = found;
      for (const clang::Stmt *child : statement->children())
        if (child)
          work.push_back(child);
    }
    return result;
  }

  void countRegions(const std::vector<Node> &nodes) {
    for (const Node &node : nodes) {
      regions += node.kind == Node::Region || node.kind == Node::Count;
      for (const clang::Stmt *statement : node.statements)
        for (const clang::ReturnStmt *found : writing.shape.returns)
          returnsInRegions |= writing.facts.uses.isInside(found, statement);
      countRegions(node.first);
      countRegions(node.second);
    }
  }

  /// A thread that changes a parameter changes its own.
  std::string parameters() {
    std::string result;
    for (const clang::ParmVarDecl *parameter : writing.facts.kernel.parameters()) {
      Storage storage = writing.shape.storageOf(parameter);
      if (storage != Storage::Carried && storage != Storage::Alias)
        continue;
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
    writing.form.carried.push_back(variable.getNameAsString());
    bool alias = writing.shape.storageOf(&variable) == Storage::Alias;
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
    std::string result;
    for (const Node &node : nodes)
      result += write(node);
    return result;
  }

  std::string write(const Node &node) {
    switch (node.kind) {
    case Node::Region:
      return arraysOf(node.statements) + RegionWriter(writing).statements(node.statements);
    case Node::Count:
      return count(node.vote);
    case Node::Scope:
      return "{\n" + list(node.first) + "}\n";
    case Node::Branch: {
      const auto *branch = llvm::cast<clang::IfStmt>(node.statement);
      std::string result = branch->isConstexpr() ? "if constexpr (" : "if (";
      result += RegionWriter(writing).representative(*branch->getCond()) + ") {\n" +
                list(node.first) + "}\n";
      if (branch->getElse())
        result += "else {\n" + list(node.second) + "}\n";
      return result;
    }
    case Node::Loop:
      return loop(node);
    case Node::Filter: {
      const auto *branch = llvm::cast<clang::IfStmt>(node.statement);
      return RegionWriter(writing).expression(*branch->getCond(), "if (!(",
                                              ")) spn_alive.leave(spn_t);\n") +
             "if (spn_alive.first(spn_count) == spn_count) return;\n{\n" + list(node.first) + "}\n";
    }
    case Node::Declare:
      return declare(*llvm::cast<clang::DeclStmt>(node.statement));
    case Node::Execute: {
      LocalEdits votes;
      writing.addVoteEdits(*node.statement, votes);
      return writing.textOf(*node.statement, votes) + ";\n";
    }
    }
    return {};
  }

  std::string count(const Vote &vote) {
    std::string name = "spn_vote" + std::to_string(vote.number);
    llvm::StringRef function = vote.call->getDirectCallee()
                                   ? vote.call->getDirectCallee()->getName()
                                   : llvm::StringRef("__syncthreads_count");
    bool all = function == "__syncthreads_and", any = function == "__syncthreads_or";
    std::string open = name + (all ? " &= ((" : any ? " |= ((" : " += ((");
    return "int " + name + " = " + (all ? "1" : "0") + ";\n" +
           RegionWriter(writing).expression(*vote.call->getArg(0), open, ") != 0);\n");
  }

  std::string loop(const Node &node) {
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(node.statement)) {
      std::string init = loop->getInit() ? writing.textOf(*loop->getInit()) : "";
      while (!init.empty() && (init.back() == ';' || init.back() == ' '))
        init.pop_back();
      std::string condition =
          loop->getCond() ? RegionWriter(writing).representative(*loop->getCond()) : "";
      std::string step = loop->getInc() ? writing.textOf(*loop->getInc()) : "";
      return "for (" + init + "; " + condition + "; " + step + ") {\n" + list(node.first) + "}\n";
    }
    if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(node.statement)) {
      std::string condition = RegionWriter(writing).representative(*loop->getCond());
      if (node.second.empty())
        return "while (" + condition + ") {\n" + list(node.first) + "}\n";
      return "for (;;) {\n" + list(node.second) + "if (!(" + condition + ")) break;\n" +
             list(node.first) + "}\n";
    }
    const auto *loop = llvm::cast<clang::DoStmt>(node.statement);
    return "do {\n" + list(node.first) + "} while (" +
           RegionWriter(writing).representative(*loop->getCond()) + ");\n";
  }

  /// Shared memory of the kernel is a local of the block: nearer than storage of the OS thread, and
  /// known to the compiler not to be what any pointer points to.
  std::string declare(const clang::DeclStmt &statement) {
    LocalEdits edits;
    writing.addVoteEdits(statement, edits);
    const auto *first = llvm::dyn_cast<clang::VarDecl>(*statement.decl_begin());
    std::optional<TextRange> range = writing.text.statementRange(statement);
    if (!range) {
      writing.fail("code that a macro makes, next to a barrier", statement.getBeginLoc());
      return {};
    }
    bool local = first && first->hasAttr<clang::CUDASharedAttr>() &&
                 first->getStorageClass() != clang::SC_Extern && !writing.text.isEdited(*range) &&
                 writing.facts.uses.parentOf(&statement) == writing.facts.kernel.getBody();
    std::string text = writing.text.text(*range, edits).value_or("");
    if (local)
      makeLocal(text);
    return text + ";\n";
  }

  static void makeLocal(std::string &text) {
    for (llvm::StringRef word : {"static", "__shared__"})
      for (std::size_t at = 0; (at = text.find(word.str(), at)) != std::string::npos;) {
        auto isPart = [&](std::size_t i) {
          return i < text.size() && (llvm::isAlnum(text[i]) || text[i] == '_');
        };
        bool whole = (at == 0 || !isPart(at - 1)) && !isPart(at + word.size());
        std::string instead = word == "static" ? "" : "__attribute__((aligned(64)))";
        if (whole)
          text.replace(at, word.size(), instead);
        at += whole ? instead.size() : word.size();
      }
  }

  Writing &writing;
  const std::vector<BlockShape> &sizes;
  unsigned regions = 0;
  bool returnsInRegions = false;
};

} // namespace

std::optional<std::string> writeBlockForm(const KernelFacts &facts, const Shape &shape,
                                          const KernelText &text,
                                          const std::vector<BlockShape> &sizes, KernelForm &form,
                                          Obstacle &obstacle) {
  Writing writing{facts, shape, text, form, obstacle};
  std::string result = BlockWriter(writing, sizes).write();
  if (writing.failed())
    return std::nullopt;
  return result;
}

} // namespace sampan::host
