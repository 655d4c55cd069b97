// SPDX-License-Identifier: Apache-2.0
// extern __shared__ T x[];  ->  T *const x = spnDynamicShared<T>();
//
// Dynamic shared memory has its size from the launch, so the runtime hands it out. At file scope
// the name becomes a function, and its uses become calls.
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace sampan {
namespace {

constexpr const char *kPass = "shared-memory";

bool isDynamicShared(const clang::Decl &decl) {
  const auto *variable = llvm::dyn_cast<clang::VarDecl>(&decl);
  return variable && variable->hasAttr<clang::CUDASharedAttr>() &&
         variable->getStorageClass() == clang::SC_Extern;
}

class SharedMemory final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    if (auto *statement = llvm::dyn_cast<clang::DeclStmt>(&stmt))
      rewriteLocal(*statement);
    else if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&stmt))
      rewriteUse(*reference);
  }

  void visit(clang::Decl &decl) override {
    auto *variable = llvm::dyn_cast<clang::VarDecl>(&decl);
    if (variable && isDynamicShared(decl) && variable->getDeclContext()->isFileContext() &&
        variable->getLexicalDeclContext()->isFileContext())
      rewriteGlobal(*variable);
  }

private:
  /// What `x` is declared as, and how dynamic shared memory is asked for it.
  struct Spelling {
    std::string type;     ///< of an element
    bool isArray = false; ///< else a single object
    bool isSimple = true; ///< `type *` can be written in front of a name
  };

  Spelling spell(const clang::VarDecl &variable) {
    clang::PrintingPolicy policy(context.language);
    policy.SuppressTagKeyword = true;
    clang::QualType type = variable.getType();
    Spelling result;
    if (const clang::ArrayType *array = context.ast.getAsArrayType(type)) {
      result.isArray = true;
      type = array->getElementType();
    }
    result.isSimple = !type->isArrayType() && !type->isFunctionPointerType();
    result.type = type.getAsString(policy);
    return result;
  }

  std::string declare(const clang::VarDecl &variable) {
    Spelling spelling = spell(variable);
    std::string name = variable.getNameAsString();
    std::string source = "spnDynamicShared<" + spelling.type + ">()";
    if (!spelling.isArray)
      return "auto &" + name + " = *" + source + ";";
    return (spelling.isSimple ? spelling.type : std::string("auto")) + " *const " + name + " = " +
           source + ";";
  }

  void rewriteLocal(const clang::DeclStmt &statement) {
    std::string text;
    for (const clang::Decl *decl : statement.decls()) {
      if (!isDynamicShared(*decl))
        return;
      text += (text.empty() ? "" : " ") + declare(*llvm::cast<clang::VarDecl>(decl));
    }
    const auto *first = llvm::cast<clang::VarDecl>(*statement.decl_begin());
    std::optional<Span> whole = statementSpan(first->getOuterLocStart(), first->getLocation());
    if (!whole)
      return;
    context.use({"dynamic-shared-memory", UseKind::Construct, Outcome::Translated, *whole, true});
    context.edit(kPass, {{*whole, text}});
  }

  void rewriteGlobal(const clang::VarDecl &variable) {
    Spelling spelling = spell(variable);
    std::optional<Span> whole = statementSpan(variable.getOuterLocStart(), variable.getLocation());
    if (!whole || !spelling.isArray)
      return;
    std::string result = spelling.isSimple ? spelling.type + " *" : "auto *";
    context.use({"dynamic-shared-memory", UseKind::Construct, Outcome::Translated, *whole, true});
    context.edit(kPass, {{*whole, "static inline " + result + variable.getNameAsString() +
                                      "() { return spnDynamicShared<" + spelling.type + ">(); }"}});
  }

  void rewriteUse(const clang::DeclRefExpr &reference) {
    const clang::ValueDecl *decl = reference.getDecl();
    if (!isDynamicShared(*decl) || !decl->getDeclContext()->isFileContext() ||
        !llvm::cast<clang::VarDecl>(decl)->getFirstDecl()->getLexicalDeclContext()->isFileContext())
      return;
    std::optional<Span> name = context.tokenSpan(reference.getLocation());
    if (!name)
      return;
    name->begin = name->end;
    context.edit(kPass, {{*name, "()"}});
  }

  /// From `begin` to the semicolon that ends the statement which declares the name at `name`. The
  /// `extern` may follow other specifiers, so the start is searched backwards as tokens.
  std::optional<Span> statementSpan(clang::SourceLocation begin, clang::SourceLocation name) {
    begin = context.spelling(begin);
    name = context.spelling(name);
    if (begin.isInvalid() || name.isInvalid())
      return std::nullopt;
    auto [file, nameOffset] = context.sources.getDecomposedLoc(name);
    auto [beginFile, beginOffset] = context.sources.getDecomposedLoc(begin);
    if (file != beginFile)
      return std::nullopt;
    const std::vector<RawToken> &tokens = context.tokens(file);
    std::size_t last = context.tokenAt(file, nameOffset);
    while (last < tokens.size() && !tokens[last].is(clang::tok::semi))
      ++last;
    std::size_t first = context.tokenAt(file, beginOffset);
    while (first > 0 && tokens[first - 1].is(clang::tok::raw_identifier) &&
           !tokens[first - 1].inDirective &&
           isSpecifier(tokens[first - 1].text(context.buffer(file))))
      --first;
    if (last >= tokens.size() || first >= tokens.size())
      return std::nullopt;
    return context.spanOf(file, tokens[first].begin, tokens[last].end);
  }

  static bool isSpecifier(llvm::StringRef word) {
    return word == "extern" || word == "__shared__" || word == "volatile" || word == "__device__";
  }
};

} // namespace

std::unique_ptr<Pass> createSharedMemoryPass(PassContext &context) {
  return makePass<SharedMemory>(context);
}

} // namespace sampan
