"""Start Gilmok from a checkout. Needs Python 3.11 or newer and nothing else.

    python3 start.py              prepare what is missing, then open the app (without a display: the demo)
    python3 start.py ARGS…        run `gilmok ARGS…`
    python3 start.py setup        only prepare (`setup test`: for tests too)
    python3 start.py test ARGS…   prepare for tests too, then run `pytest ARGS…` (without any: all tests)

The program's libraries live in a private environment beside this file, or in the user's data folder where this one
is not ours to write (docs/adr/0002-private-environment.md). The program itself is imported from here.
The syntax stays readable to Python 3.6, so that an old Python can say what is missing.
"""

import contextlib
import ctypes.util
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036  (that is the question)
    found = ".".join(map(str, sys.version_info[:2]))
    sys.stderr.write(
        f"길목은 파이썬 3.11 이상이 필요해요. 지금은 {found}이에요. 새 파이썬을 설치한 뒤 다시 실행해 주세요.\n"
        f"Gilmok needs Python 3.11 or newer; this is {found}. Please install a newer one and run this again.\n"
    )
    raise SystemExit(2)

ROOT = Path(__file__).resolve().parent
READY = "gilmok-ready"  # a mark in the environment: its libraries are installed
SYSTEM_READY = "gilmok-system-ready"  # a mark in the environment: so are the system's
UNFINISHED = "gilmok-unfinished"  # in the environment: pip is at work, or was cut off


# ---- words ----------------------------------------------------------------------------------------------------------


