# SPDX-License-Identifier: GPL-3.0-or-later
# From a bare Debian machine to a built program: sourced by app/run.sh and tests/run.sh, whose working directory is
# the repository. Everything it says goes to stderr, so that the program's own output stays clean. Standard input is
# never read.
. app/packaging/packages.sh

say() { echo "$script: $*" >&2; }
fail() { say "$*"; exit 1; }

# quietly WHAT COMMAND...: the command's output is shown only when it fails.
quietly() {
  what=$1; shift
  log=$(mktemp "${TMPDIR:-/tmp}/maintscope.XXXXXX")
  if "$@" >"$log" 2>&1 </dev/null; then rm -f "$log"; return 0; fi
  say "$what failed: $*"
  tail -n 60 "$log" >&2
  rm -f "$log"
  return 1
}

missing_packages() {
  for package in "$@"; do
    # One word of output per installed package; a package that dpkg never heard of prints nothing.
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf ' %s' "$package"
  done
}

apt_get() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 "$@" </dev/null
}
# The package lists are read again only when the ones at hand do not do: absent, or older than the archive.
apt_install() {
  apt_get install --no-install-recommends "$@" || { apt_get update && apt_get install --no-install-recommends "$@"; }
}

# install_packages PACKAGE...: installs what is missing, or says what to type.
install_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say "this is not a Debian system, so nothing is installed; needed (Debian's names): $*"
    return 0
  fi
  absent=$(missing_packages "$@")
  [ -n "$absent" ] || return 0
  line="apt-get install --no-install-recommends$absent"
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "packages are missing and neither root nor sudo is at hand. As root, run:
  $line"
    as_root=sudo
    [ -t 0 ] || as_root="sudo -n"   # without a terminal sudo could only wait for a password that nobody types
    say "packages are missing; with sudo, this is done now: $line"
  else
    say "installing$absent"
  fi
  if [ -n "$as_root" ] && ! $as_root true; then
    fail "sudo did not let us in. As root, run:
  $line"
  fi
  # shellcheck disable=SC2086 # a list of words
  quietly "installing packages" apt_install $absent || fail "as root, try: apt-get update && $line"
  # The tests want redis-server's program, not a service on this machine.
  case $absent in
  *redis-server*)
    if [ -d /run/systemd/system ]; then
      $as_root systemctl disable --now redis-server.service >/dev/null 2>&1 </dev/null &&
        say "redis-server is installed for the tests; its system service was stopped and disabled"
    fi ;;
  esac
  return 0
}

# hiredis >= 1.1: the system's, else the source in .deps, fetched once and verified.
bring_hiredis() {
  [ -s .deps/hiredis-1.2.0.tar.gz ] && return 0
  pkg-config --exists 'hiredis >= 1.1' 2>/dev/null && return 0
  say "fetching the source of hiredis 1.2.0 (verified by signature and hash)"
  quietly "fetching hiredis" sh app/cmake/fetch-hiredis.sh .deps ||
    fail "hiredis could not be fetched: put its 1.2.0 release tarball at .deps/hiredis-1.2.0.tar.gz"
}

# build PRESET [TARGET...]: configures when needed, builds, and is silent when there is nothing to do.
build() {
  preset=$1; shift
  tree=build/$preset
  # A copied or moved repository takes its build tree along, and CMake refuses a foreign one.
  if [ -f "$tree/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$tree/CMakeCache.txt"; then
    rm -rf "$tree"
  fi
  if [ ! -f "$tree/build.ninja" ] || [ CMakePresets.json -nt "$tree/build.ninja" ]; then
    quietly "configuring $tree" cmake --preset "$preset" || exit 1
    touch "$tree/build.ninja"
  fi
  case $(ninja -C "$tree" -n "$@" 2>/dev/null </dev/null | tail -n 1) in
  *"no work to do"*) return 0 ;;
  esac
  say "building $tree (the first time takes minutes)"
  if [ -t 2 ]; then
    NINJA_STATUS="$script: [%f/%t] " ninja -C "$tree" "$@" >&2 </dev/null || exit 1   # one line that counts up
  else
    quietly "building $tree" ninja -C "$tree" "$@" || exit 1
  fi
}
