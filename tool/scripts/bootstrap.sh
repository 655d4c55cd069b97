#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what building (and, with "test", testing) Sampan needs on Debian 12, and nothing that is
# there already: when all is present it returns at once, without network or root.
#   bootstrap.sh [build|test|sanitize] [--check]     --check only says what is missing, exit code 1
set -euo pipefail

group=build
check=no
for argument in "$@"; do
  case $argument in
  build | test | sanitize) group=$argument ;;
  --check) check=yes ;;
  *)
    echo "usage: bootstrap.sh [build|test|sanitize] [--check]" >&2
    exit 2
    ;;
  esac
done

llvm=/usr/lib/llvm-22

# One line per need: "package : how to tell that it is there". A probe rather than the package
# database, so that hand-installed tools count too.
needs='
clang-22           : command -v clang++-22
llvm-22-dev        : test -e '$llvm'/lib/cmake/llvm/LLVMConfig.cmake
libclang-22-dev    : test -e '$llvm'/lib/cmake/clang/ClangConfig.cmake
libclang-cpp22-dev : test -e '$llvm'/lib/libclang-cpp.so
g++                : command -v g++
make               : command -v make
cmake              : command -v cmake
ninja-build        : command -v ninja
libfmt-dev         : has_header fmt/core.h
nlohmann-json3-dev : has_header nlohmann/json.hpp
zlib1g-dev         : has_header zlib.h
libzstd-dev        : has_header zstd.h
'
if [ "$group" != build ]; then
  needs="$needs
libgtest-dev       : has_header gtest/gtest.h
libgmock-dev       : has_header gmock/gmock.h
libopenblas0-pthread : /sbin/ldconfig -p | grep -q libopenblas.so.0
git                : command -v git
python3            : command -v python3
chromium           : command -v chromium || command -v chromium-browser || command -v google-chrome
python3-jsonschema : python3 -c 'import jsonschema'
libxml2-utils      : command -v xmllint
python3-yaml       : python3 -c 'import yaml'
"
fi

if [ "$group" = sanitize ]; then
  needs="$needs
libclang-rt-22-dev : test -e $llvm/lib/clang/22/lib/linux
"
fi

has_header() {
  for root in /usr/include /usr/local/include /usr/include/$(uname -m)-linux-gnu; do
    [ -e "$root/$1" ] && return 0
  done
  return 1
}

missing() {
  echo "$needs" | while IFS=: read -r package probe; do
    [ -n "$probe" ] || continue
    eval "$probe" >/dev/null 2>&1 || printf '%s ' "${package%% *}"
  done
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0
echo "bootstrap: missing packages: $wanted"
[ "$check" = no ] || exit 1

if ! command -v apt-get >/dev/null 2>&1; then
  echo "bootstrap: this is no Debian system; install the packages above by its own means" >&2
  exit 1
fi
root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    echo "bootstrap: installing needs root: run 'apt-get install $wanted' as root, then try again" >&2
    exit 1
  }
  root=sudo
fi

as_root() {
  echo "bootstrap: $root $*"
  $root env DEBIAN_FRONTEND=noninteractive "$@"
}

as_root apt-get update -q
# LLVM 22 reached Debian 12 through its security archive, which every ordinary installation has
# among its sources; a minimal one (debootstrap, some containers) may not.
if ! apt-cache show clang-22 >/dev/null 2>&1; then
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  if [ "$codename" != bookworm ]; then
    echo "bootstrap: no package source offers clang-22; on Debian 12 it is bookworm-security" >&2
    exit 1
  fi
  echo "bootstrap: adding Debian's own security archive: /etc/apt/sources.list.d/bookworm-security.list"
  echo "deb http://deb.debian.org/debian-security bookworm-security main" |
    $root tee /etc/apt/sources.list.d/bookworm-security.list >/dev/null
  as_root apt-get update -q
fi
# shellcheck disable=SC2086  # a list of packages
as_root apt-get install -q -y --no-install-recommends $wanted

wanted=$(missing)
[ -z "$wanted" ] || {
  echo "bootstrap: still missing after installation: $wanted" >&2
  exit 1
}
echo "bootstrap: done"
