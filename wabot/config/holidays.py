"""The public holidays of a country, from the package of that name, loaded only by salons that close on them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from wabot.domain.salon import Text
from wabot.types import Lang

_SPOKEN = {Lang.RU: "ru", Lang.EN: "en_US"}


class PublicHolidays:
    """The name of the holiday that a day is; years are looked up when they are asked for."""

    def __init__(self, country: str) -> None:
        """LookupError when the package does not know the country (two letters, ISO 3166)."""
        from holidays import list_supported_countries  # noqa: PLC0415 - see above

        if country not in list_supported_countries(include_aliases=False):
            raise LookupError(country)
        self._country = country
        self._names = lru_cache(maxsize=8)(self._names_of_year)

    def __call__(self, day: date) -> Text | None:
        """What it is called in every language; None on an ordinary day. Where the package has no name in a language
        it gives the country's own or the English one.
        """
        return self._names(day.year).get(day)

    def _names_of_year(self, year: int) -> Mapping[date, Text]:
        from holidays import country_holidays  # noqa: PLC0415 - see above

        named = {lang: country_holidays(self._country, years=year, language=code) for lang, code in _SPOKEN.items()}
        return {day: {lang: names.get(day, "") for lang, names in named.items()} for day in named[Lang.EN]}
