"""Import customers, orders, order lines, products and events from the files that shops can export.

plan = read_plan("orders_export.csv")         # what is it, how is it written, which column is what
report = run(database, plan, dry_run=True)    # what would come in
report = run(database, plan)
"""

from app.data.imports.files import CHUNK
from app.data.imports.mapping import Mapping, read_mapping
from app.data.imports.plan import Plan, read_plan
from app.data.imports.problems import Problem
from app.data.imports.recognise import Preset, all_presets
from app.data.imports.run import Progress, Report, run

__all__ = [
    "CHUNK",
    "Mapping",
    "Plan",
    "Preset",
    "Problem",
    "Progress",
    "Report",
    "all_presets",
    "read_mapping",
    "read_plan",
    "run",
]
