"""What a turn of the owner comes to before anything is done."""

from dataclasses import dataclass

from wabot.domain.owner.acts import Act
from wabot.domain.owner.dialogue import OwnerDialogue, Question
from wabot.domain.replies.told import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is said, or what is to be done first: what is said then depends on what comes of it (report.py).

    `tells`: whether the customer is to hear of it; None: the owner is asked. `undoes`: it takes the last order back.
    """

    dialogue: OwnerDialogue
    replies: tuple[Reply, ...] = ()
    act: Act | None = None
    tells: bool | None = None
    undoes: bool = False


def says(dialogue: OwnerDialogue, *replies: Reply) -> Decision:
    """Nothing is done, and nothing asked."""
    return Decision(dialogue=OwnerDialogue(undo=dialogue.undo), replies=replies)


def asks(dialogue: OwnerDialogue, question: Question, *replies: Reply) -> Decision:
    """The next message is expected to answer."""
    return Decision(dialogue=OwnerDialogue(question, dialogue.undo), replies=replies)


def does(dialogue: OwnerDialogue, act: Act, tells: bool | None = None) -> Decision:
    """Something is to be done."""
    return Decision(dialogue=OwnerDialogue(undo=dialogue.undo), act=act, tells=tells)


def done(decision: Decision, undo: Act | None, *replies: Reply, question: Question | None = None) -> Decision:
    """It is done, and can be taken back unless it took something back itself."""
    dialogue = OwnerDialogue(question, None if decision.undoes else undo)
    return Decision(dialogue=dialogue, replies=(*decision.replies, *replies))
