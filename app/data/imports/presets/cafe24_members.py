"""Cafe24: 고객 > 회원 조회 > 엑셀 다운로드. The shop chooses the columns, so most of them have several names."""

from app.base.text import N_
from app.data.imports.mapping import Mapping

LABEL = N_("Cafe24 members")

KNOWN_BY = (
    ("아이디", "ID", "회원아이디", "회원 아이디"),
    ("회원 가입일", "가입일", "SMS 수신동의", "SMS 수신여부", "이메일 수신동의", "이메일 수신여부", "회원등급"),
)

MAPPING = Mapping(
    kind="customers",
    source="cafe24",
    zone="Asia/Seoul",
    columns={
        "아이디": "customer",
        "ID": "customer",
        "회원아이디": "customer",
        "회원 아이디": "customer",
        "이름": "name",
        "회원명": "name",
        "휴대전화": "phone",
        "휴대폰": "phone",
        "휴대폰번호": "phone",
        "이메일": "email",
        "E-mail": "email",
        "생년월일": "birthday",
        "생일": "birthday",
        "성별": "gender",
        "회원등급": "grade",
        "등급": "grade",
        "지역": "city",
        "회원 가입일": "joined_at",
        "가입일": "joined_at",
        "SMS 수신동의": "consent.sms.ad",
        "SMS 수신여부": "consent.sms.ad",
        "SMS 수신동의일": "consent.sms.ad.at",
        "이메일 수신동의": "consent.email.ad",
        "이메일 수신여부": "consent.email.ad",
        "이메일 수신동의일": "consent.email.ad.at",
        "총 사용가능 적립금": "attrs.points",
        "최종접속일": "attrs.last_login",
    },
)
