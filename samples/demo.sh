#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Takes samples/particles, a CUDA project of several files, through both ways of Sampan on a machine
# without GPU and CUDA:
#   1. translates it and builds the result with an ordinary C++ compiler and the project's Makefile;
#   2. builds the untouched project with spncc in the place of nvcc.
# Both programs run on the CPU and check their own result. Installs what is missing first and builds
# Sampan into build/release; the second run takes seconds.
#   samples/demo.sh [OUTPUT-DIRECTORY]
# With SAMPAN_PREFIX=DIR an installation is used and nothing is installed or built.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
case ${1:-} in
-h | --help) sed -n '3,11s/^# *//p' "$0" && exit 0 ;;
esac
mkdir -p "${1:-$root/build/demo}"
out=$(cd "${1:-$root/build/demo}" && pwd)
build=$root/build/release
prefix=${SAMPAN_PREFIX:-$build/prefix}
project=$root/samples/particles
jobs=$(nproc 2>/dev/null || echo 2)

say() { printf '\n== %s\n' "$*"; }

if [ -n "${SAMPAN_PREFIX:-}" ]; then
  say "1/5, 2/5 using the installation in $SAMPAN_PREFIX"
else
  say "1/5 what has to be installed"
  "$root/tool/scripts/bootstrap.sh" build
  echo "all there"

  say "2/5 build Sampan (build/release)"
  cd "$root"
  "$root/tool/scripts/configure.sh" release -DSAMPAN_BUILD_TESTS=OFF
  cmake --build --preset release --parallel "$jobs"
fi

say "3/5 translate samples/particles"
rm -rf "$out/translated"
cp -R "$project" "$out/translated" # the Makefile and what needs no change
rm -rf "$out/translated/build"
"$prefix/bin/sampan" translate -o "$out/translated/src" --force \
  "$project"/src/*.cu "$project"/src/*.cpp -- -std=c++14
"$prefix/bin/sampan" report --quiet --format "json:$out/report.json" --format "text:$out/report.txt" \
  "$project"/src/*.cu "$project"/src/*.cpp -- -std=c++14
diff -ru "$project/src" "$out/translated/src" >"$out/translated.diff" || true
echo "lines changed: $(grep -c '^+[^+]' "$out/translated.diff")"

say "4/5 build the translated sources with g++, run"
make -s -C "$out/translated" NVCC=g++ \
  NVCCFLAGS="-x c++ -std=c++17 -O2 -I$prefix/include" \
  CXXFLAGS="-std=c++17 -O2 -I$prefix/include" \
  LDLIBS="$prefix/lib/libsampan_rt.a -lpthread -ldl"
"$out/translated/build/particles"

say "5/5 build the untouched sources with spncc as nvcc, run"
cuda=$prefix/lib/sampan/cuda
make -s -C "$project" BUILD="$out/spncc" NVCC="$cuda/bin/nvcc" CUDA_HOME="$cuda" -j"$jobs"
"$out/spncc/particles"

say "done"
echo "translated sources: $out/translated"
echo "the changes:        $out/translated.diff"
echo "report:             $out/report.txt, $out/report.json"
