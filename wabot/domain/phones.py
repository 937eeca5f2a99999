"""Phone numbers as people write them."""

import re

import phonenumbers

from wabot.types import PhoneNumber

# phonenumbers alone also reads letters, extensions and numbers within a sentence: a slip would reach somebody else.
_WRITTEN = re.compile(r"\s*\+[\d\s().\u2010-\u2015-]+")


_E164 = re.compile(r"\+\d{7,15}")


def parse_local_phone(text: str, country: str) -> PhoneNumber | None:
    """The number a person wrote, "8 (916) 123-45-67" as in that country; None if it is none."""
    if _E164.fullmatch(text):
        return PhoneNumber(text)
    return _possible(text, country)


def parse_phone(text: str) -> PhoneNumber | None:
    """The number in text such as "+7 (916) 123-45-67", which has + and the country code; None when it is none."""
    if not _WRITTEN.fullmatch(text):
        return None
    return _possible(text, None)


def spaced(phone: PhoneNumber) -> str:
    """The number for the eye: "+7 916 123-45-67"; as it is where no country has such numbers."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _possible(text: str, country: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
