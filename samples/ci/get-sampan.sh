#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts `sampan` on the machine of a CI job: from the address in SAMPAN_REPOSITORY, built once into
# SAMPAN_HOME (keep that directory in the CI's cache). Does nothing when it is there already.
set -eu

home=${SAMPAN_HOME:-$HOME/.local/sampan}
if [ -x "$home/bin/sampan" ]; then
  echo "Sampan is in $home"
  exit 0
fi
if [ -z "${SAMPAN_REPOSITORY:-}" ]; then
  echo "set SAMPAN_REPOSITORY to the git address of Sampan, or SAMPAN_HOME to an installation" >&2
  exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --depth 1 --branch "${SAMPAN_VERSION:-main}" "$SAMPAN_REPOSITORY" "$work/sampan"
cd "$work/sampan"
tool/scripts/bootstrap.sh build
cmake --preset release -DSAMPAN_BUILD_TESTS=OFF
cmake --build --preset release
cmake --install build/release --prefix "$home"
