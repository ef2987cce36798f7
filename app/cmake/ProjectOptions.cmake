# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of ours is compiled with. Nothing here is global: third-party code is not touched.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(project_options INTERFACE)
target_include_directories(project_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(project_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_KEYWORDS
  QT_NO_CONTEXTLESS_CONNECT QT_NO_FOREACH QT_STRICT_ITERATORS
  MAINTSCOPE_VERSION="${PROJECT_VERSION}")
target_compile_options(project_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # "text" + std::string is warned of when optimised: a false alarm of GCC 12 (its bug 105651). So are the members of a
  # temporary aggregate with default values (maybe-uninitialized).
  target_compile_options(project_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>
    $<$<NOT:$<CONFIG:Debug>>:-Wno-maybe-uninitialized>)
endif()
if(CMAKE_UNITY_BUILD)
  # A type of one file that holds a local type of the same file is no header's mistake when files are built together.
  target_compile_options(project_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(MAINTSCOPE_WERROR)
  target_compile_options(project_options INTERFACE -Werror)
endif()
if(MAINTSCOPE_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=${MAINTSCOPE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(project_options INTERFACE -fsanitize=${MAINTSCOPE_SANITIZE})
endif()
if(MAINTSCOPE_FUZZ)
  target_compile_options(project_options INTERFACE -fsanitize=fuzzer-no-link)   # coverage guides the fuzzer
endif()

# maintscope_precompiled(NAME LIBS lib... HEADERS <header>...): most of the compile time goes into reading the headers of
# the standard library and of Qt, so they are read once for all targets that build on the same part of Qt. A source
# includes what it uses all the same: the test headers_compile_alone reads each header of ours by itself.
function(maintscope_precompiled name)
  cmake_parse_arguments(arg "" "" "LIBS;HEADERS" ${ARGN})
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/${name}.cpp" CONTENT "// Carries precompiled headers.\n")
  add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/${name}.cpp")
  set_target_properties(${name} PROPERTIES AUTOMOC OFF UNITY_BUILD OFF)
  target_link_libraries(${name} PRIVATE project_options ${arg_LIBS})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()
set(precompiled_standard <algorithm> <array> <chrono> <cmath> <cstdint> <deque> <functional> <map> <memory> <mutex>
  <optional> <set> <span> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>)
set(precompiled_core <QAbstractTableModel> <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QFileInfo>
  <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QObject> <QRegularExpression> <QString> <QStringList> <QTimer>
  <QTimeZone> <QVariant>)
set(precompiled_widgets <QAction> <QApplication> <QComboBox> <QDialog> <QFormLayout> <QHBoxLayout> <QHeaderView> <QLabel>
  <QLineEdit> <QMainWindow> <QMenu> <QPainter> <QPushButton> <QTableView> <QVBoxLayout> <QWidget>)

# maintscope_folder(NAME [MOC] SOURCES source... [PUBLIC lib...] [PRIVATE lib...]): one static library per folder, with
# our options. It links the folders that it may include, no more (tests/lint/check_layers.sh holds the includes). The
# directory's variable `precompiled` names its precompiled headers.
function(maintscope_folder name)
  cmake_parse_arguments(arg "MOC" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ${arg_MOC} UNITY_BUILD_BATCH_SIZE 64)   # a folder is one unit
  if(precompiled)
    target_precompile_headers(${name} REUSE_FROM ${precompiled})
  endif()
  target_link_libraries(${name} PUBLIC project_options ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# maintscope_room(NAME folder...): all folders of a room under one name, for those who may use the whole room.
function(maintscope_room name)
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${ARGN})
endfunction()
