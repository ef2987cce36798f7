#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Our sources are as clang-format 14 leaves them with .clang-format: other versions differ in details, so without this
# one nothing is judged.
# usage: check_format.sh ROOT     exit code 77 (skipped) without clang-format 14. To format: add -i to its last line's command
set -u
cd "${1:?usage: $0 ROOT}" || exit 1
for program in clang-format-14 clang-format; do
  case $($program --version 2>/dev/null) in *"version 14."*) found=$program; break ;; esac
done
[ -n "${found:-}" ] || { echo "check_format: skipped, clang-format 14 is not installed"; exit 77; }
find client model ui app tests -name '*.cpp' -o -name '*.h' | sort | xargs -P 2 -n 40 "$found" --style=file --dry-run -Werror
