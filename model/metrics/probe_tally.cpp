// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/probe_tally.h"

namespace maintscope::model {

void ProbeTally::add(const Sample& sample) {
    if (sample.outcome == Outcome::ReplyAfterTimeout) return;
    counts.add(sample.outcome);
    if (sample.carriedOver) ++carriedOver;
    if (sample.censored) ++censored;
    const bool reply = isReply(sample.outcome);
    // Found after a stall of our own: nobody knows when it came, so it says nothing about the server.
    if (reply && sample.censored) return;
    if (reply) latency.add(sample.done - sample.sent);
    corrected.add(sample.done - sample.intended);
}

} // namespace maintscope::model
