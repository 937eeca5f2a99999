"""What was heard, as JSON."""

from typing import Any

from wabot.domain.heard import Heard

_IMPLIED = {"day": "date", "day_to": "date_to", "not_before": "from", "not_after": "to", "services": "service"}


def as_json(heard: Heard) -> dict[str, Any]:
    """What was heard, with the names of the contract; None means not said."""
    services = list(heard.services)
    return {
        "intent": heard.intent,
        "intents": list(heard.intents),
        "service": services[0] if len(services) == 1 else services or None,
        "staff": heard.staff,
        "date": heard.day and heard.day.isoformat(),
        "date_to": heard.day_to and heard.day_to.isoformat(),
        "time": heard.time and f"{heard.time:%H:%M}",
        "from": heard.not_before and f"{heard.not_before:%H:%M}",
        "to": heard.not_after and f"{heard.not_after:%H:%M}",
        "part": heard.part,
        "name": heard.name,
        "lang": heard.lang,
        "implied": sorted(_IMPLIED.get(name, name) for name in heard.implied),
    }
