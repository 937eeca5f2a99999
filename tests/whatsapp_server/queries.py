"""Answers to the client's questions (iq): who has which devices and keys, privacy, media hosts, keep-alive.

The list is what neonize 0.5.2 was seen to ask. A question this server has no answer for gets error 501 and is
remembered in `unknown`.
"""

from collections.abc import Callable

from .addresses import GROUP_DOMAIN, LEGACY_DOMAIN, LID_DOMAIN, PHONE_DOMAIN, SERVER, Jid, parse_jid
from .app_state import AppState
from .devices import Device
from .nodes import Attribute, Node
from .people import Directory, Person

MEDIA_HOST = "media.whatsapp.net"


class QueryRefused(Exception):
    """The answer is an error; the arguments are WhatsApp's code and text."""


class Queries:
    """Answers for linked devices."""

    def __init__(self, directory: Directory, devices: dict[int, Device], app_state: AppState) -> None:
        self.unknown: list[Node] = []
        self._directory = directory
        self._devices = devices
        self._app_state = app_state
        self._answers: dict[tuple[str, str], Callable[[Device, Node], list[Node]]] = {
            ("encrypt", "get"): self._encrypt_get,
            ("encrypt", "set"): self._encrypt_set,
            ("usync", "get"): self._usync,
            ("privacy", "get"): self._privacy,
            ("privacy", "set"): self._nothing,
            ("passive", "set"): self._nothing,
            ("w:p", "get"): self._nothing,
            ("w:m", "set"): self._media,
            ("w:g2", "get"): self._group,
            ("w:sync:app:state", "set"): self._settings,
            ("blocklist", "get"): self._blocklist,
            ("w:profile:picture", "get"): self._no_picture,
            ("md", "set"): self._remove,
        }

    def answer(self, device: Device, query: Node) -> Node:
        """Return the answer to an <iq> of type get or set."""
        attrs: dict[str, Attribute] = {"from": SERVER, "id": query.text("id")}
        responder = self._answers.get((query.text("xmlns"), query.text("type")))
        try:
            if responder is None:
                self.unknown.append(query)
                raise QueryRefused("501", "feature-not-implemented")
            content = responder(device, query)
        except QueryRefused as refusal:
            code, text = refusal.args
            return Node("iq", {**attrs, "type": "error"}, [Node("error", {"code": code, "text": text})])
        return Node("iq", {**attrs, "type": "result"}, content or None)

    def _nothing(self, _: Device, __: Node) -> list[Node]:
        return []

    def _encrypt_get(self, device: Device, query: Node) -> list[Node]:
        if query.find("count"):
            return [Node("count", {"value": str(device.key_count)})]
        users = [self._keys_of(user.jid("jid")) for user in query.get("key").children]
        return [Node("list", {}, users)]

    def _encrypt_set(self, device: Device, query: Node) -> list[Node]:
        device.upload(query)
        return []

    def _keys_of(self, jid: Jid) -> Node:
        person = self._directory.find(jid)
        if person is None or jid.device:
            return Node("user", {"jid": jid}, [Node("error", {"code": "404", "text": "item-not-found"})])
        return Node("user", {"jid": jid}, person.bundle().nodes())

    def _usync(self, _: Device, query: Node) -> list[Node]:
        usync = query.get("usync")
        wanted = {part.tag for part in usync.get("query").children}
        users = [self._user(user, wanted) for user in usync.get("list").children]
        attrs = {name: usync.attrs[name] for name in ("sid", "mode", "context") if name in usync.attrs}
        lists = [Node("result", {}, [Node(tag) for tag in sorted(wanted)]), Node("list", {}, users)]
        return [Node("usync", {**attrs, "index": "0", "last": "true"}, lists)]

    def _user(self, asked: Node, wanted: set[str]) -> Node:
        contact = asked.find("contact")
        if contact is None:
            jid = asked.jid("jid")
            return Node("user", {"jid": jid}, self._details(self._directory.find(jid), jid, wanted))
        query = contact.data.decode()
        number = Jid(parse_jid(query).user.lstrip("+"), PHONE_DOMAIN)
        person = self._directory.find(number)
        kind = Node("contact", {"type": "in" if person else "out"}, query.encode())
        if person is None:
            return Node("user", {"jid": Jid(number.user, LEGACY_DOMAIN)}, [kind])
        attrs: dict[str, Attribute] = {"jid": person.lid, "pn_jid": number}
        return Node("user", attrs, [kind, *self._details(person, person.lid, wanted)])

    def _details(self, person: Person | None, jid: Jid, wanted: set[str]) -> list[Node]:
        if person is None:
            return []
        details = []
        if "devices" in wanted:
            numbers = [0] + (sorted(self._devices) if self._is_own(person) else [])
            items = [Node("device", {"id": str(number)}) for number in numbers]
            details.append(Node("devices", {}, [Node("device-list", {}, items)]))
        if "lid" in wanted and jid.domain != LID_DOMAIN:
            details.append(Node("lid", {"val": person.lid}))
        if "status" in wanted:
            details.append(Node("status", {}, b""))
        return details

    def _is_own(self, person: Person) -> bool:
        return any(device.jid.bare == person.number for device in self._devices.values())

    def _privacy(self, _: Device, __: Node) -> list[Node]:
        names = ("readreceipts", "last", "status", "profile", "groupadd", "online", "calladd")
        categories = [Node("category", {"name": name, "value": "all"}) for name in names]
        return [Node("privacy", {}, categories)]

    def _media(self, _: Device, __: Node) -> list[Node]:
        attrs = {"auth": "loopback", "ttl": "3600", "auth_ttl": "3600", "max_buckets": "12"}
        return [Node("media_conn", attrs, [Node("host", {"hostname": MEDIA_HOST})])]

    def _group(self, _: Device, query: Node) -> list[Node]:
        jid = query.jid("to")
        group = self._directory.groups.get(jid.user) if jid.domain == GROUP_DOMAIN else None
        if group is None:
            raise QueryRefused("404", "item-not-found")
        members = [_participant(member) for member in group.members]
        attrs = {"id": jid.user, "subject": group.name, "creation": "0", "addressing_mode": "lid"}
        return [Node("group", attrs, members)]

    def _settings(self, _: Device, query: Node) -> list[Node]:
        return self._app_state.answer(query)

    def _blocklist(self, _: Device, __: Node) -> list[Node]:
        return [Node("list", {"dhash": "0"})]

    def _remove(self, device: Device, query: Node) -> list[Node]:
        """The device unlinks itself; it hangs up once it is told that it is done."""
        if query.find("remove-companion-device") is None:
            raise QueryRefused("501", "feature-not-implemented")
        self._devices.pop(device.number, None)
        return []

    def _no_picture(self, _: Device, __: Node) -> list[Node]:
        raise QueryRefused("404", "item-not-found")


def _participant(member: Person) -> Node:
    attrs: dict[str, Attribute] = {"jid": member.lid}
    if member.number:
        attrs["phone_number"] = member.number
    return Node("participant", attrs)
