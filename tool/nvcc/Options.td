// SPDX-License-Identifier: Apache-2.0
// Every option of nvcc, with what the compile driver does about it. The class of an option is a
// flag: Honour (it has its effect), Map (the nearest thing is done), Ignore (accepted, a note under
// -v) or Reject (an error that says why). A short name works with one or two hyphens, a long name
// with two, and a value follows as "-name value" or "-name=value".

include "llvm/Option/OptParser.td"

def Honour : OptionFlag;
def Map : OptionFlag;
def Ignore : OptionFlag;
def Reject : OptionFlag;

// A flag. `long` is empty when there is one name only.
multiclass F<string short, string long, OptionFlag kind, string help> {
  def NAME : Flag<["-", "--"], short>, Flags<[kind]>, HelpText<help>;
  if !ne(long, "") then
    def NAME#_long : Flag<["--"], long>, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
}

// An option with a value.
multiclass V<string short, string long, OptionFlag kind, string meta, string help> {
  def NAME : Separate<["-", "--"], short>, Flags<[kind]>, MetaVarName<meta>, HelpText<help>;
  def NAME#_eq : Joined<["-", "--"], short#"=">, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
  if !ne(long, "") then {
    def NAME#_long : Separate<["--"], long>, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
    def NAME#_long_eq : Joined<["--"], long#"=">, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
  }
}

// A one-letter option whose value may follow without a separator: -Idir, -I dir, -I=dir.
multiclass J<string short, string long, OptionFlag kind, string meta, string help> {
  def NAME : JoinedOrSeparate<["-"], short>, Flags<[kind]>, MetaVarName<meta>, HelpText<help>;
  def NAME#_eq : Joined<["-"], short#"=">, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
  def NAME#_long : Separate<["--"], long>, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
  def NAME#_long_eq : Joined<["--"], long#"=">, Alias<!cast<Option>(NAME)>, Flags<[kind]>;
}

// --- Compilation phase ---------------------------------------------------------------------------
defm cuda : F<"cuda", "", Honour, "write the translated and preprocessed C++ of each .cu file as .cu.cpp.ii">;
defm cubin : F<"cubin", "", Reject, "write NVIDIA machine code (not supported)">;
defm fatbin : F<"fatbin", "", Reject, "write an NVIDIA fat binary (not supported)">;
defm ptx : F<"ptx", "", Reject, "write PTX (not supported)">;
defm optix_ir : F<"optix-ir", "", Reject, "write OptiX IR (not supported)">;
defm ltoir : F<"ltoir", "", Reject, "write NVIDIA's link-time IR (not supported)">;
defm preprocess : F<"E", "preprocess", Honour, "preprocess only">;
defm deps : F<"M", "generate-dependencies", Honour, "write make dependencies, compile nothing">;
defm deps_user : F<"MM", "generate-nonsystem-dependencies", Honour, "as -M, without system headers">;
defm deps_compile : F<"MD", "generate-dependencies-with-compile", Honour,
                      "compile, and write make dependencies">;
defm deps_compile_user : F<"MMD", "generate-nonsystem-dependencies-with-compile", Honour,
                           "as -MD, without system headers">;
defm deps_file : V<"MF", "dependency-output", Honour, "file", "where dependencies are written">;
defm deps_phony : F<"MP", "generate-dependency-targets", Honour, "add an empty rule per header">;
defm deps_target : V<"MT", "dependency-target-name", Honour, "target", "target of the rule">;
defm compile : F<"c", "compile", Honour, "compile to objects, do not link">;
defm device_c : F<"dc", "device-c", Honour, "compile to objects with relocatable device code">;
defm device_w : F<"dw", "device-w", Honour, "compile to objects with whole-program device code">;
defm device_link : F<"dlink", "device-link", Honour, "device link: an empty object is written">;
defm link : F<"link", "", Honour, "compile and link (default)">;
defm lib : F<"lib", "", Honour, "compile and make an archive">;
defm run : F<"run", "", Honour, "compile, link and run">;
defm run_args : V<"run-args", "", Honour, "arguments", "arguments for the program that --run starts">;

