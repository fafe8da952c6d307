"""What the canvas looks like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.base.errors import InputError
from app.canvas.document import Document
from app.canvas.export import render, render_png
from app.canvas.look import Badge, CardView, Figure, Seed
from app.canvas.mime import seed_mime
from app.canvas.paint.prints import Detail
from app.canvas.theme import DARK, LIGHT, Theme
from app.canvas.view import CanvasView
from app.journey import edit
from app.journey.graph import Edge, Journey, Node
from tests import cart
from tests.pointer import Pointer
from tests.screens.golden import compare, difference

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def dressed(node: Node) -> CardView:
    return replace(
        cart.look(node), problems=tuple(cart.FINDINGS.get(node.id, ())), shoulder=cart.TIMES.get(node.id, "")
    )


def shown(qtbot: QtBot, journey: Journey, theme: Theme = LIGHT) -> tuple[CanvasView, Pointer]:
    view = CanvasView(Document(journey, dressed), theme)
    qtbot.addWidget(view)
    view.camera.moves = False
    view.resize(QSize(1000, 840))
    with qtbot.waitExposed(view):
        view.show()
    view.camera.zoom_to(1.0)
    qtbot.wait(200)
    return view, Pointer(view)


def picture(view: CanvasView) -> QImage:
    return view.grab().toImage()


@BOTH
@pytest.mark.parametrize("scale", [1, 2])
def test_the_cart_journey_with_its_numbers(qtbot: QtBot, theme: Theme, scale: int) -> None:
    compare(f"cart-{theme.name}-{scale}x", render(cart.cart(), dressed, theme, scale, cart.counts()))


@BOTH
def test_a_wire_in_the_hand(qtbot: QtBot, theme: Theme) -> None:
    journey = edit.disconnect(cart.cart(), Edge("bought", "no", "test"))
    view, pointer = shown(qtbot, journey, theme)
    view.document.select(["goal"])
    start = view.board.layout.boxes["bought"].out_port("no")
    pointer.pull(start, (560, 420), (600, 520))
    compare(f"wiring-{theme.name}", picture(view))


def test_a_refused_wire_says_why(qtbot: QtBot) -> None:
    view, pointer = shown(qtbot, cart.cart())
    pointer.pull(view.board.layout.boxes["scarce"].out_port("next"), (500, 500), (440, 340))
    compare("refused", picture(view))


def test_a_step_about_to_be_inserted(qtbot: QtBot) -> None:
    view, pointer = shown(qtbot, cart.cart())
    data = seed_mime(Seed("wait"))
    pointer.bring(data, (700, 200), view.board.layout.routes[Edge("wait", "next", "bought")].seam)
    compare("inserting", picture(view))


def test_every_state_of_a_card(qtbot: QtBot) -> None:
    loop = edit.connect(cart.cart(), "scarce", "next", "wait")
    view, pointer = shown(qtbot, loop)
    view.document.set_findings(
        {"scarce": [Badge("error", "보낼 내용이 비어 있어요"), Badge("warning", "밤에만 나가요")], "cheap": []}
    )
    view.document.select(["wait", "scarce"], [Edge("bought", "no", "test")])
    pointer.move(view.board.layout.boxes["test"].rect.center)
    compare("states", picture(view))


@pytest.mark.parametrize("zoom", [0.45, 0.2])
def test_less_is_shown_from_far_away(qtbot: QtBot, zoom: float) -> None:
    view, _pointer = shown(qtbot, cart.large(200))
    view.fit()
    view.camera.zoom_to(zoom)
    qtbot.wait(200)
    compare(f"far-{round(zoom * 100)}", picture(view))


def test_pictures_are_crisp_at_any_zoom_once_it_is_quiet(qtbot: QtBot) -> None:
    view, _pointer = shown(qtbot, cart.cart())
    view.camera.zoom_to(1.37)
    qtbot.wait(300)
    found = view.picture.sheet.prints.find(view.document.view("wait"), LIGHT, Detail.FULL)
    assert found
    assert found.scale == pytest.approx(1.37)


def test_a_difference_is_seen(qtbot: QtBot) -> None:
    one = render(cart.cart(), dressed, LIGHT, 1)
    other = render(edit.rename_node(cart.cart(), "goal", "전혀 다른 이름의 목표"), dressed, LIGHT, 1)
    mean, worst = difference(one, other)
    assert mean > 0
    assert worst > 60
    assert difference(one, one.copy()) == (0, 0)


def test_a_picture_of_an_empty_journey_is_paper(qtbot: QtBot) -> None:
    image = render(Journey("e", "빈 여정"), dressed, LIGHT)
    assert image.width() > 100


def test_an_enormous_journey_is_made_smaller(qtbot: QtBot) -> None:
    spread = edit.move_nodes(cart.cart(), {"goal": (60_000.0, 60_000.0)})
    image = render(spread, dressed, LIGHT)
    assert image.width() * image.height() <= 110_000_000


def test_a_png_is_written_or_says_why_not(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "여정 그림.png"
    render_png(cart.cart(), dressed, DARK, file, scale=1)
    assert QImage(str(file)).width() > 500
    with pytest.raises(InputError, match="저장하지 못했어요"):
        render_png(cart.cart(), dressed, DARK, tmp_path / "nowhere" / "x.png")


def test_long_texts_stay_inside_the_card(qtbot: QtBot) -> None:
    def wordy(node: Node) -> CardView:
        return CardView(
            "아주 긴 종류 이름이 여기에 들어가서 넘칩니다 정말로",
            "여기에는 아주아주 긴 제목이 들어갈 수 있어요 그래도 넘치지 않아요",
            "그리고 설명은 더 길어서 한 줄에 도저히 다 들어가지 못하는 경우도 있어요",
            "ph.bell-ringing",
            "act",
            problems=(Badge("error", "문제 설명도 길 수 있어요. 그래서 끝을 줄여서 보여 줘야 해요. 정말로요."),),
            figures=(Figure("1,234,567", "명 들어옴"), Figure("98.7%", "도착")),
            is_off=True,
        )

    journey = Journey("one", "하나", {"a": Node("a", "send")})
    compare("wordy", render(journey, wordy, LIGHT, 2))
    image = render(journey, wordy, LIGHT, 1)
    blank = image.copy(image.width() - 26, 20, 20, image.height() - 40)
    assert difference(blank, _filled(blank))[1] < 40


def _filled(like: QImage) -> QImage:
    image = QImage(like.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(image.rect(), LIGHT.canvas)
    painter.end()
    return image
