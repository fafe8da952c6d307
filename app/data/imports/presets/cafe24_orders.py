"""Cafe24: 주문 > 전체주문 조회 > 엑셀 다운로드. One row per product of an order, and each has a status of its own.

An order in which something was paid for is a paid order; what was cancelled or returned of it is a refund. Orders
whose deposit has not come (입금전) are left out until it has.
"""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("Cafe24 orders")

KNOWN_BY = (
    ("주문번호",),
    ("주문일시", "주문일", "결제일시(입금확인일)"),
    ("주문상품명", "상품명(한국어 쇼핑몰)", "품목별 주문번호", "주문상품명(기본)"),
)

_PAID = (
    "결제완료 상품준비중 배송준비중 배송대기 배송보류 배송중 배송완료 구매확정 교환중 교환완료 "
    "N10 N20 N21 N22 N30 N40 N50"
)
_CANCELLED = "취소완료 취소 취소처리중 C40 C48"
_REFUNDED = "반품완료 반품 환불완료 환불 R40"
_UNPAID = "입금전 입금전취소 입금대기 N00"

MAPPING = Mapping(
    kind="orders",
    source="cafe24",
    zone="Asia/Seoul",
    columns={
        "주문번호": "order_id",
        "주문자ID": "customer",
        "주문자 ID": "customer",
        "주문자 아이디": "customer",
        "주문자명": "name",
        "주문자 휴대전화": "phone",
        "주문자 휴대폰": "phone",
        "주문자 이메일": "email",
        "주문서 이메일": "email",
        "회원 이메일": "email",
        "주문일시": "at",
        "주문일": "at",
        "결제일시(입금확인일)": "at",
        "주문상태": "status",
        "주문 상태": "status",
        "취소일시": "cancelled_at",
        "취소완료일": "cancelled_at",
        "총 결제금액": "value",
        "총 실결제금액(최종정보)": "value",
        "총 주문금액": "value",
        "결제금액": "value",
        "총 배송비": "shipping",
        "주문서 쿠폰 할인금액": "discount",
        "실제 환불금액": "refunded",
        "사용한 쿠폰명": "coupon",
        "상품번호": "product_id",
        "상품코드": "product_id",
        "상품품목코드": "product_id",
        "주문상품명": ("product_name", "product_id"),
        "주문상품명(기본)": ("product_name", "product_id"),
        "상품명(한국어 쇼핑몰)": ("product_name", "product_id"),
        "수량": "quantity",
        "판매가": "price",
        "상품별 추가할인금액": "line_discount",
    },
    constants={"currency": "KRW"},
    words={
        "status": {
            word: meaning
            for meaning, words in (
                ("paid", _PAID),
                ("cancelled", _CANCELLED),
                ("refunded", _REFUNDED),
                ("unpaid", _UNPAID),
            )
            for word in words.split()
        }
    },
)
