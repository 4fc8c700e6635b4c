"""The scheduler as a process sends what the outbox holds, by the settings of its environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

from models.deliveries import Delivery, DeliveryState
from models.settings import Settings
from processes.channels.outlets import Outlets
from tests.post_office import HOST, PostOffice, open_office
from tests.processes.deliveries.sending import ADDRESS, SENDER, Sending, mail_server
from tests.scheduler.test_process import PATIENCE, wait_until
from tests.world import build


def test_it_sends_by_its_settings(settings: Settings, free_port: int) -> None:
    world = build(settings)
    sending = Sending.of(world, Outlets(ADDRESS, mail_server(free_port)))
    sending.tell(world.an, world.binh, now=datetime.now(UTC), urgent=True)

    def told() -> list[Delivery]:
        """What the ladders of the case decide meanwhile may wait for the morning."""
        return [one for one in sending.all() if one.urgent]

    environment = {
        **os.environ,
        "DONGHANH_DATABASE_URL": settings.database_url,
        "DONGHANH_KEY_FILE": str(settings.key_file),
        "DONGHANH_PUBLIC_URL": ADDRESS,
        "DONGHANH_SMTP_HOST": HOST,
        "DONGHANH_SMTP_PORT": str(free_port),
        "DONGHANH_SMTP_TLS": "none",
        "DONGHANH_MAIL_FROM": SENDER,
    }
    command = [sys.executable, "-m", "scheduler"]
    with (
        open_office(PostOffice(), free_port) as office,
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process,
    ):
        try:
            wait_until(lambda: all(one.state is not DeliveryState.WAITING for one in told()))
        finally:
            process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE)

    assert "Traceback" not in said
    assert {one.message_id for one in told()} <= set(office.message_ids)
    assert len(office.message_ids) == len(set(office.message_ids))
    world.close()
