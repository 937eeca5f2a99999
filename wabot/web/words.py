"""The page's sentences in the salon's language, and the templates that hold them."""

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Resource
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from wabot.domain.salon import Salon
from wabot.types import Lang


@cache
def _sentences(lang: Lang) -> Resource:
    return FluentResource(files("wabot.web").joinpath("texts", f"{lang}.ftl").read_text(encoding="utf-8"))


class Words:
    """Says and renders everything that the owner reads."""

    def __init__(self, salon: Salon) -> None:
        self.lang = salon.language
        self._texts = FluentBundle([self.lang.value], use_isolating=False)
        self._texts.add_resource(_sentences(self.lang))
        self._templates = Environment(
            loader=PackageLoader("wabot.web"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            auto_reload=False,  # else each part of a page asks the disk whether its template has changed
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(t=self.say, lang=self.lang.value, salon=salon.name[self.lang])

    def say(self, message: str, **variables: object) -> str:
        """A sentence of texts/<language>.ftl."""
        pattern = self._texts.get_message(message).value
        assert pattern is not None
        return str(self._texts.format_pattern(pattern, variables)[0])

    def render(self, template: str, **values: object) -> str:
        """A template as HTML."""
        return self._templates.get_template(template).render(values)
