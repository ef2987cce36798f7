# SPDX-License-Identifier: GPL-3.0-or-later
# Target dep::hiredis, headers as <hiredis/...>: an installed hiredis >= 1.1, else 1.2.0 from a verified tarball.
# Only the reader and the command formatter are used: hiredis is our codec, not our transport.
include_guard(GLOBAL)
option(HIREDIS_SYSTEM "Use an installed hiredis when recent enough" ON)
set(HIREDIS_TARBALL "" CACHE FILEPATH "Local hiredis 1.2.0 release tarball (see app/cmake/fetch-hiredis.sh)")
add_library(dep_hiredis INTERFACE)
add_library(dep::hiredis ALIAS dep_hiredis)

if(HIREDIS_SYSTEM)
  find_package(hiredis 1.1 CONFIG QUIET)      # upstream's own CMake install
  if(TARGET hiredis::hiredis)
    target_link_libraries(dep_hiredis INTERFACE hiredis::hiredis)
    return()
  endif()
  find_package(PkgConfig QUIET)               # Debian 13, Ubuntu 24.04
  if(PkgConfig_FOUND)
    pkg_check_modules(HIREDIS QUIET IMPORTED_TARGET hiredis>=1.1)
    if(HIREDIS_FOUND)
      target_link_libraries(dep_hiredis INTERFACE PkgConfig::HIREDIS)
      return()
    endif()
  endif()
endif()

if(NOT HIREDIS_TARBALL)
  set(HIREDIS_TARBALL "${PROJECT_SOURCE_DIR}/.deps/hiredis-1.2.0.tar.gz")
endif()
if(NOT EXISTS "${HIREDIS_TARBALL}")
  message(FATAL_ERROR "hiredis >= 1.1 is not installed and ${HIREDIS_TARBALL} is missing.\n"
    "Run: sh app/cmake/fetch-hiredis.sh .deps   (or give -DHIREDIS_TARBALL=FILE)")
endif()
include(FetchContent)
FetchContent_Declare(hiredis URL "${HIREDIS_TARBALL}"
  URL_HASH SHA256=82ad632d31ee05da13b537c124f819eb88e18851d9cb0c30ae0552084811588c
  DOWNLOAD_EXTRACT_TIMESTAMP OFF
  SOURCE_SUBDIR none)                         # populate only: its own build would enter our package
FetchContent_MakeAvailable(hiredis)
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/_deps/hiredis-include")
file(CREATE_LINK "${hiredis_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/_deps/hiredis-include/hiredis" SYMBOLIC)
add_library(hiredis_bundled STATIC EXCLUDE_FROM_ALL)
foreach(file alloc async hiredis net read sds sockcompat)
  target_sources(hiredis_bundled PRIVATE "${hiredis_SOURCE_DIR}/${file}.c")
endforeach()
set_target_properties(hiredis_bundled PROPERTIES C_STANDARD 99 C_EXTENSIONS ON POSITION_INDEPENDENT_CODE ON AUTOMOC OFF)
target_compile_options(hiredis_bundled PRIVATE -w)
if(MAINTSCOPE_SANITIZE)
  target_compile_options(hiredis_bundled PRIVATE -fsanitize=${MAINTSCOPE_SANITIZE} -fno-omit-frame-pointer)
endif()
target_include_directories(hiredis_bundled SYSTEM PUBLIC "${CMAKE_BINARY_DIR}/_deps/hiredis-include")
target_link_libraries(dep_hiredis INTERFACE hiredis_bundled)
