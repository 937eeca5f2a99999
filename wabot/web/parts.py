"""The parts of the page that change while it is open, each as the HTML of one element."""

import io

import segno
from markupsafe import Markup

from wabot.web.connection import WISHES, explain, say_moment
from wabot.web.view import View
from wabot.web.words import Words
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import State


class Parts:
    """Renders them. A part whose HTML stays the same is left alone by the browser, with what is typed into it."""

    def __init__(self, view: View, words: Words, *, may_link: bool) -> None:
        """`may_link`: the session is a real one, which a person can link and connect."""
        self._view = view
        self._words = words
        self._may_link = may_link

    async def render(self) -> dict[str, str]:
        """All of them by their ids. An empty one is not shown."""
        health = await self._view.health()
        return {
            "connection": self._connection(health["status"], health["trouble"]),
            "press": self._press(),
            "qr": self._qr(),
            "code": self._code(),
            "unsettled": await self._unsettled(),
            "silent": await self._silent(),
            "days": self._html("days.html", days=await self._view.days()),
            "figures": self._html("figures.html", queue=health["queue"], counters=health["counters"]),
            "unlink": self._html("unlink.html") if self._may_link and self._state is State.ONLINE else "",
        }

    @property
    def _state(self) -> State:
        return self._view.session.status.state

    def _connection(self, light: str, trouble: str | None) -> str:
        explained = explain(self._view.session.status, self._view.now, self._words)
        return self._html("connection.html", light=light, trouble=trouble, it=explained)

    def _press(self) -> str:
        state = self._state
        return self._html("press.html", state=state, wish=WISHES[state]) if self._may_link and state in WISHES else ""

    def _qr(self) -> str:
        """The picture, or its place while a person waits for it; empty when nothing is being linked."""
        status = self._view.session.status
        is_asked = status.reason == Reason(Why.QR_ASKED)
        if not self._may_link or (status.state is not State.PAIRING and not is_asked):
            return ""
        pairing = status.pairing
        return self._html("qr.html", picture=draw_qr(pairing.qr) if pairing and pairing.qr else None)

    def _code(self) -> str:
        pairing = self._view.session.status.pairing
        return self._html("code.html", code=pairing.code) if pairing and pairing.code else ""

    async def _unsettled(self) -> str:
        number, latest = await self._view.unsettled()
        rows = [
            {
                "at": say_moment("moment", mail.queued_at, self._view.now, self._words),
                "to": f"{mail.name or ''} {mail.contact.for_log}".strip(),
                "state": mail.state,
            }
            for mail in latest
        ]
        return self._html("unsettled.html", number=number, rows=rows) if number else ""

    async def _silent(self) -> str:
        """Where nobody is answered although WhatsApp works: by the owner's word, or because a machine writes there."""
        since, loops = await self._view.silence()
        everywhere = say_moment("silent-since", since, self._view.now, self._words) if since else None
        rows = [
            {
                "at": say_moment("moment", loop.noticed_at, self._view.now, self._words),
                "who": f"{loop.name or ''} {loop.contact.for_log}".strip(),
            }
            for loop in loops
        ]
        return self._html("silent.html", everywhere=everywhere, loops=rows)

    def _html(self, template: str, **values: object) -> str:
        return self._words.render(template, **values).strip()


def draw_qr(text: str) -> Markup:
    """A QR as inline SVG: dark on a white ground with its quiet zone, as large as its box."""
    picture = io.BytesIO()
    segno.make_qr(text).save(
        picture, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, border=4, dark="#000", light="#fff"
    )
    return Markup(picture.getvalue().decode())  # noqa: S704 - segno draws paths; the text is not in them
