// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/sample_log.h"

#include "model/metrics/sample_block.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {

void SampleLog::add(const Sample& sample) {
    m_open.push_back(sample);
    if (m_open.size() >= kSamplesPerBlock) seal();
}

void SampleLog::seal() {
    const auto [first, last] =
        std::minmax_element(m_open.begin(), m_open.end(),
                            [](const Sample& a, const Sample& b) { return a.intended < b.intended; });
    Block block{first->intended, last->intended, encodeSamples(m_open)};
    block.bytes.shrink_to_fit();
    m_sealedBytes += block.bytes.size();
    m_blocks.push_back(std::move(block));
    m_open.clear();
    while (m_sealedBytes > m_limit && m_blocks.size() > 1) {
        const Block& oldest = m_blocks.front();
        m_forgottenUntil = std::max(m_forgottenUntil.value_or(oldest.last), oldest.last);
        m_sealedBytes -= oldest.bytes.size();
        m_blocks.pop_front();
    }
}

void SampleLog::clear() {
    *this = SampleLog(m_limit);
}

Status SampleLog::samples(const TimeRange& range, const SampleVisitor& visit) const {
    const auto wanted = [&range](const Sample& sample) {
        return (!range.from || sample.intended >= *range.from) && (!range.to || sample.intended < *range.to);
    };
    for (const Block& block : m_blocks) {
        if ((range.from && block.last < *range.from) || (range.to && block.first >= *range.to)) continue;
        const auto samples = decodeSamples(block.bytes);
        if (!samples) return samples.error();
        for (const Sample& sample : *samples)
            if (wanted(sample) && !visit(sample)) return success();
    }
    for (const Sample& sample : m_open)
        if (wanted(sample) && !visit(sample)) return success();
    return success();
}

std::size_t SampleLog::bytes() const {
    return m_sealedBytes + m_blocks.size() * sizeof(Block) + m_open.capacity() * sizeof(Sample);
}

} // namespace maintscope::model
