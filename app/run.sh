#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts Maintscope on a Debian 12 (or later) machine that may have nothing yet: installs what is missing, builds
# build/release, and runs the program with the arguments given.
# usage: sh app/run.sh [ARGUMENTS OF MAINTSCOPE]       for example: sh app/run.sh record redis://localhost:6379 --for 30s
set -eu
started_in=$PWD
cd "$(dirname "$0")/.."
script=run.sh
. app/packaging/prepare.sh

# shellcheck disable=SC2086 # lists of words
install_packages $build_packages $run_packages
bring_hiredis
build release maintscope
program=$PWD/build/release/bin/maintscope
cd "$started_in"   # file names among the arguments are the caller's
exec "$program" "$@"
