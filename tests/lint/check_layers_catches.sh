#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_layers.sh must catch what it is there for: each line below is planted alone into an otherwise clean tree.
# usage: check_layers_catches.sh [QT_INCLUDE_DIR]
set -u
qt=${1:-}
check=$(cd "$(dirname "$0")" && pwd)/check_layers.sh
tree=$(mktemp -d); table=$(mktemp); trap 'rm -rf "$tree" "$table"' EXIT
# The rules about our own folders are shown on a table of their own.
rows='client/types:
client/ports: client/types
client/core: client/types client/ports
client/io/net: client/types client/core
model/base: client/types
model/events: client/types model/base
ui/paint: client/types model/base
app/demo: client/types
app/services: client/io/* model/*
app: app/services ui/*'
echo "$rows" >"$table"
licence='// SPDX-License-Identifier: GPL-3.0-or-later'
failures=0

# breach FILE LINE...: the tree with this file in it must be refused, and the message must name the file.
breach() {
  file=$1; shift
  mkdir -p "$tree/$(dirname "$file")"
  { echo "$licence"; printf '%s\n' "$@"; } >"$tree/$file"
  if message=$(sh "$check" "$tree" "$qt" "$table"); then
    echo "not caught in $file: $*"; failures=$((failures + 1))
  elif ! printf '%s\n' "$message" | grep -qF "$file:2: "; then
    echo "caught without naming $file:2: $message"; failures=$((failures + 1))
  fi
  rm "$tree/$file"
}
# clean FILE LINE...: the same, but nothing may be found.
clean() {
  file=$1; shift
  mkdir -p "$tree/$(dirname "$file")"
  { echo "$licence"; printf '%s\n' "$@"; } >"$tree/$file"
  message=$(sh "$check" "$tree" "$qt" "$table") || { echo "wrongly refused: $message"; failures=$((failures + 1)); }
  rm "$tree/$file"
}

clean client/types/a.h '#include "client/types/b.h"' '#include <vector>'
clean client/core/a.cpp '#include "client/ports/b.h"' '#include <hiredis/read.h>'
clean client/io/net/a.cpp '#include "client/core/b.h"' '#include <QTcpSocket>' '#include <sys/socket.h>'
clean model/base/a.cpp '#include "client/types/b.h"' '#include <QSqlQuery>' '#include <mutex>'
clean ui/paint/a.cpp '#include "model/base/b.h"' '#include <QWidget>' '#include <QLineSeries>'
clean app/demo/a.cpp '#include "app/demo/b.h"' '#include "client/types/b.h"' '#include <QSslServer>'
clean app/services/a.cpp '#include "model/events/b.h"' '#include "client/io/net/b.h"' '#include <QApplication>'
clean app/main.cpp '#include "app/services/b.h"' '#include "ui/paint/b.h"'
clean tests/client/a.cpp '#include "client/core/b.h"' '#include <QTest>' 'QTest::qWait(20);'

breach client/types/a.h '#include <QString>'
breach client/types/a.h '#include "client/core/b.h"'
breach client/ports/a.h '#include <QObject>'
breach client/core/a.cpp '#include <QByteArray>'
breach client/core/a.cpp '#include <mutex>'
breach client/core/a.cpp '#include "model/base/b.h"'
breach client/core/a.cpp 'auto now = std::chrono::steady_clock::now();'
breach client/io/net/a.cpp '#include "model/base/b.h"'
breach client/io/net/a.cpp '#include <hiredis/hiredis.h>'
breach client/io/net/a.cpp '#include <QtNetwork/QTcpSocket>'
breach client/io/net/a.cpp '#include <QtNetwork>'
breach client/io/net/a.cpp '#include "a.h"'
breach model/base/a.cpp '#include "client/core/b.h"'
breach model/base/a.cpp '#include "ui/paint/b.h"'
breach model/base/a.cpp '#include <QThread>'
breach model/base/a.cpp '#include <thread>'
breach model/base/a.cpp '#include <sys/socket.h>'
breach ui/paint/a.cpp '#include "client/io/net/b.h"'
breach ui/paint/a.cpp '#include "app/services/b.h"'
breach app/demo/a.cpp '#include "client/core/b.h"'
breach app/demo/a.cpp '#include "client/io/net/b.h"'
breach app/demo/a.cpp '#include "app/services/b.h"'
breach app/services/a.cpp '#include "tests/b.h"'
breach tests/client/a.cpp 'QTest::qWait(500);'
breach app/services/a.cpp 'std::thread worker;'
breach client/io/net/a.cpp 'std::thread([] {}).detach();'
breach app/services/a.cpp 'std::fputs("hello", stdout);'
breach model/base/a.cpp 'std::cout << name;'
clean client/io/net/a.cpp 'std::jthread worker; std::this_thread::yield();'
breach tests/client/a.cpp 'std::this_thread::sleep_for(1s);'
breach tests/client/a.cpp "// TO""DO: later"
breach tests/client/a.cpp 'QTEST_GUILESS_MAIN(A)'
if [ -n "$qt" ]; then   # these need to know which module a class is in
  breach client/io/net/a.cpp '#include <QWidget>'
  breach model/base/a.cpp '#include <QTcpSocket>'
  breach model/base/a.cpp '#include <QWidget>'
  breach model/base/a.cpp '#include <QColor>'
  breach ui/paint/a.cpp '#include <QTcpSocket>'
  breach ui/paint/a.cpp '#include <QSqlQuery>'
  breach app/demo/a.cpp '#include <QSqlDatabase>'
fi

# Between folders, between units, and where a file may be.
breach model/base/a.h '#include "model/events/b.h"'
breach ui/paint/a.cpp '#include "model/events/b.h"'
breach client/io/net/a.cpp '#include "client/ports/b.h"'
breach model/nowhere/a.cpp 'int x;'
breach model/a.cpp 'int x;'
breach app/a.cpp 'int x;'
mkdir -p "$tree/model/base"; printf '%s\n' "$licence" '#include "model/base/b.h"' >"$tree/model/base/a.h"
breach model/base/b.cpp '#include "model/base/a.h"'
echo "circle model/base/b model/base/a" >>"$table"
clean model/base/b.cpp '#include "model/base/a.h"'
rm "$tree/model/base/a.h"
# in_table LINE...: with these lines behind the rows, the table itself must be refused.
in_table() {
  { echo "$rows"; printf '%s\n' "$@"; } >"$table"
  if message=$(sh "$check" "$tree" "$qt" "$table") || ! printf '%s\n' "$message" | grep -q "layers.txt:[0-9]*: "; then
    echo "not caught in the table: $*"; failures=$((failures + 1))
  fi
}
in_table 'model/metrics: model/session' 'model/session: model/metrics'
in_table 'alone model/base/a model/events/b.h'
in_table 'circle model/base/a model/base/b'
in_table 'long model/base/a.cpp'
in_table 'model/base client/types'
echo "$rows" >"$table"
mkdir -p "$tree/model/base"; { echo "$licence"; yes 'int x();' | head -n 200; } >"$tree/model/base/a.h"
sh "$check" "$tree" "$qt" "$table" >/dev/null && { echo "not caught: a header of 201 lines"; failures=$((failures + 1)); }
echo "long model/base/a.h" >>"$table"
sh "$check" "$tree" "$qt" "$table" >/dev/null || { echo "wrongly refused: a header that may be long"; failures=$((failures + 1)); }
rm "$tree/model/base/a.h"; echo "$rows" >"$table"

licence='// no licence'
echo 'int x;' >"$tree/model/base/a.h"
sh "$check" "$tree" "$qt" "$table" >/dev/null && { echo "not caught: a file without a licence"; failures=$((failures + 1)); }
rm "$tree/model/base/a.h"; mkdir "$tree/misc"
sh "$check" "$tree" "$qt" "$table" >/dev/null && { echo "not caught: a new top-level entry"; failures=$((failures + 1)); }

[ $failures = 0 ] && echo "check_layers_catches: every rule holds"
[ $failures = 0 ]
