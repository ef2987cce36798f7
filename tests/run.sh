#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the release preset and runs every test on a Debian 12 (or later) machine that may have nothing yet. With
# --sanitizers, the same tests run once more under the address and undefined behaviour sanitizers.
# usage: sh tests/run.sh [--sanitizers] [ARGUMENTS OF CTEST]          for example: sh tests/run.sh -R endpoint
set -eu
presets=release
for argument in "$@"; do   # all but --sanitizers goes to ctest, as it came
  shift
  if [ "$argument" = --sanitizers ]; then presets="release asan"; else set -- "$@" "$argument"; fi
done
cd "$(dirname "$0")/.."
script=tests/run.sh
. app/packaging/prepare.sh

start=$(date +%s)
# shellcheck disable=SC2086 # lists of words
install_packages $build_packages $run_packages $test_packages
bring_hiredis
status=0
report=
for preset in $presets; do
  preset_start=$(date +%s)
  build "$preset"
  built=$(date +%s)
  say "testing build/$preset"
  # Two tests at a time: more would disturb those that measure time.
  ctest --preset "$preset" -j 2 "$@" </dev/null || status=1
  report="$report
$script: $preset: built in $((built - preset_start)) s, tested in $(($(date +%s) - built)) s"
done
echo "$report"
if [ $status = 0 ]; then verdict="all tests passed"; else verdict="TESTS FAILED, see above"; fi
echo "$script: $verdict, $(($(date +%s) - start)) s in all"
exit $status
