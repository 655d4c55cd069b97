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

class All : Visibility<[TranslateVis, ReportVis, ExplainVis, ExplainKernelVis, RulesVis, EnvVis,
                        DoctorVis]>;
class Analysis : Visibility<[TranslateVis, ReportVis, ExplainKernelVis]>;

// A value as "--name value" or "--name=value".
multiclass V<string name, string meta, list<OptionVisibility> commands, string help> {
  def NAME : Separate<["--"], name>, Visibility<commands>, MetaVarName<meta>, HelpText<help>;
  def NAME#_eq : Joined<["--"], name#"=">, Alias<!cast<Option>(NAME)>, Visibility<commands>;
}

defvar kAnalysis = [TranslateVis, ReportVis, ExplainKernelVis];

// --- Everywhere ----------------------------------------------------------------------------------
def help : Flag<["-", "--"], "help">, All, HelpText<"this text">;
def h : Flag<["-"], "h">, Alias<help>, All;
def quiet : Flag<["--"], "quiet">, All, HelpText<"results only">;
def q : Flag<["-"], "q">, Alias<quiet>, All;
def verbose : Flag<["-"], "v">, All, HelpText<"notes and commands too">;
defm colour : V<"color", "auto|always|never", [TranslateVis, ReportVis, ExplainVis,
                                                  ExplainKernelVis, RulesVis, EnvVis, DoctorVis],
                 "when to use colours">;
def use_colour : Flag<["--"], "use-color">, Alias<colour>, AliasArgs<["always"]>, All;

// --- What is analysed ----------------------------------------------------------------------------
def build_path : JoinedOrSeparate<["-"], "p">, Analysis, MetaVarName<"DIR">,
                 HelpText<"directory of compile_commands.json">;
def build_path_eq : Joined<["-"], "p=">, Alias<build_path>, Analysis;
defm extra_arg : V<"extra-arg", "FLAG", kAnalysis, "append a compile flag">;
defm extra_arg_before : V<"extra-arg-before", "FLAG", kAnalysis, "prepend a compile flag">;
defm rules : V<"rules", "FILE", [TranslateVis, ReportVis, ExplainVis, RulesVis],
               "lay rules of your own over the built-in ones">;
defm project_root : V<"project-root", "DIR", kAnalysis, "files below it may be edited">;
def jobs : JoinedOrSeparate<["-"], "j">, Analysis, MetaVarName<"N">,
           HelpText<"files analysed at the same time (0: one per processor)">;
defm target : V<"target", "TARGET", [TranslateVis, ReportVis, ExplainVis, RulesVis],
                "host, ascend950, ascend910b, ascend310p, cuda, hip, opencl">;
def exit_zero : Flag<["--"], "exit-zero">, Analysis, HelpText<"findings do not change the status">;
defm fail_on : V<"fail-on", "error|warning|never", kAnalysis, "severity that gives status 1">;
defm keep_going : V<"keep-going", "yes|no", kAnalysis, "go on after a file that cannot be read">;

// --- translate -----------------------------------------------------------------------------------
def output : JoinedOrSeparate<["-"], "o">, Visibility<[TranslateVis]>, MetaVarName<"DIR">,
             HelpText<"write the translated tree to DIR; - prints one file">;
def in_place : Flag<["--"], "in-place">, Visibility<[TranslateVis]>,
               HelpText<"edit the files themselves; they must be committed">;
def backup : Flag<["--"], "backup">, Visibility<[TranslateVis]>,
             HelpText<"with --in-place: keep the old text as FILE.orig">;
def diff : Flag<["--"], "diff">, Visibility<[TranslateVis]>,
           HelpText<"print a unified diff, write nothing">;
def force : Flag<["--"], "force">, Visibility<[TranslateVis]>,
            HelpText<"overwrite what Sampan did not write, or files that are not committed">;
defm rename_sources : V<"rename-sources", "EXTENSION", [TranslateVis],
                        "new extension of translated .cu files, such as .cpp">;

// --- report, rules, env --------------------------------------------------------------------------
defm format : V<"format", "FORMAT[:FILE]", [ReportVis, RulesVis],
                "json or text (rules: md, json or text); may be repeated">;
defm library : V<"library", "NAME", [RulesVis], "rules of one library">;
defm shell : V<"shell", "sh|fish", [EnvVis], "syntax of the output">;
