"""Pages out of blocks, by typst: tagged (PDF/UA-1), with bookmarks, the same bytes for the same document.

The document goes to the template as data, so nothing that a text says can become a command of it. The fonts are those
that come with typst and matplotlib, so that a page looks the same on every machine; they are embedded.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from covenant_monitor.files import resource
from covenant_monitor.reports.blocks import Document, as_plain


def pdf(document: Document, *, made_on: date) -> bytes:
    """The bytes of the PDF; nothing is left in a folder for temporary files. `made_on` is its day of creation."""
    import matplotlib
    import typst

    return typst.compile(
        resource("reports", "pages.typ"),
        font_paths=[Path(matplotlib.get_data_path(), "fonts", "ttf")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": json.dumps(as_plain(document))},
        pdf_standards="ua-1",
        timestamp=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
    )
