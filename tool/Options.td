// SPDX-License-Identifier: Apache-2.0
// Every flag of `sampan`. Which subcommands take an option is its visibility, so that one flag means
// one thing everywhere and a misplaced one is an error.

include "llvm/Option/OptParser.td"

def TranslateVis : OptionVisibility;
def ReportVis : OptionVisibility;
def ExplainVis : OptionVisibility;
def ExplainKernelVis : OptionVisibility;
def RulesVis : OptionVisibility;
def EnvVis : OptionVisibility;
def DoctorVis : OptionVisibility;
def BaselineVis : OptionVisibility;
def InterceptVis : OptionVisibility;

class All : Visibility<[TranslateVis, ReportVis, ExplainVis, ExplainKernelVis, RulesVis, EnvVis,
                        DoctorVis, BaselineVis, InterceptVis]>;
class Analysis : Visibility<[TranslateVis, ReportVis, BaselineVis, ExplainKernelVis]>;

// A value as "--name value" or "--name=value".
multiclass V<string name, string meta, list<OptionVisibility> commands, string help> {
  def NAME : Separate<["--"], name>, Visibility<commands>, MetaVarName<meta>, HelpText<help>;
  def NAME#_eq : Joined<["--"], name#"=">, Alias<!cast<Option>(NAME)>, Visibility<commands>;
}

defvar kAnalysis = [TranslateVis, ReportVis, BaselineVis, ExplainKernelVis];

// --- Everywhere ----------------------------------------------------------------------------------
def help : Flag<["-", "--"], "help">, All, HelpText<"this text">;
def h : Flag<["-"], "h">, Alias<help>, All;
def quiet : Flag<["--"], "quiet">, All, HelpText<"results only">;
def q : Flag<["-"], "q">, Alias<quiet>, All;
def verbose : Flag<["-"], "v">, All, HelpText<"notes and commands too">;
defm colour : V<"color", "auto|always|never", [TranslateVis, ReportVis, ExplainVis,
                                                  ExplainKernelVis, RulesVis, EnvVis, DoctorVis,
                                                  BaselineVis, InterceptVis],
                "when to use colours">;
def use_colour : Flag<["--"], "use-color">, Alias<colour>, AliasArgs<["always"]>, All;

// --- What is analysed ----------------------------------------------------------------------------
def build_path : JoinedOrSeparate<["-"], "p">, Analysis, MetaVarName<"DIR">,
                 HelpText<"directory of compile_commands.json">;
def build_path_eq : Joined<["-"], "p=">, Alias<build_path>, Analysis;
defm extra_arg : V<"extra-arg", "FLAG", kAnalysis, "append a compile flag">;
defm extra_arg_before : V<"extra-arg-before", "FLAG", kAnalysis, "prepend a compile flag">;
defm rules : V<"rules", "FILE", [TranslateVis, ReportVis, ExplainVis, RulesVis, BaselineVis],
               "lay rules of your own over the built-in ones">;
defm project_root : V<"project-root", "DIR", kAnalysis, "files below it may be edited">;
def jobs : JoinedOrSeparate<["-"], "j">, Analysis, MetaVarName<"N">,
           HelpText<"files analysed at the same time (0: one per processor)">;
defm target : V<"target", "TARGET", [TranslateVis, ReportVis, ExplainVis, RulesVis, BaselineVis],
                "host, ascend950, ascend910b, ascend310p, cuda, hip, opencl "
                "(report, baseline: several, with commas or repeated)">;
def exit_zero : Flag<["--"], "exit-zero">, Analysis, HelpText<"findings do not change the status">;
defm fail_on : V<"fail-on", "LIST", kAnalysis,
                 "findings that give status 1: error (default), warning, note, new, never, SPNnnnn, "
                 "SPN2xxx">;
defm config : V<"config", "FILE", kAnalysis, "take this file for .sampan.json">;
def no_config : Flag<["--"], "no-config">, Analysis, HelpText<"do not look for .sampan.json">;
def no_cache : Flag<["--"], "no-cache">, Analysis,
               HelpText<"analyse every file anew; SAMPAN_CACHE_DIR says where results are kept">;
defm keep_going : V<"keep-going", "yes|no", kAnalysis, "go on after a file that cannot be read">;

// --- translate -----------------------------------------------------------------------------------
def output : JoinedOrSeparate<["-"], "o">, Visibility<[TranslateVis, InterceptVis]>,
             MetaVarName<"PATH">,
             HelpText<"translate: write the tree to this directory, - prints one file; intercept: "
                      "the file to write">;
def append : Flag<["--"], "append">, Visibility<[InterceptVis]>,
             HelpText<"keep what the file says about other sources">;
def in_place : Flag<["--"], "in-place">, Visibility<[TranslateVis]>,
               HelpText<"edit the files themselves; they must be committed">;
def backup : Flag<["--"], "backup">, Visibility<[TranslateVis]>,
             HelpText<"with --in-place: keep the old text as FILE.orig">;
def diff : Flag<["--"], "diff">, Visibility<[TranslateVis]>,
           HelpText<"print a unified diff, write nothing">;
def force : Flag<["--"], "force">, Visibility<[TranslateVis]>,
            HelpText<"overwrite what Sampan did not write, or files that are not committed">;
defm to : V<"to", "portable|ascendc", [TranslateVis],
            "what kernels are written in: the portable dialect, or Ascend C for the 950">;
defm host_api : V<"host-api", "shim|acl", [TranslateVis],
                  "what host code of Ascend C sources calls: Sampan's runtime, or AscendCL itself">;
defm fp64 : V<"fp64", "refuse|emulate", [TranslateVis, ReportVis],
              "double in Ascend C kernels: an error, or computed with integers">;
defm rename_sources : V<"rename-sources", "EXTENSION", [TranslateVis],
                        "new extension of translated .cu files, such as .cpp">;

// --- gates ---------------------------------------------------------------------------------------
defm baseline : V<"baseline", "FILE", [ReportVis, BaselineVis],
                  "findings that are known: only others count">;
defm max_new : V<"max-new", "N", [ReportVis], "findings (warnings and errors) that may count">;
defm min_coverage : V<"min-coverage", "PERCENT", [ReportVis], "uses that must come out well">;
defm min_kernels : V<"min-kernels", "PERCENT", [ReportVis],
                     "kernels that must run directly or emulated">;
defm max_not_analysed : V<"max-not-analysed", "PERCENT", [ReportVis],
                          "share of the project that may stay out of sight">;
defm changed_since : V<"changed-since", "REVISION", [ReportVis],
                       "count findings only on lines changed since (git)">;

// --- report, rules, env --------------------------------------------------------------------------
def loops : Flag<["--"], "loops">, Visibility<[ExplainKernelVis]>,
            HelpText<"compile, and say of each loop over threads whether it is vectorised">;
def json : Flag<["--"], "json">, Visibility<[ExplainKernelVis]>, HelpText<"print JSON">;
defm format : V<"format", "FORMAT[:FILE]", [ReportVis, RulesVis],
                "report: text, json, sarif, junit, gitlab, github, markdown or csv, may be "
                "repeated; rules: text, md, json or html">;
defm library : V<"library", "NAME", [RulesVis], "rules of one library">;
defm shell : V<"shell", "sh|fish", [EnvVis], "syntax of the output">;
