"""Start Orca beside any other Orca of the same person.

Run by Orca's own Python, with the path of the orca program as the one argument. That program refuses to start
when it finds another process called orca, or kills that one first if told to replace it. Neither will do: who
runs these tests may be listening to their own Orca. So this one looks for no others and keeps another name.
"""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader


def launch(program: str) -> int:
    """Run Orca's main until it is told to stop; return its exit status."""
    loader = SourceFileLoader("orca_program", program)  # by name: the program has no .py for Python to go by
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    vars(module).update(otherOrcas=list, setProcessName=bool)
    status: int = module.main()
    return status


if __name__ == "__main__":
    sys.dont_write_bytecode = True  # nothing beside the system's own program
    program = sys.argv.pop()
    sys.exit(launch(program))
