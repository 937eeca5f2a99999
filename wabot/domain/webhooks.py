"""Webhooks: what programs outside are told, and how they know that it is true (the Standard Webhooks specification)."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from wabot.types import CompanyId, WebhookId

TRIED_FOR = timedelta(days=1)
"""How long a delivery is tried, from the moment of which it tells; at least once."""
SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with
LEAST_SECRET, MOST_SECRET = 24, 64  # bytes, by the specification


class Event(StrEnum):
    """What may be told. A cancelled visit that is taken back is booked again."""

    MESSAGE_RECEIVED = "message_received"
    APPOINTMENT_BOOKED = "appointment_booked"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CHANGED = "appointment_changed"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    SESSION_STATE = "session_state"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A receiver. `secret` as it stands in the configuration: whsec_ and base64."""

    id: WebhookId
    url: str
    secret: str
    events: frozenset[Event]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one receiver. `key` is the same at each attempt; instants in `data` are aware datetimes."""

    id: int
    key: str
    event: Event
    at: datetime
    data: Mapping[str, Any]


def parse_secret(secret: str) -> bytes | None:
    """The key in a secret; None if it is none."""
    try:
        key = b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except ValueError:
        return None
    return key if secret.startswith(SECRET_PREFIX) and LEAST_SECRET <= len(key) <= MOST_SECRET else None


def render_body(delivery: Delivery, salon: CompanyId, zone: tzinfo) -> bytes:
    """The JSON that is posted; times are ISO 8601 by the salon's clock."""

    def local(value: object) -> str:
        if not isinstance(value, datetime):
            raise TypeError(f"{type(value)} in a delivery")
        return value.astimezone(zone).isoformat(timespec="seconds")

    body = {"type": delivery.event, "timestamp": delivery.at, "salon": salon, "data": dict(delivery.data)}
    return json.dumps(body, ensure_ascii=False, default=local).encode(errors="replace")


def sign(secret: str, key: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers that show who sent the body, and when."""
    secret_key = parse_secret(secret)
    assert secret_key is not None  # the configuration was checked
    moment = str(int(now.timestamp()))
    digest = hmac.new(secret_key, f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
