"""How much longer work may take where the machine is shared: limits are meant for one that is not."""

from __future__ import annotations

import os

# More is not waited for: a machine this crowded is told as a fault, not waited out.
_MOST = 10.0


def patience() -> float:
    """By how much a limit on time is stretched: runnable processes for each core, from 1 to 10.

    A limit in seconds is there to end what never ends. On a machine whose cores are fought over, a letter
    that would be read in ten seconds takes a minute, and is no less readable for it.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(1.0, os.getloadavg()[0] / cores), _MOST)
