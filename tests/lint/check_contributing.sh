#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What CONTRIBUTING.md names exists: files and folders, and the tests in brackets.
# usage: check_contributing.sh ROOT
set -u
cd "${1:?usage: $0 ROOT}" || exit 1
failures=0
for name in $(grep -oE '`[^`]*`' CONTRIBUTING.md | grep -oE '(^|[` ])(client|model|ui|app|tests|resources)/[A-Za-z0-9_./-]*' | tr -d '` ' |
    sort -u); do
  [ -e "$name" ] || { echo "CONTRIBUTING.md names $name, which does not exist"; failures=$((failures + 1)); }
done
for name in $(grep -oE '\btst_[a-z_]+' CONTRIBUTING.md | sort -u); do
  [ -n "$(find tests -name "$name.cpp")" ] || { echo "CONTRIBUTING.md names the test $name, which does not exist"; failures=$((failures + 1)); }
done
[ $failures = 0 ] && echo "check_contributing: all that is named exists"
[ $failures = 0 ]