def speaks_korean() -> bool:
    """Whether to speak Korean: GILMOK_LANGUAGE decides, else the system's language."""
    told = next(filter(None, map(os.environ.get, ("GILMOK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not told and sys.platform == "win32":
        return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x12)  # LANG_KOREAN
    return told.lower().startswith("ko")


def say(korean: str, english: str) -> None:
    """Tell the user something; never on stdout, which belongs to the program's answer."""
    print(korean if speaks_korean() else english, file=sys.stderr, flush=True)


def give_up(korean: str, english: str) -> NoReturn:
    """Say why we cannot go on, and end with the code for wrong use."""
    say(korean, english)
    raise SystemExit(2)


# ---- where ----------------------------------------------------------------------------------------------------------


def data_folder() -> Path:
    """Where the program keeps this user's data (the folder that platformdirs names)."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Gilmok"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Gilmok"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "Gilmok"


def python_in(environment: Path) -> Path:
    """The interpreter of an environment."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def is_writable(folder: Path) -> bool:
    """Whether we may make files in the folder; found out by making one (permissions mislead on Windows)."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def environment_for(extras: list[str]) -> Path:
    """The environment to use: one that is ready, else the one to prepare."""
    here = ROOT / ".venv"
    away = data_folder() / f"environment-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]}"
    for place in (here, away):
        if is_ready(place, extras):
            return place
    return here if is_writable(ROOT) and (is_writable(here) or not here.exists()) else away


# ---- marks ----------------------------------------------------------------------------------------------------------


def key() -> str:
    """Changes whenever an environment has to be looked at again."""
    files = [(ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml", "installers/packages.toml")]
    return hashlib.sha256(b"\0".join([*files, sys.version.encode()])).hexdigest()


def leave_mark(mark: Path, extras: list[str]) -> None:
    """Leave a mark for the present key and these extras."""
    mark.write_text("\n".join([key(), *extras]), "ascii")


def is_marked(mark: Path, extras: list[str]) -> bool:
    """Whether a mark was left for the present key and covers these extras."""
    try:
        made_for, *covered = mark.read_text("ascii").split()
    except (OSError, ValueError):
        return False
    return made_for == key() and set(extras) <= set(covered)


def is_ready(environment: Path, extras: list[str]) -> bool:
    """Whether the environment holds the pinned libraries with these extras."""
    return is_marked(environment / READY, extras) and python_in(environment).exists()


# ---- the private environment ----------------------------------------------------------------------------------------


def prepare(extras: list[str], look_at_system: bool = True) -> Path:
    """The environment, made or mended where needed; after that, and when asked to, a look at the system."""
    environment = environment_for(extras)
    if not is_ready(environment, extras):
        look_at_system = True
        with alone(environment):
            if not is_ready(environment, extras):  # another start.py may have done it while we waited
                fill(environment, extras)
    if look_at_system:
        prepare_system(environment, extras)
    return environment


@contextlib.contextmanager
def alone(environment: Path) -> Iterator[None]:
    """Only one start.py at a time prepares an environment; another one (an impatient double click) waits."""
    environment.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{environment}.lock", "w") as lock:
        if sys.platform == "win32":
            import msvcrt

            while True:  # LK_LOCK waits ten seconds only
                with contextlib.suppress(OSError):
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill(environment: Path, extras: list[str]) -> None:
    """Prepare the environment; when this was cut off, the next run begins again."""
    say("길목에 필요한 것을 준비할게요. 처음에는 몇 분 걸려요.", "Getting ready. The first time takes a few minutes.")
    if not works(environment):
        make(environment)
    (environment / UNFINISHED).touch()
    install(environment, extras)
    leave_mark(environment / READY, extras)
    (environment / UNFINISHED).unlink()


def works(environment: Path) -> bool:
    """Whether the environment was finished and its interpreter still runs."""
    if (environment / UNFINISHED).exists() or not python_in(environment).exists():
        return False
    return subprocess.run([python_in(environment), "-c", "import pip"], capture_output=True).returncode == 0


def make(environment: Path) -> None:
    """Make an empty environment in place of whatever is there."""
    if importlib.util.find_spec("ensurepip") is None and not add_venv():
        give_up(
            "파이썬에 venv가 없어요. 더한 뒤 다시 실행해 주세요.",
            "This Python lacks venv. Add it, then run this again.",
        )
    if subprocess.run([sys.executable, "-m", "venv", "--clear", environment], stdout=sys.stderr).returncode:
        give_up(f"{environment} 폴더를 만들지 못했어요.", f"The folder {environment} could not be made.")


def add_venv() -> bool:
    """Install venv where it is a package of its own (Debian)."""
    return bool(shutil.which("dpkg-query")) and install_debian([f"python3.{sys.version_info[1]}-venv"])


def toml(name: str) -> dict[str, Any]:
    """A file of the checkout."""
    import tomllib

    return tomllib.loads((ROOT / name).read_text("utf-8"))


def requirements(extras: list[str]) -> list[str]:
    """What pyproject.toml asks for."""
    project = toml("pyproject.toml")["project"]
    more = [wanted for name in extras for wanted in project["optional-dependencies"][name]]
    return [*project["dependencies"], *more]


def install(environment: Path, extras: list[str]) -> None:
    """Bring the pinned libraries into the environment, saying which one is on its way."""
    command = [str(python_in(environment)), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar=off", "-c", str(ROOT / "constraints.txt"), *requirements(extras)]
    variables = {**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=variables, encoding="utf-8", errors="replace"
    ) as pip:
        last = deque(shown(pip.stdout or ()), maxlen=12)
    if pip.returncode:
        sys.stderr.writelines(last)
        give_up(
            "라이브러리를 받지 못했어요. 인터넷 연결과 남은 공간을 살펴보고 다시 실행해 주세요.",
            "The libraries could not be installed. Please check the network and the free space, then run this again.",
        )


def shown(lines: Iterable[str]) -> Iterator[str]:
    """Pass pip's lines on, and show the user the names in them."""
    for line in lines:
        file = re.match(r"\s*(?:Downloading|Using cached) ([\w.]+?)-\d.*?(\(.*\))?$", line)
        if file:
            print("  ·", file[1], file[2] or "", file=sys.stderr, flush=True)
        elif line.startswith("Installing collected"):
            say("  · 제자리에 놓고 있어요…", "  · putting everything in its place …")
        yield line


# ---- the system's part (Linux) --------------------------------------------------------------------------------------


def prepare_system(environment: Path, extras: list[str]) -> None:
    """Install Qt's libraries and a Korean font where we may, else say the one command."""
    mark = environment / SYSTEM_READY
    if not sys.platform.startswith("linux") or is_marked(mark, extras):
        return
    packages = toml("installers/packages.toml")
    if shutil.which("dpkg-query"):
        is_complete = install_debian(missing_debian(packages["debian"], extras))
    else:
        is_complete = is_desktop_complete(packages["others"])
    if is_complete and is_writable(environment):
        leave_mark(mark, extras)


def missing_debian(lists: dict[str, Any], extras: list[str]) -> list[str]:
    """The packages that are not installed (newer releases call some of them …t64)."""
    wanted = [*lists["app"], *([] if has_korean_font() else [lists["font"]])]
    wanted += [name for extra in extras for name in lists[extra] if name not in wanted]
    names = [name + end for name in wanted for end in ("", "t64")]
    query = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if not {name, name + "t64"} & installed]


def has_korean_font() -> bool:
    """Whether the system shows a font for Korean."""
    query = ["fc-list", ":lang=ko"]
    return bool(shutil.which(query[0]) and subprocess.run(query, capture_output=True).stdout)


def as_root() -> list[str] | None:
    """The words before a command that changes the system; None if we may not."""
    if sys.platform == "win32" or os.geteuid() == 0:
        return []
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if may else None


def install_debian(packages: list[str]) -> bool:
    """Install the packages, or say the command that does. True when none is missing any more."""
    if not packages:
        return True
    rights = as_root()
    if rights is not None:
        say(f"시스템에 더할 것: {' '.join(packages)}", f"Adding to the system: {' '.join(packages)}")
        for step in (
            ["dpkg", "--configure", "-a"],  # mends an installation that was cut off
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        ):
            command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", *step]
            done = subprocess.run(command, stdout=subprocess.DEVNULL)  # its errors are shown
        if done.returncode == 0:
            return True
    say_command("sudo apt-get install -y " + " ".join(packages))
    return False


def is_desktop_complete(commands: dict[str, str]) -> bool:
    """On other Linuxes: whether Qt's rarer libraries are there; if not, say the command that brings them."""
    if all(map(ctypes.util.find_library, ("EGL", "xcb-cursor", "xkbcommon-x11"))):
        return True
    for manager in filter(shutil.which, commands):
        say_command(commands[manager])
    return False


def say_command(command: str) -> None:
    """Tell the user the one command that is left to them."""
    say(f"빠진 것이 있어요. 이 명령을 한 번 실행해 주세요:\n  {command}", f"Please run this once:\n  {command}")


# ---- run ------------------------------------------------------------------------------------------------------------


def variables() -> dict[str, str]:
    """The program's environment variables: it is imported from here, whatever folder the user stands in."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}


def become(environment: Path, words: list[str]) -> int:  # noqa: RET503  (execve never comes back)
    """Run Python with `words` in place of this process; the exit code."""
    command = [str(python_in(environment)), *words]
    if sys.platform == "win32":  # a process cannot be replaced there
        return subprocess.run(command, env=variables()).returncode
    os.execve(command[0], command, variables())


def has_display() -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def show_demo(environment: Path) -> int:
    """Run the demo, since there is no display, and say where its pictures are; the exit code."""
    folder = (ROOT if is_writable(ROOT) else data_folder()) / "demo-out"
    say("화면이 없어서 데모를 대신 보여 드릴게요.", "There is no display, so here is the demo instead.")
    command = [str(python_in(environment)), "-m", "app", "demo", "--out", str(folder)]
    code = subprocess.run(command, env=variables()).returncode
    if code == 0:
        say(f"그림과 보고서는 여기 있어요: {folder}", f"The pictures and the report are in {folder}")
    return code


def run_tests(environment: Path, words: list[str]) -> int:
    """Run pytest with these words; without any, the whole suite: first what needs a real display, then the rest."""
    os.chdir(ROOT)
    pytest = [str(python_in(environment)), "-m", "pytest"]
    if words:
        return become(environment, [*pytest[1:], *words])
    xvfb = ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24"]
    display = xvfb if shutil.which(xvfb[0]) else []  # else the user's own
    codes = [
        subprocess.run([*display, *pytest, "-m", "window"], env=variables()).returncode,
        subprocess.run([*pytest, "-m", "not window"], env=variables()).returncode,
    ]
    return next((code for code in codes if code not in (0, 5)), 0)  # 5: there was none to run


def main(words: list[str]) -> int:
    """Do what the first word says; the exit code."""
    if words[:1] == ["setup"]:
        if words[1:] not in ([], ["test"]):
            give_up("이렇게 써 주세요: start.py setup [test]", "Use it like this: start.py setup [test]")
        prepare(words[1:])
        say("준비됐어요. python3 start.py 로 열 수 있어요.", "All set. Open it with: python3 start.py")
        return 0
    if words[:1] == ["test"]:
        return run_tests(prepare(["test"]), words[1:])
    environment = prepare([], look_at_system=not words)
    if words or has_display():
        return become(environment, ["-m", "app", *words])
    return show_demo(environment)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("멈췄어요. 다시 실행하면 이어서 준비할게요.", "Stopped. Run this again to go on.")
        raise SystemExit(130) from None