// --- Files and paths -----------------------------------------------------------------------------
defm output : V<"o", "output-file", Honour, "file", "output file">;
defm pre_include : V<"include", "pre-include", Honour, "file", "include a file first">;
defm objtemp : F<"objtemp", "objdir-as-tempdir", Honour, "intermediate files go beside the objects">;
defm library : J<"l", "library", Honour, "library", "link a library">;
defm define : J<"D", "define-macro", Honour, "macro", "define a macro">;
defm undefine : J<"U", "undefine-macro", Honour, "macro", "undefine a macro">;
defm include_path : J<"I", "include-path", Honour, "directory", "search headers there">;
defm system_include : V<"isystem", "system-include", Honour, "directory", "search system headers there">;
defm library_path : J<"L", "library-path", Honour, "directory", "search libraries there">;
defm output_directory : V<"odir", "output-directory", Honour, "directory", "directory of outputs">;
defm host_compiler : V<"ccbin", "compiler-bindir", Honour, "path", "host compiler, or its directory">;
defm archiver : V<"arbin", "archiver-binary", Honour, "path", "program that makes archives">;
defm allow_unsupported_compiler : F<"allow-unsupported-compiler", "", Ignore,
                                    "any host compiler may be tried">;
defm cudart : V<"cudart", "", Honour, "none|shared|static", "kind of run-time library">;
defm cudadevrt : V<"cudadevrt", "", Ignore, "none|static", "device run-time library">;
defm libdevice_directory : V<"ldir", "libdevice-directory", Ignore, "directory", "libdevice directory">;
defm target_directory : V<"target-dir", "target-directory", Ignore, "name", "toolkit target">;
defm use_local_env : F<"use-local-env", "", Reject, "Windows only">;
defm force_cl_env : F<"force-cl-env-setup", "", Reject, "Windows only">;

// --- Behaviour of compiler and linker ------------------------------------------------------------
defm profile : F<"pg", "profile", Honour, "instrument for gprof">;
defm debug : F<"g", "debug", Honour, "debug information for host code">;
defm device_debug : F<"G", "device-debug", Map, "debug kernels: nothing is optimised">;
defm line_info : F<"lineinfo", "generate-line-info", Map, "line information for kernels (always there)">;
defm opt_info : V<"opt-info", "optimization-info", Ignore, "kind", "report optimisations">;
defm optimise : J<"O", "optimize", Honour, "level", "optimisation level of host code">;
defm ofast_compile : V<"Ofc", "Ofast-compile", Ignore, "level", "compile faster">;
defm dopt : V<"dopt", "", Ignore, "on", "optimise device code together with -G">;
defm dlto : F<"dlto", "dlink-time-opt", Ignore, "link-time optimisation of device code">;
defm lto : F<"lto", "", Ignore, "link-time optimisation of device code">;
defm gen_opt_lto : F<"gen-opt-lto", "", Ignore, "optimise before the device link">;
defm template_backtrace : V<"ftemplate-backtrace-limit", "", Honour, "n", "limit of template notes">;
defm template_depth : V<"ftemplate-depth", "", Honour, "n", "limit of template nesting">;
defm no_exceptions : F<"noeh", "no-exceptions", Honour, "no exceptions in host code">;
defm shared : F<"shared", "", Honour, "make a shared library">;
defm language : V<"x", "", Honour, "c|c++|cu", "language of the inputs that follow or precede">;
defm standard : V<"std", "", Honour, "standard", "C++ standard">;
defm no_hd_init_list : F<"nohdinitlist", "no-host-device-initializer-list", Ignore,
                         "initializer_list is host only">;
defm no_hd_move_forward : F<"nohdmoveforward", "no-host-device-move-forward", Ignore,
                            "move and forward are host only">;
defm relaxed_constexpr : F<"expt-relaxed-constexpr", "", Honour, "constexpr functions anywhere">;
defm extended_lambda : F<"extended-lambda", "", Honour, "__device__ lambdas">;
defm expt_extended_lambda : F<"expt-extended-lambda", "", Honour, "__device__ lambdas">;
defm machine : V<"m", "machine", Honour, "64", "word size">;
defm m64 : F<"m64", "", Honour, "64-bit code">;

