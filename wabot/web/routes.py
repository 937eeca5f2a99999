"""Every route of the page and of the API, and who serves it."""

from aiohttp import web

from wabot.config import Config
from wabot.language.keepsakes import Keepsakes
from wabot.language.listener import Listener
from wabot.language.replies import Texts
from wabot.storage.database import Database
from wabot.web.book import BookApi
from wabot.web.calendars import CalendarsApi
from wabot.web.chats import ChatsApi
from wabot.web.clerk import Clerk, Wake
from wabot.web.conversation import Conversation
from wabot.web.customers import CustomersApi
from wabot.web.demo import DemoPhone
from wabot.web.desk import Desk
from wabot.web.feed import Feed
from wabot.web.mailroom import Mailroom
from wabot.web.openings import OpeningsApi
from wabot.web.outbox import OutboxApi
from wabot.web.pages.chats import ChatPages
from wabot.web.pages.customers import CustomerPages
from wabot.web.pages.day import DayPage
from wabot.web.pages.frame import Frame
from wabot.web.pages.icon import serve_icon
from wabot.web.pages.numbers import NumbersPage
from wabot.web.pages.outbox import OutboxPage
from wabot.web.pages.panel import Panels
from wabot.web.pages.phrases import PhrasePages
from wabot.web.pages.sheet import NumbersSheet
from wabot.web.pages.times import TimePages
from wabot.web.pages.visits import VisitPages
from wabot.web.rehearing import Rehearing
from wabot.web.switchboard import Switchboard
from wabot.web.telling import Teller
from wabot.web.times import TimesApi
from wabot.web.view import View
from wabot.web.waitlist import WaitlistApi
from wabot.web.words import Words
from wabot.whatsapp.session import Linkable
from wabot.whatsapp.simulated import SimulatedSession


class Routes:
    """All who serve routes, at work by one configuration."""

    def __init__(
        self, config: Config, listener: Listener, view: View, words: Words, database: Database, wake: Wake
    ) -> None:
        """`listener` tells what is understood of customers' messages; `wake` is called for each customer for whom a
        message was put into the outbox.
        """
        self._config = config
        self._salon = config.salon
        self._listener = listener
        self._rehearing = Rehearing(listener, config.salon.timezone)
        self._view = view
        self._words = words
        self._database = database
        self._clock = view.clock
        keepsake = Keepsakes(config.salon).render if config.sends_keepsakes else None
        texts = Texts(config.salon, config.source.parent)
        teller = Teller(config.salon, texts, keepsake, config.reminders.quiet, config.owner_phones)
        self._clerk = Clerk(config.salon, database, Desk(config.salon, teller), view.clock, wake)
        self._switchboard = Switchboard(database, view.clock, config.conversation.handoff, wake)
        self._mailroom = Mailroom(database, view.clock, wake)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """The API, and what people open."""
        self._add_book(router)
        self._add_mail(router)
        demo = self._demo()
        if demo is not None:
            demo.add_to(router)
        self._add_pages(router, demo)
        serve_icon(router)

    def _add_book(self, router: web.UrlDispatcher) -> None:
        salon, database, clerk, clock = self._salon, self._database, self._clerk, self._clock
        BookApi(salon, database, clerk, clock).add_to(router)
        TimesApi(salon, database, clerk, clock).add_to(router)
        OpeningsApi(salon, database, clerk, clock).add_to(router)
        WaitlistApi(salon, database, clock).add_to(router)
        CalendarsApi(salon, database, Feed(salon, Words(salon)), clock).add_to(router)
        CustomersApi(salon, self._config.people, database, clock).add_to(router)

    def _add_mail(self, router: web.UrlDispatcher) -> None:
        ChatsApi(self._salon, self._rehearing, self._database, self._clock, self._switchboard).add_to(router)
        OutboxApi(self._salon, self._database, self._mailroom).add_to(router)

    def _demo(self) -> DemoPhone | None:
        """The customers' phones; None where real customers write."""
        session = self._view.session
        if not isinstance(session, SimulatedSession):
            return None
        return DemoPhone(session, self._database, self._clock, self._words, self._salon.timezone)

    def _add_pages(self, router: web.UrlDispatcher, demo: DemoPhone | None) -> None:
        config, view, words, database = self._config, self._view, self._words, self._database
        salon, clerk, clock = self._salon, self._clerk, self._clock
        frame = Frame(view, database, words, may_link=demo is None and isinstance(view.session, Linkable))
        panels = Panels(frame, words)
        conversation = Conversation(salon, self._rehearing, words, config.owner_phones)
        DayPage(frame, view, words, database, demo).add_to(router)
        VisitPages(panels, salon, words, database, clerk, clock).add_to(router)
        TimePages(panels, salon, words, database, clerk, clock).add_to(router)
        CustomerPages(frame, salon, words, database, clock).add_to(router)
        ChatPages(frame, view, words, database, conversation, self._switchboard).add_to(router)
        PhrasePages(frame, view, words, database, self._listener, config.owner_phones).add_to(router)
        OutboxPage(frame, view, words, database, self._mailroom).add_to(router)
        NumbersPage(frame, salon, config.people, words, database, clock).add_to(router)
        NumbersSheet(salon, words, database, clock).add_to(router)
