#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules that no compiler holds up: who may include whom, and how our files look. Prints FILE:LINE: RULE for each
# breach and exits 1 when there is one.
# usage: check_layers.sh ROOT [QT_INCLUDE_DIR]     with Qt's folder, each Qt class is also looked up in its module
set -u
root=${1:?usage: $0 ROOT [QT_INCLUDE_DIR]}
qt=${2:-}
cd "$root" || exit 1
breaches=$(mktemp); files=$(mktemp); trap 'rm -f "$breaches" "$files"' EXIT

find .ci app client model resources tests ui CMakeLists.txt -type f \( -name '*.cpp' -o -name '*.h' -o -name '*.sh' \
  -o -name '*.cmake' -o -name CMakeLists.txt -o -path .ci/run \) 2>/dev/null | sort >"$files"

# Which Qt module a class header belongs to.
if [ -n "$qt" ]; then
  qt_modules=$(cd "$qt" && ls -d Qt*/Q* 2>/dev/null)
else
  qt_modules=
fi

# 1. Includes, room by room. Each room names the folders and the Qt modules that it may see.
{ echo "$qt_modules"; echo "--"; grep -nH '^[[:space:]]*#[[:space:]]*include' $(grep -E '\.(cpp|h)$' "$files") /dev/null; } |
awk '
  function room_of(file) {
    if (file ~ /^client\/(types|ports|core|io)\//) { split(file, part, "/"); return part[1] "/" part[2] }
    if (file ~ /^app\/demo\//) return "app/demo"
    split(file, part, "/"); return part[1]
  }
  function breach(text) { printf "%s:%s: %s\n", file, line, text }
  BEGIN {
    ours["client/types"] = "^client/types/";                              qt["client/types"] = "^$"
    ours["client/ports"] = "^client/(types|ports)/";                      qt["client/ports"] = "^$"
    ours["client/core"]  = "^client/(types|ports|core)/";                 qt["client/core"]  = "^$"
    ours["client/io"]    = "^client/";                                    qt["client/io"]    = "^Qt(Core|Network)$"
    ours["model"]        = "^(model|client/types)/";                      qt["model"]        = "^Qt(Core|Sql)$"
    ours["ui"]           = "^(ui|model|client/types)/";                   qt["ui"]           = "^Qt(Core|Gui|Widgets|Charts|Svg|PrintSupport)$"
    ours["app/demo"]     = "^(app/demo|client/types)/";                   qt["app/demo"]     = "^Qt(Core|Network)$"
    ours["app"]          = "^(app|client|model|ui)/";                     qt["app"]          = "."
    ours["tests"]        = "^(app|client|model|ui|tests)/";               qt["tests"]        = "."
  }
  /^--$/ && !listed { listed = 1; next }
  !listed { split($0, part, "/"); module[part[2]] = module[part[2]] " " part[1]; next }
  {
    split($0, head, ":"); file = head[1]; line = head[2]; room = room_of(file)
    text = $0; sub(/^[^:]*:[^:]*:/, "", text)
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", text)
    name = substr(text, 2); sub(/[">].*/, "", name)
    if (substr(text, 1, 1) == "\"") {
      if (name ~ /\.moc$|^ui_[a-z_]+\.h$|^moc_/) next
      if (name !~ /\//) { breach("include our headers by their path from the root: \"" name "\""); next }
      if (name !~ ours[room]) breach(room " may not include " name)
      next
    }
    if (name ~ /^Q/) {
      if (name ~ /^Qt[A-Z][A-Za-z0-9]*\//) { breach("include Qt classes without the module prefix: <" name ">"); next }
      if (name ~ /^Qt(Core|Gui|Widgets|Network|Sql|Charts|Svg|Test|Concurrent|PrintSupport)$/) {
        breach("include the one class, not all of a module: <" name ">"); next
      }
      if (qt[room] == "^$") { breach(room " knows no Qt: <" name ">"); next }
      if (name in module) {
        count = split(module[name], where, " "); allowed = 0
        for (i = 1; i <= count; i++) if (where[i] ~ qt[room]) allowed = 1
        if (!allowed) breach(room " may not use" module[name] ": <" name ">")
      }
      if (room == "model" && name ~ /^Q(Thread|ThreadPool|FutureWatcher)$/) breach("model starts no thread: <" name ">")
      next
    }
    if (name ~ /^hiredis\//) {
      if (room != "client/core" && room != "tests") breach("hiredis stays inside client/core: <" name ">")
      next
    }
    if (name ~ /^(sys\/(socket|epoll|eventfd|timerfd|un)|netinet\/.*|netdb|poll|pthread|openssl\/.*)(\.h)?$/ &&
        room ~ /^(client\/(types|ports|core)|model|ui)$/)
      breach(room " opens no socket and starts no thread: <" name ">")
    if (room == "model" && name ~ /^(thread|future)$/) breach("model starts no thread: <" name ">")
    if (room == "client/core" && name ~ /^(thread|mutex|future|condition_variable|iostream|fstream)$/)
      breach("client/core decides only, it does no input, output or threading: <" name ">")
  }' >>"$breaches"

# 2. Every file says its licence: in its first line, or in its second after #!.
while IFS= read -r file; do
  head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file:1: no SPDX licence line" >>"$breaches"
done <"$files"

# 3. Nothing is left for later. (The words are put together here so that this file passes.)
later="\\b(TO""DO|FIX""ME|X""XX)\\b"
grep -nHE "$later" $(cat "$files") /dev/null | sed 's/^\([^:]*:[^:]*\):.*/\1: finish it instead of noting it/' >>"$breaches"

# 4. Tests wait for a condition with a deadline, never for a time to pass.
grep -nHE 'qWait\([^)]*[0-9]{3,}|qSleep\(|sleep_for|sleep_until|QThread::[mu]?sleep|\b(u|nano)sleep\(' \
  $(grep -E '^tests/.*\.(cpp|h)$' "$files") /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: poll a condition with a deadline instead of sleeping/' >>"$breaches"

# 5. Clocks are read at the edge: what decides takes the time as an argument.
grep -nHE '(steady|system|high_resolution)_clock::now|clock_gettime|QDateTime::current|QElapsedTimer' \
  $(grep -E '^client/(types|ports|core)/' "$files") /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: take the time as an argument instead of reading a clock/' >>"$breaches"

# 6. The top of the repository stays a short list.
for entry in $(ls -A); do
  case $entry in
  .ci | .clang-format | .clang-tidy | .gitignore | CMakeLists.txt | CMakePresets.json | LICENSE | README.md) ;;
  app | client | model | resources | tests | ui) ;;
  .git | .deps | .cache | build | compile_commands.json | *.user) ;;
  *) echo "$entry:1: not one of the top-level entries" >>"$breaches" ;;
  esac
done

if [ -s "$breaches" ]; then
  sort -u "$breaches"
  echo "check_layers: $(sort -u "$breaches" | wc -l) breaches"
  exit 1
fi
echo "check_layers: $(wc -l <"$files") files keep the rules"
