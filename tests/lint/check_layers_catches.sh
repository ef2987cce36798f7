#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_layers.sh must catch what it is there for: each line below is planted alone into an otherwise clean tree.
# usage: check_layers_catches.sh [QT_INCLUDE_DIR]
set -u
qt=${1:-}
check=$(cd "$(dirname "$0")" && pwd)/check_layers.sh
tree=$(mktemp -d); trap 'rm -rf "$tree"' EXIT
licence='// SPDX-License-Identifier: GPL-3.0-or-later'
failures=0

# breach FILE LINE...: the tree with this file in it must be refused, and the message must name the file.
breach() {
  file=$1; shift
  mkdir -p "$tree/$(dirname "$file")"
  { echo "$licence"; printf '%s\n' "$@"; } >"$tree/$file"
  if message=$(sh "$check" "$tree" "$qt"); then
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
  message=$(sh "$check" "$tree" "$qt") || { echo "wrongly refused: $message"; failures=$((failures + 1)); }
  rm "$tree/$file"
}

clean client/types/a.h '#include "client/types/b.h"' '#include <vector>'
clean client/core/a.cpp '#include "client/ports/b.h"' '#include <hiredis/read.h>'
clean client/io/a.cpp '#include "client/core/b.h"' '#include <QTcpSocket>' '#include <sys/socket.h>'
clean model/a.cpp '#include "client/types/b.h"' '#include <QSqlQuery>' '#include <mutex>'
clean ui/a.cpp '#include "model/b.h"' '#include <QWidget>' '#include <QLineSeries>'
clean app/demo/a.cpp '#include "app/demo/b.h"' '#include "client/types/b.h"' '#include <QSslServer>'
clean app/a.cpp '#include "ui/b.h"' '#include "client/io/b.h"' '#include <QApplication>'
clean tests/client/a.cpp '#include "client/core/b.h"' '#include <QTest>' 'QTest::qWait(20);'

breach client/types/a.h '#include <QString>'
breach client/types/a.h '#include "client/core/b.h"'
breach client/ports/a.h '#include <QObject>'
breach client/core/a.cpp '#include <QByteArray>'
breach client/core/a.cpp '#include <mutex>'
breach client/core/a.cpp '#include "model/b.h"'
breach client/core/a.cpp 'auto now = std::chrono::steady_clock::now();'
breach client/io/a.cpp '#include "model/b.h"'
breach client/io/a.cpp '#include <hiredis/hiredis.h>'
breach client/io/a.cpp '#include <QtNetwork/QTcpSocket>'
breach client/io/a.cpp '#include <QtNetwork>'
breach client/io/a.cpp '#include "a.h"'
breach model/a.cpp '#include "client/core/b.h"'
breach model/a.cpp '#include "ui/b.h"'
breach model/a.cpp '#include <QThread>'
breach model/a.cpp '#include <thread>'
breach model/a.cpp '#include <sys/socket.h>'
breach ui/a.cpp '#include "client/io/b.h"'
breach ui/a.cpp '#include "app/b.h"'
breach app/demo/a.cpp '#include "client/core/b.h"'
breach app/demo/a.cpp '#include "client/io/b.h"'
breach app/demo/a.cpp '#include "app/b.h"'
breach app/a.cpp '#include "tests/b.h"'
breach tests/client/a.cpp 'QTest::qWait(500);'
breach tests/client/a.cpp 'std::this_thread::sleep_for(1s);'
breach tests/client/a.cpp "// TO""DO: later"
if [ -n "$qt" ]; then   # these need to know which module a class is in
  breach client/io/a.cpp '#include <QWidget>'
  breach model/a.cpp '#include <QTcpSocket>'
  breach model/a.cpp '#include <QWidget>'
  breach model/a.cpp '#include <QColor>'
  breach ui/a.cpp '#include <QTcpSocket>'
  breach ui/a.cpp '#include <QSqlQuery>'
  breach app/demo/a.cpp '#include <QSqlDatabase>'
fi

licence='// no licence'
mkdir -p "$tree/model"; echo 'int x;' >"$tree/model/a.h"
sh "$check" "$tree" "$qt" >/dev/null && { echo "not caught: a file without a licence"; failures=$((failures + 1)); }
rm "$tree/model/a.h"; mkdir "$tree/misc"
sh "$check" "$tree" "$qt" >/dev/null && { echo "not caught: a new top-level entry"; failures=$((failures + 1)); }

[ $failures = 0 ] && echo "check_layers_catches: every rule holds"
[ $failures = 0 ]
