// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"

#include <QCommandLineParser>
#include <QString>

#include <optional>

namespace maintscope::app {

/// Declares --tls-ca, --tls-pin, --tls-cert, --tls-key and --sni, with `prefix` before each name ("rest-",
/// or empty) and `suffix` after each help text.
void addTlsOptions(QCommandLineParser& parser, const QString& prefix, const QString& suffix);

/// The first of these options that is given, without dashes.
[[nodiscard]] std::optional<QString> firstTlsOption(const QCommandLineParser& parser, const QString& prefix);

/// Applies the options to `tls`, and reads the files that it names, so that a missing file is reported before
/// anything starts. Errors are usage errors.
[[nodiscard]] Status readTlsOptions(const QCommandLineParser& parser, const QString& prefix,
                                    TlsSettings& tls);

} // namespace maintscope::app
