// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maintscope::demo {

/// Names of cluster settings that more than one part of the REST side knows, as in the cluster object.
inline const QString kFlag = QStringLiteral("client_maint_notifications");
inline const QString kOssFlag = QStringLiteral("oss_cluster_client_maint_notifications");
inline const QString kDelay = QStringLiteral("state_machine_smart_client_handoffs_delay_ms");
inline const QString kBasicAuth = QStringLiteral("control_plane_basic_authentication");

} // namespace maintscope::demo
