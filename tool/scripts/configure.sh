#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Configures build/PRESET; silent unless it fails.
#   configure.sh PRESET [CMAKE-ARGUMENT...]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
preset=$1
shift
cd "$root"
if command -v ccache >/dev/null 2>&1; then
  set -- "$@" -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
# Where a folder was configured with another compiler, CMake takes the preset's and drops all its
# other settings, sanitizers included. Such a folder starts afresh.
cache=build/$preset/CMakeCache.txt
if [ -e "$cache" ] && ! grep -q '^CMAKE_CXX_COMPILER:[A-Z]*=/usr/bin/clang++-22$' "$cache"; then
  set -- --fresh "$@"
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cmake --preset "$preset" "$@" >"$log" 2>&1 || {
  cat "$log"
  exit 1
}
