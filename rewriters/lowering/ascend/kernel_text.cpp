// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/kernel_text.h"

#include "rewriters/core/host_api.h"
#include "rewriters/lowering/ascend/double_emulation.h"
#include "rewriters/lowering/ascend/function_text.h"
#include "rewriters/lowering/ascend/opaque_shared.h"
#include "rewriters/lowering/ascend/program_text.h"
#include "rewriters/lowering/ascend/source_text.h"
#include "rewriters/lowering/ascend/texture_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace sampan::ascend {
namespace {

const char *const kPass = "ascend-c";

bool isDynamic(const clang::VarDecl &variable) {
  return variable.getStorageClass() == clang::SC_Extern;
}

/// double, or a vector of doubles: what spn::ascend::isDouble says.
bool holdsDouble(clang::QualType type) {
  if (type->isSpecificBuiltinType(clang::BuiltinType::Double))
    return true;
  const clang::RecordDecl *record = type->getAsRecordDecl();
  llvm::StringRef name = record ? record->getName() : llvm::StringRef();
  return name.consume_front("double") && name.size() == 1 && name >= "1" && name <= "4";
}

std::string escaped(const std::string &text) {
  std::string result;
  for (char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result;
}

} // namespace

std::string KernelText::parameterText(const clang::ParmVarDecl &parameter, unsigned index,
                                      bool withDefault) {
  clang::PrintingPolicy policy(context.language);
  policy.SuppressTagKeyword = true;
  std::string name = parameter.getName().str();
  if (name.empty())
    name = "unnamed" + std::to_string(index);
  std::string text;
  clang::SourceLocation begin = context.spelling(parameter.getBeginLoc());
  clang::SourceLocation last = context.spelling(
      parameter.getTypeSourceInfo() ? parameter.getTypeSourceInfo()->getTypeLoc().getEndLoc()
                                    : parameter.getEndLoc());
  clang::SourceLocation nameAt = context.spelling(parameter.getLocation());
  if (nameAt.isValid() && last.isValid() && context.sources.isBeforeInTranslationUnit(last, nameAt))
    last = nameAt;
  bool inOnePiece = !parameter.getName().empty() && begin.isValid() && last.isValid() &&
                    !parameter.getBeginLoc().isMacroID() && !parameter.getLocation().isMacroID();
  if (inOnePiece) {
    auto length =
        static_cast<int>(clang::Lexer::MeasureTokenLength(last, context.sources, context.language));
    if (std::optional<Span> span = context.span(begin, last.getLocWithOffset(length)))
      text = context.buffer(begin).slice(span->begin, span->end).str();
  }
  if (text.empty()) {
    llvm::raw_string_ostream stream(text);
    parameter.getType().print(stream, policy, name);
  }
  text = respell(context, text);
  if (withDefault && parameter.hasDefaultArg() && !parameter.hasInheritedDefaultArg() &&
      !parameter.hasUninstantiatedDefaultArg())
    if (const clang::Expr *value = parameter.getDefaultArg())
      if (std::optional<Span> span = spanOf(context, *value))
        text += " = " + respell(context, textOf(context, *span));
  return text;
}

std::vector<std::string> KernelText::doubleParameters(const clang::FunctionDecl &kernel) const {
  std::vector<std::string> result;
  const clang::FunctionTemplateDecl *made = kernel.getDescribedFunctionTemplate();
  if (!made)
    return result;
  const clang::TemplateParameterList &list = *made->getTemplateParameters();
  for (unsigned i = 0; i < list.size(); ++i)
    for (const clang::FunctionDecl *instance : made->specializations()) {
      const clang::TemplateArgumentList *arguments = instance->getTemplateSpecializationArgs();
      if (!arguments || i >= arguments->size() ||
          arguments->get(i).getKind() != clang::TemplateArgument::Type ||
          !holdsDouble(arguments->get(i).getAsType()))
        continue;
      result.push_back(list.getParam(i)->getName().str());
      break;
    }
  return result;
}

void KernelText::describeParameters(const clang::FunctionDecl &kernel, Parts &parts) {
  for (unsigned i = 0; i < kernel.getNumParams(); ++i) {
    const clang::ParmVarDecl &parameter = *kernel.getParamDecl(i);
    std::string separator = i ? ", " : "";
    parts.parameters += separator + parameterText(parameter, i, /*withDefault=*/true);
    std::string plain = parameterText(parameter, i, /*withDefault=*/false);
    std::string onDevice = softened(context, plain);
    std::string name =
        parameter.getName().empty() ? "unnamed" + std::to_string(i) : parameter.getName().str();
    const char *pack = parameter.isParameterPack() ? "..." : "";
    parts.arguments += separator + name + pack;
    bool stays = onDevice == plain && !(emulatesDouble(context) && !parts.doubles.empty() &&
                                        parameter.getType()->isDependentType());
    parts.launchArguments +=
        separator + (stays ? name + pack : "spn::ascend::softened(" + name + ")" + pack);
    parts.parametersPlain += separator + onDevice;
  }
}

void KernelText::describeTemplate(const clang::FunctionDecl &kernel, Parts &parts) {
  const clang::FunctionTemplateDecl *made = kernel.getDescribedFunctionTemplate();
  if (!made)
    return;
  const clang::TemplateParameterList &list = *made->getTemplateParameters();
  if (std::optional<Span> span =
          context.span(context.spelling(list.getTemplateLoc()),
                       context.spelling(list.getRAngleLoc()).getLocWithOffset(1)))
    parts.templateHeader = respell(context, textOf(context, *span)) + "\n";
  for (const clang::NamedDecl *parameter : list) {
    if (parameter->getName().empty())
      break;
    std::string name = parameter->getName().str();
    const char *pack = parameter->isParameterPack() ? "..." : "";
    bool softens = emulatesDouble(context) && !parts.doubles.empty() &&
                   llvm::isa<clang::TemplateTypeParmDecl>(parameter);
    parts.templateArguments += (parts.templateArguments.empty() ? "<" : ", ") + name + pack;
    parts.launchTemplateArguments += (parts.launchTemplateArguments.empty() ? "<" : ", ") +
                                     (softens ? "spn::ascend::Softened<" + name + ">" : name) +
                                     pack;
  }
  if (!parts.templateArguments.empty()) {
    parts.templateArguments += ">";
    parts.launchTemplateArguments += ">";
  }
}

/// Linkage, and the arguments of a specialisation, as its declaration writes them.
void KernelText::describeDeclaration(const clang::FunctionDecl &kernel, Parts &parts) {
  std::optional<DeclarationText> text = declarationText(context, kernel);
  if (!text)
    return;
  const std::vector<RawToken> &tokens = context.tokens(text->file);
  llvm::StringRef buffer = context.buffer(text->file);
  for (std::size_t i = text->first; i < text->name; ++i) {
    llvm::StringRef word = tokens[i].text(buffer);
    if (word == "static" || word == "inline")
      parts.linkage += word.str() + " ";
    else if (word == "extern")
      parts.linkage += "extern \"C\" ";
  }
  if (kernel.getTemplateSpecializationKind() == clang::TSK_ExplicitSpecialization) {
    std::size_t end = text->name;
    while (end < tokens.size() && !tokens[end].is(clang::tok::l_paren))
      ++end;
    parts.nameWithArguments =
        respell(context, buffer.slice(tokens[text->name].begin, tokens[end].begin).trim().str());
    parts.templateHeader = "template <>\n";
  }
}

KernelText::Parts KernelText::describe(const clang::FunctionDecl &kernel) {
  Parts parts;
  parts.doubles = doubleParameters(kernel);
  parts.name = parts.nameWithArguments = kernel.getNameAsString();
  parts.deviceName = deviceName(context, kernel);
  describeParameters(kernel, parts);
  describeTemplate(kernel, parts);
  if (emulatesDouble(context))
    parts.doubles.clear();
  describeDeclaration(kernel, parts);
  return parts;
}

std::string KernelText::bounds(const clang::FunctionDecl &kernel) const {
  if (const auto *attribute = kernel.getAttr<clang::CUDALaunchBoundsAttr>())
    if (const clang::Expr *threads = attribute->getMaxThreads()) {
      clang::Expr::EvalResult value;
      std::optional<Span> span = spanOf(context, *threads);
      if (span)
        return textOf(context, *span);
      if (!threads->isValueDependent() && threads->EvaluateAsInt(value, context.ast))
        return std::to_string(value.Val.getInt().getZExtValue());
    }
  std::optional<unsigned> size = blockSizes.of(kernel);
  return std::to_string(size.value_or(1024));
}

std::string KernelText::sharedDeclaration(const SharedParameter &parameter) const {
  const clang::VarDecl &variable = *parameter.variable;
  if (isOpaque(variable)) {
    std::string size = isDynamic(variable) ? "" : std::to_string(opaqueBytes(context, variable));
    return "  " + std::string(isDynamic(variable) ? "extern " : "") +
           "__ubuf__ __align__(16) unsigned char " + parameter.name + "[" + size + "];\n";
  }
  std::string text = printVariable(context, variable, parameter.name, /*asParameter=*/false);
  return "  " + std::string(isDynamic(variable) ? "extern " : "") + "__ubuf__ " + text + ";\n";
}

std::string KernelText::entry(const DeviceFunction &function, const Parts &parts,
                              const std::string &bound) {
  std::string grid;
  for (const clang::VarDecl *reference : function.references)
    grid += boundType(context, *reference) + " " + reference->getName().str() + ", ";
  if (function.meetsBlocks)
    grid += "unsigned int *meeting, ";
  grid = (parts.parameters.empty() ? "" : ", ") + grid + "dim3 grid";
  std::string linkage = llvm::StringRef(parts.linkage).starts_with("extern") ? "" : parts.linkage;
  // What specialises a template is a function of its own on the device.
  std::string header = parts.deviceName == parts.name ? parts.templateHeader : std::string();
  std::string text = header + linkage + "__global__ __launch_bounds__(" + bound + ") void " +
                     parts.deviceName + "_simt(" + parts.parametersPlain + grid + ") {\n";
  for (const SharedParameter &parameter : function.shared)
    text += sharedDeclaration(parameter);
  if (function.needsVote)
    text +=
        "  __ubuf__ unsigned int blockVoteSlots[3];\n  spn::BlockVote blockVote(blockVoteSlots);\n";
  std::string arguments = parts.arguments;
  std::string additional = contextArguments(nullptr, function);
  if (!arguments.empty() && !additional.empty())
    arguments += ", ";
  std::string call =
      parts.deviceName + "_block" + parts.templateArguments + "(" + arguments + additional + ");\n";
  text += "  for (spn::VirtualBlock vblock(grid" +
          std::string(function.meetsBlocks ? ", meeting" : "") +
          "); vblock.valid(); vblock.next())";
  if (function.shared.empty())
    return text + "\n    " + call + "}\n";
  return text + " {\n    " + call +
         "    asc_syncthreads(); // the next block works on the same arrays\n  }\n}\n";
}

/// A template whose launches say double is refused for these types alone.
static std::string refuseDouble(const std::vector<std::string> &parameters,
                                const std::string &name) {
  if (parameters.empty())
    return {};
  std::string list;
  for (const std::string &parameter : parameters)
    list += (list.empty() ? "" : ", ") + parameter;
  return "  if constexpr (spn::ascend::isDouble<" + list + ">)\n    spn::ascend::refuse(\"" + name +
         "\", \"double precision\");\n  else\n";
}

std::string KernelText::launcher(const DeviceFunction &function, const Parts &parts,
                                 const std::string &bound) const {
  // Bound when the kernel is launched, not when its turn comes.
  std::string arguments = parts.launchArguments + (parts.arguments.empty() ? "" : ", "), captured;
  for (const clang::VarDecl *reference : function.references) {
    arguments += reference->getName().str() + ", ";
    captured += ", " + reference->getName().str() + " = spn::bound(" +
                reference->getQualifiedNameAsString() + ")";
  }
  arguments += function.meetsBlocks ? "launch.meeting, launch.grid" : "launch.grid";
  return parts.templateHeader + parts.linkage + "void " + parts.nameWithArguments + "(" +
         parts.parameters + ") {\n" + refuseDouble(parts.doubles, parts.name) +
         (parts.doubles.empty() ? "" : "  ") +
         "  spn::ascend::" + (function.waitsForBlocks ? "launchTogether" : "launch") + "(\"" +
         parts.name + "\", " + bound + ", [=" + captured +
         "](const spn::ascend::Launch &launch) {\n    " + parts.deviceName + "_simt" +
         parts.launchTemplateArguments +
         "<<<launch.blocks, launch.threads, launch.ubufBytes, launch.stream>>>(" + arguments +
         ");\n  });\n}";
}

/// The configuration comes as the first argument, and nothing stands between it and <<<>>>.
std::string KernelText::aclLauncher(const Parts &parts, const std::string &bound) const {
  std::string separator = parts.arguments.empty() ? "" : ", ";
  std::string arguments = parts.launchArguments + separator + "launch.grid";
  return parts.templateHeader + parts.linkage + "void " + parts.nameWithArguments +
         "(const spn::acl::Launch &launch" + separator + parts.parameters + ") {\n" +
         refuseDouble(parts.doubles, parts.name) + (parts.doubles.empty() ? "" : "  ") + "  " +
         parts.deviceName + "_simt" + parts.launchTemplateArguments + "<<<launch.blocks(" + bound +
         "), launch.threads, launch.ubufBytes, launch.stream>>>(" + arguments + ");\n}";
}

std::string KernelText::refusal(const DeviceFunction &function, const Parts &parts) const {
  if (callsAcl(context.rules))
    return parts.templateHeader + parts.linkage + "void " + parts.nameWithArguments +
           "(const spn::acl::Launch &" + (parts.parameters.empty() ? "" : ", ") + parts.parameters +
           ") {\n  spn::ascend::refuse(\"" + parts.name + "\", \"" +
           escaped(function.obstacles.front().reason) + "\");\n}";
  return parts.templateHeader + parts.linkage + "void " + parts.nameWithArguments + "(" +
         parts.parameters + ") {\n  spn::ascend::refuse(\"" + parts.name + "\", \"" +
         escaped(function.obstacles.front().reason) + "\");\n}";
}

void KernelText::write(const DeviceFunction &function) {
  const clang::FunctionDecl &kernel = *function.definition;
  std::optional<TokenPlace> close = tokenPlace(context, kernel.getBody()->getEndLoc());
  if (!close)
    return;
  std::uint32_t end = context.tokens(close->file)[close->index].end;
  Parts parts = describe(kernel);
  std::string text;
  if (function.isLowered()) {
    std::string bound = bounds(kernel);
    bool direct = callsAcl(context.rules);
    text = "\n\n" + entry(function, parts, bound) + "\n" +
           (direct ? aclLauncher(parts, bound) : launcher(function, parts, bound));
  } else {
    text = "\n" + refusal(function, parts);
  }
  context.edit(kPass, {{insertionAt(context, close->file, end), text}});
}

} // namespace sampan::ascend
