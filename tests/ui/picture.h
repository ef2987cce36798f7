// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QPixmap>
#include <QString>
#include <QWidget>

namespace maintscope::test {

/// Saves what the widget looks like to $MAINTSCOPE_PICTURES/<name>.png, for people to look at; nothing
/// without the variable.
inline void picture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("MAINTSCOPE_PICTURES");
    if (!folder.isEmpty()) widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

} // namespace maintscope::test