// --- Options for the steps -----------------------------------------------------------------------
defm Xcompiler : V<"Xcompiler", "compiler-options", Honour, "options", "options for the host compiler">;
defm Xlinker : V<"Xlinker", "linker-options", Honour, "options", "options for the linker">;
defm Xarchive : V<"Xarchive", "archive-options", Honour, "options", "options for the archiver">;
defm Xptxas : V<"Xptxas", "ptxas-options", Ignore, "options", "options for ptxas">;
defm Xnvlink : V<"Xnvlink", "nvlink-options", Ignore, "options", "options for nvlink">;
defm static_template_stub : V<"static-global-template-stub", "", Ignore, "true|false",
                              "linkage of kernel templates">;
defm hidden_entities : V<"device-entity-has-hidden-visibility", "", Ignore, "true|false",
                         "visibility of device variables">;

// --- Unknown options -----------------------------------------------------------------------------
defm forward_compiler : F<"forward-unknown-to-host-compiler", "", Honour,
                          "unknown options go to the host compiler">;
defm forward_linker : F<"forward-unknown-to-host-linker", "", Honour,
                        "unknown options go to the host linker">;
defm forward_both : F<"forward-unknown-opts", "", Honour, "unknown options go to compiler and linker">;

// --- Other hardware ------------------------------------------------------------------------------
defm targets : V<"targets", "", Honour, "host|ascend950", "where kernels run (default: host)">;
defm bisheng : V<"bisheng", "", Honour, "file", "Ascend's compiler, for --targets=ascend950">;
defm fp64 : V<"fp64", "", Honour, "refuse|emulate",
              "double in Ascend C kernels: an error (default), or computed with integers">;
defm unsupported_kernels : V<"unsupported-kernels", "", Honour, "error|refuse",
                             "kernels that the target cannot run: error (default), or their launch fails">;

// --- The driver itself ---------------------------------------------------------------------------
defm no_profile : F<"noprof", "dont-use-profile", Ignore, "do not read nvcc.profile">;
defm dry_run : F<"dryrun", "", Honour, "show the steps, run none">;
defm verbose : F<"v", "verbose", Honour, "show the steps">;
defm threads : J<"t", "threads", Honour, "n", "compile several files at the same time">;
defm split_compile : V<"split-compile", "", Ignore, "n", "parallel device compilation">;
defm split_compile_extended : V<"split-compile-extended", "", Ignore, "n",
                                "parallel device compilation">;
defm syntax_only : F<"fdevice-syntax-only", "", Honour, "check, write nothing">;
defm time_trace : V<"fdevice-time-trace", "", Ignore, "file", "time trace of the device compilation">;
defm keep : F<"keep", "", Honour, "keep intermediate files">;
defm save_temps : F<"save-temps", "", Honour, "keep intermediate files">;
defm keep_dir : V<"keep-dir", "", Honour, "directory", "where intermediate files are kept">;
defm clean : F<"clean", "clean-targets", Honour, "delete what this command would write">;
defm time : V<"time", "", Honour, "file", "append the time of each step to a table">;
defm input_drive_prefix : V<"idp", "input-drive-prefix", Reject, "prefix", "Windows only">;
defm dependency_drive_prefix : V<"ddp", "dependency-drive-prefix", Reject, "prefix", "Windows only">;
defm drive_prefix : V<"dp", "drive-prefix", Reject, "prefix", "Windows only">;
defm no_align_double : F<"no-align-double", "", Ignore, "32-bit only">;
defm no_device_link : F<"nodlink", "no-device-link", Ignore, "skip the device link">;
defm jobserver : F<"jobserver", "", Ignore, "take part in GNU make's job server">;
defm options_file : V<"optf", "options-file", Honour, "file", "read options from a file">;
defm version : F<"V", "version", Honour, "version of this driver">;
defm help : F<"h", "help", Honour, "this text">;

