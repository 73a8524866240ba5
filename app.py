"""The web application for `flask --app app run`, and what `python app.py` serves."""

import structlog

from archive import create_app, db
from archive.parts import of
from archive.worker import start_beside

app = create_app()
if said := db.warning():
    structlog.get_logger().warning(said)
start_beside(of(app).settings)

if __name__ == "__main__":
    settings = of(app).settings
    app.run(host=settings.host, port=settings.port)
