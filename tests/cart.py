"""The cart journey of the design's pictures, for tests of the canvas: values only, no Qt."""

from __future__ import annotations

from dataclasses import replace

from app.canvas.look import Badge, CardView, Counts, Figure, Port
from app.journey.graph import Edge, Journey, Node

YES_NO = (Port("yes", "예"), Port("no", "아니오"))
ARMS = (Port("a", "A"), Port("b", "B"))

_VIEWS = {
    "trigger": CardView(
        "시작 · 행동",
        "장바구니에 담기",
        "주문 단위로 한 번 · 7일에 1회까지",
        "ph.lightning-fill",
        "trigger",
        takes_in=False,
    ),
    "wait": CardView(
        "기다리기", "3시간 기다리기", "밤 9시-아침 8시는 피해서", "ph.hourglass-medium", "time", pauses=True
    ),
    "condition": CardView("조건", "구매했나요?", "진입한 뒤 같은 상품을 주문함", "ph.git-branch", "logic", YES_NO),
    "goal": CardView("목표", "구매 완료", "여정을 마칩니다", "ph.target", "goal", ()),
    "split": CardView("A/B 나누기", "문구 실험", "50 : 50 · 고객마다 고정", "ph.shuffle", "split", ARMS),
    "send": CardView("보내기 · 브랜드 메시지", "메시지", "", "ph.chat-circle-text", "act"),
    "leave": CardView("나가기", "여정 나가기", "", "ph.sign-out", "exit", ()),
}


def look(node: Node) -> CardView:
    """What the card of a test's node shows: its kind's view, with the node's own title and subtitle."""
    plain = _VIEWS[node.kind]
    return replace(plain, title=node.title or plain.title, subtitle=str(node.settings.get("says", plain.subtitle)))


def cart() -> Journey:
    """Cart → wait → bought? → goal / A/B → two messages."""
    nodes = [
        Node("cart", "trigger", at=(320, 32)),
        Node("wait", "wait", at=(320, 184)),
        Node("bought", "condition", at=(320, 304)),
        Node("goal", "goal", at=(128, 472)),
        Node("test", "split", at=(512, 472)),
        Node("scarce", "send", {"says": "“담아두신 상품이 곧 품절이에요”"}, (360, 632), "곧 품절 안내"),
        Node("cheap", "send", {"says": "“#{이름}님께만 드려요”"}, (664, 632), "3,000원 할인"),
    ]
    edges = [
        Edge("cart", "next", "wait"),
        Edge("wait", "next", "bought"),
        Edge("bought", "yes", "goal"),
        Edge("bought", "no", "test"),
        Edge("test", "a", "scarce"),
        Edge("test", "b", "cheap"),
    ]
    return Journey("cart", "장바구니 되살리기", {node.id: node for node in nodes}, tuple(edges))


def counts() -> Counts:
    """The numbers of the design's pictures."""
    figures = {
        "cart": (Figure("18,204", "진입"), Figure("1,127", "진행 중")),
        "bought": (Figure("31.4%", "예"), Figure("68.6%", "아니오")),
        "goal": (Figure("5,716", "전환"),),
        "test": (Figure("A 92%", "더 나을 확률"),),
        "scarce": (Figure("6.8%", "클릭"), Figure("1.9%", "구매")),
    }
    flows = {
        Edge("bought", "yes", "goal"): "31%",
        Edge("bought", "no", "test"): "69%",
        Edge("test", "a", "scarce"): "50%",
        Edge("test", "b", "cheap"): "50%",
    }
    return Counts(figures, flows)


FINDINGS = {"cheap": [Badge("warning", "수신거부 문구가 빠졌어요")]}
TIMES = {"wait": "3시간"}


def large(count: int) -> Journey:
    """A journey of `count` nodes: rows of eight, each card leading to the one below it."""
    kinds = ("wait", "send", "condition", "split")
    nodes = {
        f"n{i}": Node(
            f"n{i}", kinds[i % 4] if i >= 8 else "trigger", {"says": f"{i}번째 걸음"}, (i % 8 * 304.0, i // 8 * 176.0)
        )
        for i in range(count)
    }
    ports = {"wait": "next", "send": "next", "trigger": "next", "condition": "yes", "split": "a"}
    edges = tuple(Edge(f"n{i}", ports[nodes[f"n{i}"].kind], f"n{i + 8}") for i in range(count - 8))
    return Journey("large", "큰 여정", nodes, edges)
