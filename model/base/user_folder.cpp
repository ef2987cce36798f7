// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/user_folder.h"

#include <QUtf8StringView>

#include <string>

namespace maintscope::model {

Status checkUserFolder(const char* variable, const char* what) {
    QByteArray folder = qgetenv(variable);
    std::string name = variable;
    if (!folder.startsWith('/')) { // a relative one is ignored (XDG Base Directory Specification)
        folder = qgetenv("HOME");
        name = "HOME";
    }
    if (!folder.startsWith('/'))
        return Error{"There is no folder for " + std::string(what) + ".",
                     {},
                     "neither HOME nor " + std::string(variable) + " names one",
                     "Set HOME or " + std::string(variable) +
                         (variable == std::string("XDG_DATA_HOME") ? ", or name the file with --out." : ".")};
    if (!QUtf8StringView(folder.constData(), folder.size()).isValidUtf8())
        return Error{"The folder for " + std::string(what) + " cannot be used.",
                     {},
                     "the variable " + name + " is not valid UTF-8",
                     "Set " + std::string(variable) + " to a folder whose name is UTF-8."};
    return success();
}

} // namespace maintscope::model
