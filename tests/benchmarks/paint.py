"""First paint and weight of the workbench's pages in Chromium: ``python tests/benchmarks/paint.py [--charts 10000] [--times 5]``.

Fills a workbench in bulk (charts, payers' answers), starts ``noso serve`` on it as a user does, and opens each page in a browser
that has nothing in its cache. Prints the median and the slowest first-contentful-paint (as the browser's ``performance`` has it),
and what the page and all that it loads weigh as they come over the wire.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MOST_PAINT, MOST_BYTES = 1000, 300_000  # milliseconds, bytes
DENIED = 2_000  # claims
MEASURED = """() => ({
  paint: performance.getEntriesByType("paint").find((one) => one.name === "first-contentful-paint")?.startTime,
  bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, one) => sum + one.transferSize, 0) })"""


def ready(folder: Path, charts: int) -> tuple[str, dict[str, str]]:
    """A filled workbench in a folder; a person's session, and the pages by what they are."""
    from nosologist.workbench.configure import configure

    configure(folder, None, ("127.0.0.1", "testserver"))
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from benchmarks.worklist import filled
    from nosologist.workbench.models import Chart
    from workbench.practice import signed_in
    from workbench.remittances import Paid, remittance, taken_in

    one, *_ = filled(charts, 20)
    membership = one.memberships.get()
    membership.roles = ["coder", "manager", "privacy officer", "senior"]
    membership.save()
    client = signed_in(one)
    some = Chart.objects.filter(setting="inpatient").order_by("created")[:DENIED]
    taken_in(
        client, remittance(*(Paid(each.id.hex[:20].upper(), adjusted="CO*50*165", remarks="N115") for each in some))
    )
    chart = f"/chart/{some[0].id}/"
    return client.cookies["sessionid"].value, {
        "sign-in": "/sign-in/", "worklist": "/worklist/", "chart": chart, "claim": f"{chart}claim/", "history": f"{chart}history/",
        "queries": "/queries/", "upload": "/upload/", "encoder": "/encoder/", "reports": "/reports/?days=90",
        "denials": "/denials/", "privacy": "/privacy/", "rules": "/rules/", "people": "/people/",
    }  # fmt: skip


def measured(browser: Any, address: str, session: str, page: str) -> tuple[float, int]:
    """First-contentful-paint in milliseconds, and the bytes that were transferred, with an empty cache."""
    context = browser.new_context(viewport={"width": 1360, "height": 820})
    try:
        if page != "/sign-in/":
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        tab = context.new_page()
        answer = tab.goto(address + page, wait_until="load")
        assert answer.status == 200
        assert tab.url == address + page
        tab.wait_for_function('() => performance.getEntriesByName("first-contentful-paint").length')
        found = tab.evaluate(MEASURED)
        return found["paint"], found["bytes"]
    finally:
        context.close()


def main() -> None:
    """Fill, serve, open, print; the exit code is 1 where a page is too slow or too heavy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charts", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="paint-") as name:
        session, pages = ready(Path(name), args.charts)
        from workbench import browsing
        from workbench.running import Running

        running = Running(Path(name)).start()
        over = False
        try:
            for browser in browsing.started():
                print(f"{args.charts:,} charts, {DENIED:,} denied claims; each page {args.times} times, nothing cached")
                for what, page in pages.items():
                    measured(browser, running.address, session, page)  # books and templates are loaded once
                    found = [measured(browser, running.address, session, page) for _ in range(args.times)]
                    paints, weight = [paint for paint, _ in found], max(size for _, size in found)
                    late = statistics.median(paints) >= MOST_PAINT or weight >= MOST_BYTES
                    over = over or late
                    print(
                        f"{what:9} first paint {statistics.median(paints):5.0f} ms, slowest {max(paints):5.0f} ms"
                        f"  {weight / 1000:6.1f} kB{'  OVER' if late else ''}"
                    )
        finally:
            running.kill()
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
