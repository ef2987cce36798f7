#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every export with a program that is not ours, where that program is installed.

usage: check_exports.py MAINTSCOPE [FOLDER WITH node_modules/hdr-histogram-js]

Records a simulated move with control connections, exports it in every format and checks each: CSV by Python's
csv module, JSON by its json module and the rules of the trace-event format, OpenMetrics by the strict parser of
python3-prometheus-client and by promtool, iCalendar by python3-icalendar, HdrHistogram log by hdr-histogram-js, which
makes the table of percentiles from it, too, HTML by Chromium, PDF by pdftoppm. What is not installed is named and left out. Each format is exported twice:
equal bytes. Exit code 77: nothing could be recorded here.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile

program = os.path.abspath(sys.argv[1])
node_folder = sys.argv[2] if len(sys.argv) > 2 else os.getcwd()
# Debian's modules, also where another Python comes first.
sys.path.append("/usr/lib/python3/dist-packages")
checked = []
skipped = []


def record(folder):
    """A recording of a simulated move; None where sockets are not to be had."""
    path = os.path.join(folder, "move.maintscope")
    simulator = subprocess.Popen([program, "simulate", "--scenario", "migrate-move", "--speed", "5"],
                                 stdout=subprocess.PIPE, text=True)
    try:
        line = simulator.stdout.readline()
        if not line:
            return None
        url = json.loads(line)["redis"]
        run = subprocess.run([program, "record", url, "--for", "9s", "--control", "--out", path],
                             capture_output=True, text=True, timeout=60)
        return path if os.path.exists(path) and run.returncode in (0, 1, 2, 3) else None
    finally:
        simulator.terminate()
        simulator.wait()


def export(recording, kind, folder, *options):
    paths = [os.path.join(folder, f"{number}.{kind}") for number in (1, 2)]
    for path in paths:
        subprocess.run([program, "export", recording, "--format", kind, "--out", path, *options], check=True)
    with open(paths[0], "rb") as one, open(paths[1], "rb") as other:
        assert one.read() == other.read(), f"{kind}: two exports differ"
    return paths[0]


def check_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[0][-1] == "schema" and rows[1][-1].startswith("maint-")
    assert not any(cell[:1] in "=+@" and cell for row in rows for cell in row)
    return f"{len(rows) - 1} rows of {len(rows[0])} columns"


def check_trace(path):
    with open(path, encoding="utf-8") as file:
        events = json.load(file)["traceEvents"]
    running = {}
    flows = {"s": set(), "f": set()}
    for event in events:
        assert event["ph"] in "MbeiCXsf" and isinstance(event["pid"], int)
        key = (event.get("cat"), event.get("id"))
        if event["ph"] == "b":
            assert key not in running
            running[key] = event
        elif event["ph"] == "e":
            begin = running.pop(key)
            assert begin["name"] == event["name"] and begin["ts"] <= event["ts"]
        elif event["ph"] in "sf":
            flows[event["ph"]].add(event["id"])
    assert not running and flows["s"] == flows["f"]
    return f"{len(events)} trace events"


def check_openmetrics(path):
    from prometheus_client.openmetrics import parser
    with open(path, encoding="utf-8") as file:
        families = list(parser.text_string_to_metric_families(file.read()))
    return f"{len(families)} families, strict parser"


def check_calendar(path):
    import icalendar
    with open(path, "rb") as file:
        entries = icalendar.Calendar.from_ical(file.read()).walk("VEVENT")
    assert entries and all(e["DTEND"].dt > e["DTSTART"].dt and e["UID"] and e["DTSTAMP"] for e in entries)
    return f"{len(entries)} entries"


HLOG = """
const hdr = require('hdr-histogram-js'), fs = require('fs');
let counts = {};
for (const line of fs.readFileSync(process.argv[1], 'utf8').split('\\n')) {
  const m = line.match(/^Tag=([^,]+),([0-9.]+),([0-9.]+),([0-9.]+),(.+)$/);
  if (!m) continue;
  const histogram = hdr.decodeFromCompressedBase64(m[5]);
  if (Math.abs(histogram.maxValue - m[4] * 1000) > histogram.maxValue * 0.001 + 1) throw new Error(line);
  counts[m[1]] = (counts[m[1]] || 0) + histogram.totalCount;
}
console.log(JSON.stringify(counts));
"""


def check_hlog(path, summary):
    run = subprocess.run(["node", "-e", HLOG, path], cwd=node_folder, capture_output=True, text=True, check=True)
    counts = json.loads(run.stdout)
    assert counts["protected"] <= summary["ok"] + summary["late"], counts
    assert counts["control"] <= summary["control"]["sent"], counts
    return json.dumps(counts)


