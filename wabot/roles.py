"""Everyone who works by the configuration. When it is read anew, others take over."""

from dataclasses import dataclass

from wabot.config import Config
from wabot.language.keepsakes import Keepsakes
from wabot.language.listener import Listener
from wabot.language.replies import Texts
from wabot.tasks.aftercare import Aftercare
from wabot.tasks.alerts import Owner
from wabot.tasks.booking import Quiet, Reception
from wabot.tasks.briefing import Briefing
from wabot.tasks.errands import Errands
from wabot.tasks.owner_turn import OwnerDesk
from wabot.tasks.record import Recorder
from wabot.tasks.reminding import Reminding
from wabot.tasks.turn import Receptionist
from wabot.tasks.waitlist import WaitingList
from wabot.web.notices import Notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who does what, as one configuration wants it."""

    config: Config
    listener: Listener
    reception: Reception
    errands: tuple[Errands, ...]
    owner: Owner


def cast_roles(config: Config) -> Roles:
    """Takes a moment: the salon's words in all their forms. ConfigError when the texts beside it are faulty."""
    texts = Texts(config.salon, config.source.parent)
    listener = Listener(config.salon)
    conversation, forget = config.conversation, config.conversation.forget
    return Roles(
        config=config,
        listener=listener,
        reception=Reception(
            _receptionist(config, texts, listener), Quiet(least=conversation.quiet, most=conversation.quiet_max)
        ),
        errands=(
            Reminding(config.salon, texts, config.reminders, owner_phones=config.owner_phones, forget=forget),
            Aftercare(config.salon, texts, config.aftercare, forget=forget),
            WaitingList(config.salon, texts, config.reminders.quiet, forget=forget),
        ),
        owner=Owner(config.owner_phones, config.alert_url, Notices(config.salon)),
    )


def _receptionist(config: Config, texts: Texts, listener: Listener) -> Receptionist:
    salon, conversation = config.salon, config.conversation
    return Receptionist(
        listener,
        Briefing(
            salon,
            listener,
            forget=conversation.forget,
            has_people=bool(config.owner_phones),
            reminders=config.reminders,
            may_invite=config.aftercare.is_enabled,
            privacy=conversation.privacy,
        ),
        OwnerDesk(
            salon,
            texts,
            owner_phones=config.owner_phones,
            handoff=conversation.handoff,
            forget=conversation.forget,
            quiet_hours=config.reminders.quiet,
        ),
        Recorder(
            salon,
            texts,
            owner_phones=config.owner_phones,
            handoff=conversation.handoff,
            quiet_hours=config.reminders.quiet,
            keepsake=Keepsakes(salon).render if config.sends_keepsakes else None,
        ),
        handoff=conversation.handoff,
        reject_calls=conversation.reject_calls,
    )
