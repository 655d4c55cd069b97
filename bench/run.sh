#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds Sampan if need be, then builds and runs the benchmark.
#   bench/run.sh [OPTION...]     --help lists them
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
own_build=yes
for argument in "$@"; do
  case $argument in
  --prefix | --prefix=* | -h | --help) own_build=no ;;
  esac
done
if [ "$own_build" = yes ]; then
  "$root/tool/scripts/bootstrap.sh" test
  (cd "$root" && cmake --preset release >/dev/null &&
    cmake --build --preset release --parallel --target sampan sampan_rt >/dev/null)
fi
exec python3 -B "$root/bench/measure" "$@"
