#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds Sampan with its tests and runs them; installs what is missing first.
#   test/run.sh [--preset NAME] [--label REGEX] [CTEST-OPTION...]
# Presets: release (default), ci, dev, asan, tsan.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
preset=release label=
while [ $# -gt 0 ]; do
  case $1 in
  --preset) preset=$2 && shift 2 ;;
  --label) label=$2 && shift 2 ;;
  -h | --help) sed -n '3,5s/^# //p' "$0" && exit 0 ;;
  *) break ;;
  esac
done

cd "$root"
case $preset in
asan | tsan) "$root/tool/scripts/bootstrap.sh" sanitize ;;
*) "$root/tool/scripts/bootstrap.sh" test ;;
esac
jobs=$(nproc 2>/dev/null || echo 2)
# Precompiled headers are compared by content, not by time.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime

echo "== configure and build ($preset) in build/$preset"
"$root/tool/scripts/configure.sh" "$preset" -DSAMPAN_BUILD_TESTS=ON
cmake --build --preset "$preset" --parallel "$jobs"

echo "== test"
ctest --preset "$preset" --parallel "$jobs" ${label:+-L "$label"} "$@"
