"""The explorer: the dataset as a static site, which is itself an app that loads the Parquet files.

What the pages do is written in TypeScript in ``explorer/`` and built into ``assets/``. Here the
site is put together: a document for each record, the texts, the released files.
"""

from overseas_stations.site.build import Site, build

__all__ = ["Site", "build"]
