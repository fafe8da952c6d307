"""Shops: one folder each, which can be copied, moved or deleted as a whole.

    <home>/shops/<name>/  shop.json · shop.sqlite · journeys/*.journey.json · outbox/ · mirror/

`shop.json` holds what the owner sets, never a secret: the password of a database server goes to the keyring.
"""

from __future__ import annotations

import difflib
import logging
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.base import paths
from app.base.clock import zone_named
from app.base.errors import GilmokError, InputError, SetupError
from app.base.text import _
from app.journey import disk
from app.message.sender import Sender, Voice

if TYPE_CHECKING:  # the window lists shops at its start: the database and the keyring are imported when first needed
    from app.data.engine import Database

FILE = "shop.json"
RECORD = "shop.sqlite"

#: Where messages of a channel go for which nothing else is chosen: a folder on this computer.
LOCAL_OUTBOX = "outfile"

_LONGEST = 60  # letters of a folder's name
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows keeps these for itself


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Identity(_Model):
    """Who speaks in the shop's messages; see `app.message.sender.Sender`."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    optout_phone: str = ""
    url: str = ""
    optout_url: str = ""


class Settings(_Model):
    """What `shop.json` holds. `providers`: channel → provider; `accounts`: provider → its settings, secrets apart.

    `database` is empty for the SQLite file in the folder, or the URL of a PostgreSQL database without its password.
    """

    gilmok: Literal[1] = 1
    title: str = Field(min_length=1)
    zone: str = "Asia/Seoul"
    currency: str = Field(default="KRW", pattern="^[A-Z]{3}$")
    language: Literal["ko", "en"] = "ko"
    sender: Identity = Identity()
    providers: Mapping[str, str] = {}
    accounts: Mapping[str, Mapping[str, Any]] = {}
    database: str = ""

    @field_validator("zone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            return zone_named(name).key
        except InputError as problem:
            raise ValueError(problem.text) from problem


class Shop(_Model):
    """One shop: its folder, whose name is its key, and its settings. The record is opened when asked for."""

    folder: Path
    settings: Settings

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def title(self) -> str:
        return self.settings.title

    @property
    def zone(self) -> str:
        return self.settings.zone

    @property
    def currency(self) -> str:
        return self.settings.currency

    @property
    def language(self) -> str:
        return self.settings.language

    @property
    def sender(self) -> Sender:
        """The identity in messages, and the manner of writing figures."""
        voice = Voice(self.language, self.currency, self.zone)
        return Sender(**self.settings.sender.model_dump(), voice=voice)

    @property
    def journeys(self) -> Path:
        """The folder of drafts."""
        return self.folder / "journeys"

    @property
    def outbox(self) -> Path:
        """The folder of messages that stay on this computer."""
        return self.folder / "outbox"

    @property
    def mirror(self) -> Path:
        """The folder of the columnar copy; it may be deleted at any time."""
        return self.folder / "mirror"

    def carrier(self, channel: str) -> tuple[str, Mapping[str, Any]]:
        """The key of the provider that carries a channel, and its settings."""
        key = self.settings.providers.get(channel, LOCAL_OUTBOX)
        return key, self.settings.accounts.get(key, {})

    @property
    def record(self) -> str | Path:
        """Where the record is: the file in the folder, or the URL of a server with its password."""
        return _with_password(self.settings.database, self.name) or self.folder / RECORD

    def open(self) -> Database:
        """Open the record, made or upgraded when needed; whoever opens it closes it."""
        from app.data.engine import open_database

        return open_database(self.record)

    def but(self, **changes: Any) -> Shop:
        """The same shop with some settings changed; `save` keeps them. InputError for a value that is wrong."""
        found = _settings(self.settings.model_dump() | changes, self.folder / FILE)
        return Shop(folder=self.folder, settings=found)


# -- finding and making ----------------------------------------------------------------------------------------------


def create(title: str, home: Path | None = None, *, database: str = "", **settings: Any) -> Shop:
    """Make a new shop with an empty record. `settings`: zone, currency, language, sender …

    InputError if the name is taken or a value is wrong; then, and when the record cannot be made, nothing is left.
    """
    from app.data.engine import open_database

    title = unicodedata.normalize("NFC", title).strip()
    folder = paths.shop_folder(_folder_name(title), home)
    if folder.exists():
        text = _("There is already a shop called “{name}”. Choose another name.")
        raise InputError(text.format(name=title), where=str(folder))
    address, password = _parted(database)
    found = _settings({"title": title, "database": address, **settings}, folder / FILE)
    shop = Shop(folder=folder, settings=found)
    _make_folders(shop)
    try:
        open_database(database or folder / RECORD).close()
        _keep(password, shop.name)
        save(shop)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return shop


def shops(home: Path | None = None) -> list[Shop]:
    """All shops, by title. One whose settings cannot be read is left out and logged; `show` says what is wrong."""
    found = []
    for file in sorted((home or paths.home()).glob(f"shops/*/{FILE}")):
        try:
            found.append(_read(file))
        except GilmokError as problem:
            logging.getLogger(__name__).warning("a shop cannot be read: %s", problem)
    return sorted(found, key=lambda shop: shop.title)


def show(name: str | Path, home: Path | None = None) -> Shop:
    """The shop of a name, a title or a folder. InputError, with the nearest name, if there is none."""
    title = unicodedata.normalize("NFC", str(name))  # a Mac may hand Hangul over letter by letter
    for folder in (paths.shop_folder(title, home), Path(name)):
        if os.path.isfile(folder / FILE):  # unlike Path.is_file, no for a name that is too long to be one
            return _read(folder / FILE)
    known = shops(home)
    named = [shop for shop in known if shop.title == title]
    if named:
        return named[0]
    near = difflib.get_close_matches(str(name), [word for shop in known for word in (shop.name, shop.title)], n=1)
    if near:
        text = _("There is no shop called “{name}”. Did you mean “{near}”?")
        raise InputError(text.format(name=name, near=near[0]))
    raise InputError(_("There is no shop called “{name}”.").format(name=name))


def save(shop: Shop) -> None:
    """Write the settings; the file is whole or as before."""
    disk.replace(shop.folder / FILE, (shop.settings.model_dump_json(indent=2) + "\n").encode())


def _read(file: Path) -> Shop:
    try:
        content = file.read_bytes()
    except OSError as problem:
        text = _("The settings of this shop cannot be opened. Check that you may read the file.")
        raise SetupError(text, where=str(file), detail=str(problem)) from problem
    return Shop(folder=file.parent, settings=_settings(content, file))


def _settings(source: bytes | Mapping[str, Any], file: Path) -> Settings:
    try:
        if isinstance(source, bytes):
            return Settings.model_validate_json(source)
        return Settings.model_validate(source)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        key = ".".join(str(step) for step in first["loc"])
        text = _("The setting “{key}” of this shop is wrong.").format(key=key)
        damaged = _("The settings of this shop are damaged. Put the file back from a backup, or mend it by hand.")
        raise InputError(text if key else damaged, where=str(file), detail=str(problem)) from problem


def _folder_name(title: str) -> str:
    """The title as a folder's name that every system takes, Korean letters included."""
    name = _NOT_IN_NAMES.sub("-", title)[:_LONGEST].rstrip(" .")
    if not name.strip("-."):
        raise InputError(_("Give the shop a name with at least one letter."))
    return f"{name}-shop" if _DEVICES.fullmatch(name) or name.startswith(".") else name


def _make_folders(shop: Shop) -> None:
    try:
        shop.journeys.mkdir(parents=True)
        shop.outbox.mkdir()
    except OSError as problem:
        text = _("The folder of the shop cannot be made. Check that there is room and that you may write there.")
        raise SetupError(text, where=str(shop.folder), detail=str(problem)) from problem


# -- the password of a database server -------------------------------------------------------------------------------

_SECRET = ("database", "password")


def _parted(database: str) -> tuple[str, str]:
    """The URL without its password, and the password."""
    if not database:
        return "", ""
    from app.data.engine import read_url

    url = read_url(database)
    return url._replace(password=None).render_as_string(), str(url.password or "")


def _keep(password: str, name: str) -> None:
    if password:
        from app.base import secrets

        secrets.put(name, *_SECRET, password)


def _with_password(database: str, name: str) -> str:
    """The URL to open. Without a keyring the server may still know us by other means (a password file, a socket)."""
    if not database:
        return ""
    from app.base import secrets
    from app.data.engine import read_url

    password = None
    with suppress(SetupError):
        password = secrets.get(name, *_SECRET)
    return read_url(database).set(password=password).render_as_string(hide_password=False)
