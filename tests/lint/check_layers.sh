#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules that no compiler holds up: who may include whom, and how our files look. Prints FILE:LINE: RULE for each
# breach and exits 1 when there is one.
# usage: check_layers.sh ROOT [QT_INCLUDE_DIR [TABLE]]     with Qt's folder, each Qt class is also looked up in its
#        module; TABLE: in place of layers.txt, which says who may include whom and lists the exceptions
set -u
root=${1:?usage: $0 ROOT [QT_INCLUDE_DIR [TABLE]]}
qt=${2:-}
table=${3:-$(cd "$(dirname "$0")" && pwd)/layers.txt}
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

# 1. Includes: between our folders as the table says, and without circles; of Qt, by room.
{ echo "$qt_modules"; echo "--"; grep -nH '^[[:space:]]*#[[:space:]]*include' $(grep -E '\.(cpp|h)$' "$files") /dev/null; } |
awk -v table="$table" '
  function room_of(file) {
    if (file ~ /^client\/(types|ports|core|io)\//) { split(file, part, "/"); return part[1] "/" part[2] }
    if (file ~ /^app\/demo\//) return "app/demo"
    split(file, part, "/"); return part[1]
  }
  function breach(text) { printf "%s:%s: %s\n", file, line, text }
  function folder_of(name) { sub(/\/[^\/]*$/, "", name); return name }
  function unit_of(name) { sub(/\.[a-z]+$/, "", name); return name }
  # Whether `name` is `prefix`, a file of the unit, or somewhere in the folder.
  function within(name, prefix) { return index(name "/", prefix "/") == 1 || unit_of(name) == prefix }

  # The table
  function read_table(   count, word, i, j, folder) {
    line = 0; file = "tests/lint/layers.txt"
    while ((getline text < table) > 0) {
      line++; sub(/#.*/, "", text); count = split(text, word, " ")
      if (count == 0) continue
      if (word[1] ~ /:$/) {
        folder = substr(word[1], 1, length(word[1]) - 1); row[folder] = line; folders[++folder_count] = folder
        allowed_words[folder] = text; sub(/^[^:]*:/, "", allowed_words[folder])
      } else if (word[1] == "alone" && count == 3) {
        alone_from[++alone_count] = word[2]; alone_to[alone_count] = word[3]; alone_line[alone_count] = line
      } else if (word[1] == "circle" && count == 3) {
        circle_line[word[2], word[3]] = line; circle_from[++circle_count] = word[2]; circle_to[circle_count] = word[3]
      } else if (word[1] != "long") breach("not a line of this table")
    }
    for (i = 1; i <= folder_count; i++) {
      count = split(allowed_words[folders[i]], word, " ")
      for (j = 1; j <= count; j++) allow(folders[i], word[j])
    }
    for (i = 1; i <= alone_count; i++) {
      folder = alone_from[i] in row ? alone_from[i] : folder_of(alone_from[i])
      arrow("folder", folder, alone_to[i] in row ? alone_to[i] : folder_of(alone_to[i]), file, alone_line[i])
    }
  }
  function allow(folder, word,   i) {
    for (i = 1; i <= folder_count; i++)
      if (folders[i] == word || (word ~ /\/\*$/ && index(folders[i], substr(word, 1, length(word) - 1)) == 1)) {
        may[folder, folders[i]] = 1; arrow("folder", folder, folders[i], file, row[folder])
      }
  }
  # Whether our file `file` may include our file `name`.
  function may_include(   from, to, i) {
    from = folder_of(file); to = folder_of(name)
    if (from == to || (from, to) in may) return 1
    for (i = 1; i <= alone_count; i++)
      if (within(file, alone_from[i]) && within(name, alone_to[i])) { alone_used[i] = 1; return 1 }
    return 0
  }

  # Graphs of folders and of units: arrows, and a search for circles
  function arrow(graph, from, to, file, line) {
    if (from == to || (graph, from, to) in arrow_at) return
    arrow_at[graph, from, to] = file ":" line
    if (!((graph, from) in out)) { nodes[graph, ++node_count[graph]] = from; out[graph, from] = 0 }
    next_of[graph, from, ++out[graph, from]] = to
  }
  # Depth first; `known` arrows are left out. An arrow to a node on the way is a circle: the way is printed.
  function visit(graph, node, depth,   i, to, k, text) {
    state[graph, node] = "open"; way[depth] = node
    for (i = 1; i <= out[graph, node]; i++) {
      to = next_of[graph, node, i]
      if ((node, to) in circle_line) continue
      if (state[graph, to] == "open") {
        text = to
        for (k = depth; way[k] != to; k--) text = way[k] " -> " text
        printf "%s: circle of %ss: %s -> %s\n", arrow_at[graph, node, to], graph, to, text
      } else if (state[graph, to] == "") visit(graph, to, depth + 1)
    }
    state[graph, node] = "done"
  }
  function search(graph,   i) {
    for (i = 1; i <= node_count[graph]; i++) if (state[graph, nodes[graph, i]] == "") visit(graph, nodes[graph, i], 1)
  }
  # Whether there is a way from `node` to `goal`.
  function reaches(node, goal,   i) {
    if (node == goal) return 1
    seen[node] = ++seen_count
    for (i = 1; i <= out["unit", node]; i++)
      if (!(next_of["unit", node, i] in seen) && reaches(next_of["unit", node, i], goal)) return 1
    return 0
  }
  function not_needed(at) { file = "tests/lint/layers.txt"; line = at; breach("no longer needed: remove the line") }

  BEGIN {
    qt["client/types"] = qt["client/ports"] = qt["client/core"] = "^$"
    qt["client/io"] = qt["app/demo"] = "^Qt(Core|Network)$"
    qt["model"] = "^Qt(Core|Sql)$"
    qt["ui"] = "^Qt(Core|Gui|Widgets|Charts|Svg|PrintSupport)$"
    qt["app"] = qt["tests"] = "."
    read_table()
    search("folder")
  }
  END {
    search("unit")
    for (i = 1; i <= circle_count; i++) {
      for (node in seen) delete seen[node]
      if (!(("unit", circle_from[i], circle_to[i]) in arrow_at) || !reaches(circle_to[i], circle_from[i]))
        not_needed(circle_line[circle_from[i], circle_to[i]])
    }
    for (i = 1; i <= alone_count; i++) if (!(i in alone_used)) not_needed(alone_line[i])
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
      if (name !~ /^(app|client|model|tests|ui)\// || (room != "tests" && name ~ /^tests\//))
        breach(room " may not include " name)
      if (room == "tests") next
      if (!(folder_of(file) in row)) next   # refused by rule 8
      if (!may_include()) breach(folder_of(file) " may not include " name " (see tests/lint/layers.txt)")
      if (name ~ /\.h$/) arrow("unit", unit_of(file), unit_of(name), file, line)
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
awk 'FNR == 1 { if (wanted != "") print wanted ":1: no SPDX licence line"; wanted = FILENAME }
  FNR <= 2 && /SPDX-License-Identifier: GPL-3.0-or-later/ { wanted = "" }
  END { if (wanted != "") print wanted ":1: no SPDX licence line" }' $(cat "$files") /dev/null >>"$breaches"

# 3. Nothing is left for later. (The words are put together here so that this file passes.)
later="\\b(TO""DO|FIX""ME|X""XX)\\b"
grep -nHE "$later" $(cat "$files") /dev/null | sed 's/^\([^:]*:[^:]*\):.*/\1: finish it instead of noting it/' >>"$breaches"

# 4. Tests wait for a condition with a deadline, never for a time to pass.
grep -nHE 'qWait\([^)]*[0-9]{3,}|qSleep\(|sleep_for|sleep_until|QThread::[mu]?sleep|\b(u|nano)sleep\(' \
  $(grep -E '^tests/.*\.(cpp|h)$' "$files") /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: poll a condition with a deadline instead of sleeping/' >>"$breaches"

grep -nHE '^QTEST_([A-Z]+_)?MAIN\(' $(grep -E '^tests/.*\.cpp$' "$files") /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: the tests of a folder share one main: MAINTSCOPE_TEST of tests\/support\/test_case.h/' >>"$breaches"

# 5. Clocks are read at the edge: what decides takes the time as an argument.
grep -nHE '(steady|system|high_resolution)_clock::now|clock_gettime|QDateTime::current|QElapsedTimer' \
  $(grep -E '^client/(types|ports|core)/' "$files") /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: take the time as an argument instead of reading a clock/' >>"$breaches"

# 6. A thread is owned by what joins it (std::jthread, WorkerThread); text goes through the one sink, which
# escapes it and notices that it cannot be written.
grep -nHE 'std::thread\b' $(grep -E '^(app|client|model|ui)/' "$files" | grep -v '^client/io/net/name_resolver.cpp$') /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: use std::jthread, which joins itself/' >>"$breaches"
grep -nHE '\b(std::(cout|cerr|puts|fputs|fwrite|printf|fprintf)|QTextStream [a-z]+\(std)' \
  $(grep -E '^(app|client|model|ui)/' "$files" | grep -v '^app/services/text_sink.cpp$') /dev/null |
  sed 's/^\([^:]*:[^:]*\):.*/\1: print with app\/services\/text_sink.h/' >>"$breaches"

# 7. The top of the repository stays a short list.
for entry in $(ls -A); do
  case $entry in
  .ci | .clang-format | .clang-tidy | .gitignore | CMakeLists.txt | CMakePresets.json | CONTRIBUTING.md | LICENSE | README.md) ;;
  app | client | model | resources | tests | ui) ;;
  .git | .deps | .cache | build | compile_commands.json | *.user) ;;
  *) echo "$entry:1: not one of the top-level entries" >>"$breaches" ;;
  esac
done

# 8. Our files live in folders that the table knows, and stay short.
wc -l $(grep -E '^(app|client|model|ui)/.*\.(cpp|h)$' "$files") /dev/null | awk -v table="$table" '
  BEGIN {
    while ((getline text < table) > 0) {
      line++; sub(/#.*/, "", text); count = split(text, word, " ")
      if (word[1] == "long") long[word[2]] = line
      if (word[1] ~ /:$/) row[substr(word[1], 1, length(word[1]) - 1)] = 1
    }
  }
  $2 ~ /\// && $2 != "/dev/null" {
    folder = $2; sub(/\/[^\/]*$/, "", folder)
    if (!(folder in row) || (folder == "app" && $2 != "app/main.cpp"))
      print $2 ":2: " folder " takes no files: see tests/lint/layers.txt for the folders"
    limit = $2 ~ /\.h$/ ? 200 : 450
    if ($1 <= limit) next
    if ($2 in long) used[$2] = 1
    else print $2 ":" limit ": " $1 " lines, where " limit " is the limit: cut it by what it does"
  }
  END { for (file in long) if (!(file in used)) print "tests/lint/layers.txt:" long[file] ": no longer needed: remove the line" }
' >>"$breaches"

if [ -s "$breaches" ]; then
  sort -u "$breaches"
  echo "check_layers: $(sort -u "$breaches" | wc -l) breaches"
  exit 1
fi
echo "check_layers: $(wc -l <"$files") files keep the rules"
