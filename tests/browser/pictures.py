"""The pictures of the README, from the real page: python -m tests.browser.pictures"""

import base64
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path

import anyio
from playwright.async_api import FloatRect

from tests.bench.year import fill
from tests.browser.opened import Opened, opened
from wabot.types import Lang
from wabot.whatsapp.simulated import Mishap

FOLDER = Path(__file__).parents[2] / ".pictures"
NOON = datetime.fromisoformat("2026-11-20T12:40:00+03:00")
VISITS = (
    ("Natasha", "haircut_women", "10:00", "anna"),
    ("Irina", "coloring", "12:00", "anna"),
    ("Max", "haircut_men", "11:15", "dmitry"),
    ("Julia", "gel_manicure", "13:00", "maria"),
    ("Lena", "brows", "14:00", "olga"),
    ("Vika", "lashes", "15:30", "olga"),
    ("Marina", "pedicure", "17:15", "maria"),
    ("Kate", "massage", "14:00", "ekaterina"),
)
_AS_WEBP = """async (png) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.8 })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


async def keep(salon: Opened, png: bytes, name: str) -> None:
    """As WebP, which the browser itself can write."""
    blank = await salon.browser.new_page()
    webp = base64.b64decode(await blank.evaluate(_AS_WEBP, base64.b64encode(png).decode()))
    await blank.close()
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.webp").write_bytes(webp)


async def take_day(folder: Path) -> None:
    """The day with the demo's phone beside it; then what the page says when WhatsApp was taken over."""
    morning = datetime.fromisoformat("2026-11-20T09:00:00+03:00")
    async with opened(folder, lang=Lang.EN, at=morning, width=1200) as salon:
        for visit in VISITS:
            await salon.books(*visit)
        olga = salon.program.house.customer("+79165550101")
        await salon.program.house.comes("2026-11-20 12:40")
        await olga.writes("hi! could I come for a massage today at 16:00?", profile_name="Olga")
        await salon.goes()
        await salon.page.locator("#chat .ours").first.wait_for()
        await keep(salon, await salon.page.screenshot(), "day")
        await salon.program.house.session.suffer(Mishap.REPLACED)
        await salon.page.get_by_role("button", name="Take WhatsApp back").wait_for()
        bottom: float = await salon.page.evaluate(
            "document.querySelector('header.site').getBoundingClientRect().bottom"
        )
        frame: FloatRect = {"x": 0, "y": 0, "width": 800, "height": bottom + 16}
        await keep(salon, await salon.page.screenshot(clip=frame), "connection")


async def take_numbers(folder: Path) -> None:
    async with opened(folder, lang=Lang.EN, at=NOON, width=1200) as salon:
        await salon.program.house.wabot.database.write(partial(fill, behind=51))
        await salon.goes("numbers")
        await keep(salon, await salon.page.screenshot(), "numbers")


async def take_all() -> None:
    for take in (take_day, take_numbers):
        with tempfile.TemporaryDirectory() as folder:
            await take(Path(folder))


if __name__ == "__main__":
    anyio.run(take_all)
