"""What `/health` tells whoever runs the archive."""

from __future__ import annotations

import shutil

from flask.testing import FlaskClient

from archive.parts import Parts
from tests import builders


def test_health_tells_the_engine_and_how_far_the_index_is_behind(parts: Parts, client: FlaskClient) -> None:
    builders.photograph(parts)
    builders.indexed(parts)
    told = {"catalogue": "ok", "index": "ok", "engine": "whoosh", "behind": 0}
    assert client.get("/health").json == told
    builders.photograph(parts, publish=False)
    assert client.get("/health").json == told | {"behind": 1}
    shutil.rmtree(parts.settings.index)
    assert client.get("/health").json == told | {"index": "rebuilding", "engine": None, "behind": None}