PERCENTILES = """
const hdr = require('hdr-histogram-js'), fs = require('fs');
const all = hdr.build({lowestDiscernibleValue: 1, highestTrackableValue: 3600e6, numberOfSignificantValueDigits: 3});
for (const line of fs.readFileSync(process.argv[1], 'utf8').split('\\n')) {
  const m = line.match(/^Tag=corrected,[0-9.]+,[0-9.]+,[0-9.]+,(.+)$/);
  if (m) all.add(hdr.decodeFromCompressedBase64(m[1]));
}
process.stdout.write(all.outputPercentileDistribution(5, 1000));
"""


def percentile_rows(text):
    rows = [line.split() for line in text.splitlines() if line[:1] == " " and "Value" not in line]
    return [[float(cell) for cell in row[:3]] for row in rows]


def check_percentiles(path, hlog):
    run = subprocess.run(["node", "-e", PERCENTILES, hlog], cwd=node_folder, capture_output=True, text=True, check=True)
    with open(path, encoding="utf-8") as file:
        ours = percentile_rows(file.read())
    theirs = percentile_rows(run.stdout)
    assert [row[1:] for row in ours] == [row[1:] for row in theirs], "other percentiles or counts"
    for (mine, level, _), (other, _, _) in zip(ours[:-1], theirs):
        assert abs(mine - other) <= 0.0011, f"{level}: {mine} ms here, {other} ms there"
    # The last line is the largest value: here as it was measured, there the end of its bucket.
    assert theirs[-1][0] * 0.999 - 0.001 <= ours[-1][0] <= theirs[-1][0], (ours[-1], theirs[-1])
    return f"{len(ours)} lines, as hdr-histogram-js makes them from the log"


def check_html(path, folder):
    picture = os.path.join(folder, "report.png")
    browser = shutil.which("chromium")
    subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--screenshot={picture}",
                    "--window-size=1000,2400", f"file://{path}"], check=True, capture_output=True, timeout=120)
    assert os.path.getsize(picture) > 20000
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert "<script" not in text and "http://" not in text.replace("http://www.w3.org", "")
    return "rendered by Chromium"


def check_pdf(path, folder):
    subprocess.run(["pdftoppm", "-r", "60", "-png", path, os.path.join(folder, "page")], check=True)
    pages = [name for name in os.listdir(folder) if name.startswith("page")]
    assert pages
    return f"{len(pages)} pages"


def attempt(name, missing, function, *arguments):
    if missing:
        skipped.append(f"{name}: {missing} is not installed")
        return
    try:
        checked.append(f"{name}: {function(*arguments)}")
    except ImportError as error:
        skipped.append(f"{name}: {error}")


def main():
    folder = tempfile.mkdtemp(prefix="maintscope-exports-")
    try:
        recording = record(folder)
        if recording is None:
            print("nothing could be recorded")
            return 77
        missing = {tool: None if shutil.which(tool) else tool for tool in ("node", "chromium", "pdftoppm", "promtool")}
        with open(export(recording, "summary", folder), encoding="utf-8") as file:
            summary = json.load(file)
        for kind in ("csv", "samples", "rollup"):
            attempt(kind, None, check_csv, export(recording, kind, folder))
        with open(export(recording, "json", folder), encoding="utf-8") as file:
            events = json.load(file)["events"]
        with open(export(recording, "ndjson", folder), encoding="utf-8") as file:
            assert [json.loads(line) for line in file][1:] == events
        checked.append(f"json, ndjson: {len(events)} equal events")
        attempt("perfetto", None, check_trace, export(recording, "perfetto", folder))
        attempt("openmetrics", None, check_openmetrics, export(recording, "openmetrics", folder))
        attempt("ics", None, check_calendar, export(recording, "ics", folder))
        hlog = export(recording, "hlog", folder)
        known = os.path.isdir(os.path.join(node_folder, "node_modules", "hdr-histogram-js"))
        no_hdr = missing["node"] or (None if known else "hdr-histogram-js")
        attempt("hlog", no_hdr, check_hlog, hlog, summary)
        attempt("percentiles", no_hdr, check_percentiles, export(recording, "percentiles", folder), hlog)
        try:
            html, pdf = export(recording, "html", folder), export(recording, "pdf", folder)
            attempt("html", missing["chromium"], check_html, html, folder)
            attempt("pdf", missing["pdftoppm"], check_pdf, pdf, folder)
            export(recording, "png", folder)
            export(recording, "svg", folder)
        except subprocess.CalledProcessError as error:
            skipped.append(f"pictures: {error}")
        export(recording, "md", folder)
        print("\n".join(checked + ["left out: " + line for line in skipped]))
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