// --- Device code ---------------------------------------------------------------------------------
defm arch : V<"arch", "gpu-architecture", Honour, "sm_NN", "architecture: value of __CUDA_ARCH__">;
defm gpu_code : V<"code", "gpu-code", Honour, "sm_NN", "architectures of the binary">;
defm gencode : V<"gencode", "generate-code", Honour, "arch=..,code=..", "an architecture">;
defm rdc : V<"rdc", "relocatable-device-code", Honour, "true|false", "device code of several files">;
defm entries : V<"e", "entries", Ignore, "names", "kernels to compile">;
defm maxrregcount : V<"maxrregcount", "", Ignore, "n", "registers per thread">;
defm fast_math : F<"use_fast_math", "", Honour, "fast device math: -ftz=true -prec-div=false ...">;
defm ftz : V<"ftz", "", Honour, "true|false", "flush denormals">;
defm prec_div : V<"prec-div", "", Honour, "true|false", "exact division">;
defm prec_sqrt : V<"prec-sqrt", "", Honour, "true|false", "exact square root">;
defm fmad : V<"fmad", "", Honour, "true|false", "contract to fused multiply-add">;
defm extra_vectorization : F<"extra-device-vectorization", "", Ignore, "vectorise device code more">;
defm default_stream : V<"default-stream", "", Honour, "legacy|null|per-thread",
                        "meaning of the default stream">;
defm keep_device_functions : F<"keep-device-functions", "", Ignore, "keep unused device functions">;
defm source_in_ptx : F<"src-in-ptx", "source-in-ptx", Ignore, "source lines in PTX">;
defm restrict : F<"restrict", "", Ignore, "all pointer parameters of kernels are restrict">;
defm resource_usage : F<"res-usage", "resource-usage", Ignore, "show registers and memory">;
defm whole_program : F<"ewp", "extensible-whole-program", Ignore, "whole program with calls out">;
defm no_compress : F<"no-compress", "", Ignore, "do not compress device code">;
defm compress_mode : V<"compress-mode", "", Ignore, "mode", "compression of device code">;
defm qpp_config : V<"qpp-config", "", Ignore, "configuration", "QNX compiler configuration">;
defm tools_patch : F<"astoolspatch", "compile-as-tools-patch", Reject, "code for NVIDIA's tools">;
defm list_code : F<"code-ls", "list-gpu-code", Honour, "list the architectures that -code accepts">;
defm list_arch : F<"arch-ls", "list-gpu-arch", Honour, "list the architectures that -arch accepts">;
defm relocatable_link : F<"r", "relocatable-link", Ignore, "relocatable device link">;
defm jump_table_density : V<"jtd", "jump-table-density", Ignore, "n", "when to use jump tables">;
defm relocatable_ptx : F<"reloc-ptx", "relocatable-ptx", Ignore, "relocatable PTX">;
defm stack_protector : V<"device-stack-protector", "", Ignore, "true|false", "stack canaries">;
defm random_seed : V<"frandom-seed", "", Honour, "seed", "seed of generated names">;
defm sanitize : V<"sanitize", "", Map, "tool", "instrument: the host compiler's address sanitizer">;

// --- Diagnostics ---------------------------------------------------------------------------------
defm no_warnings : F<"w", "disable-warnings", Honour, "no warnings">;
defm Werror : V<"Werror", "", Map, "kinds", "warnings are errors">;
defm Wreorder : F<"Wreorder", "", Map, "warn about the order of initialisers">;
defm Wdefault_stream : F<"Wdefault-stream-launch", "", Ignore, "warn about launches without stream">;
defm Wlaunch_bounds : F<"Wmissing-launch-bounds", "", Ignore, "warn about missing launch bounds">;
defm Wext_lambda : F<"Wext-lambda-captures-this", "", Ignore, "warn about lambdas that capture this">;
defm Wno_deprecated : F<"Wno-deprecated-declarations", "", Map, "no warnings about deprecated names">;
defm Wno_deprecated_gpu : F<"Wno-deprecated-gpu-targets", "", Ignore, "no warnings about old GPUs">;
defm error_number : F<"err-no", "display-error-number", Ignore, "numbers in messages">;
defm no_error_number : F<"no-err-no", "no-display-error-number", Ignore, "no numbers in messages">;
defm diag_error : V<"diag-error", "", Ignore, "numbers", "messages of the EDG front end">;
defm diag_suppress : V<"diag-suppress", "", Ignore, "numbers", "messages of the EDG front end">;
defm diag_warn : V<"diag-warn", "", Ignore, "numbers", "messages of the EDG front end">;
defm brief_diagnostics : V<"brief-diag", "brief-diagnostics", Ignore, "true|false", "short messages">;
defm host_linker_script : V<"hls", "host-linker-script", Ignore, "use-lcs|gen-lcs", "linker script">;
defm augment_linker_script : F<"aug-hls", "augment-host-linker-script", Ignore, "linker script">;
