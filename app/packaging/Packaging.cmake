# SPDX-License-Identifier: GPL-3.0-or-later
# What an installation holds, and the Debian package: cmake --build --preset release && cpack --config build/release/CPackConfig.cmake
include(GNUInstallDirs)
set(packaging "${CMAKE_CURRENT_LIST_DIR}")

install(TARGETS maintscope RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${packaging}/THIRD-PARTY.txt" "${packaging}/copyright"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(MAINTSCOPE_GUI)
  install(FILES "${packaging}/maintscope.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES "${packaging}/maintscope.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
  install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/maintscope.svg" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
find_program(GZIP_PROGRAM gzip)
if(GZIP_PROGRAM)
  # Without a time stamp (-n), so that the same source makes the same package.
  add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/changelog.gz"
    COMMAND "${GZIP_PROGRAM}" -9nc "${packaging}/changelog" > "${PROJECT_BINARY_DIR}/changelog.gz"
    DEPENDS "${packaging}/changelog" VERBATIM)
  add_custom_target(changelog ALL DEPENDS "${PROJECT_BINARY_DIR}/changelog.gz")
  install(FILES "${PROJECT_BINARY_DIR}/changelog.gz" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME maintscope)
set(CPACK_PACKAGE_CONTACT "Maintscope authors <maintscope@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Plugins and fonts are not linked, so dpkg-shlibdeps does not see them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite")
if(MAINTSCOPE_GUI)
  string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libqt6svg6, fonts-inter, fonts-jetbrains-mono")
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-wayland")
endif()
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
