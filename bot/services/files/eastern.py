"""Rates Chinese, Japanese and Korean letters: how likely a text in an encoding of two bytes a letter is.

The national standards order their characters by use: a first level has the few thousand of daily life. A
wrong encoding mostly hits the second.
"""

from collections import Counter
from math import log

# Letters that are frequent in names, headings and tags.
_FREQUENT = {
    "gb18030": (
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
        "傅钟姜崔谭廖范汪陆金石戴贾夏方侯邹熊孟秦白江薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武伟芳娜敏静丽强磊军洋勇"
        "艳杰娟涛明超秀霞平刚桂英华玉兰红文小大建国志子佳雨欣怡浩宇晨梓涵姓名邮箱电子件标签地址手机公司部门职位"
    ),
    "cp950": (
        "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何林高羅鄭梁謝宋唐許鄧馮韓曹曾彭蔡潘田董袁余葉蔣杜蘇魏程呂丁沈姚盧鍾姜"
        "崔廖范汪陸金石戴夏邱方侯江志明美玲淑惠雅婷家豪俊文大小華國建偉芳雯怡君宏姓名電子郵件信箱標籤地址手機公司"
    ),
    "cp932": (
        "田中山本佐藤木村小林高橋伊加吉渡辺斎井上野原川島松太郎子美一二三男夫健大清水石池岡前長谷後近遠坂青福西"
        "東南北口内外今新安永平和千秋春夏冬花真由香恵裕介明日香菜名前氏姓住所会社電話番号部署役職営業設計"
    ),
    "cp949": (
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나진민지현수영미준호은경희"
        "철훈연선재동원석태상혜아린빈예채윤도건승름메일주소태그회사부화번직급"
    ),
}
_FREQUENT["euc_jp"] = _FREQUENT["cp932"]
_SECOND_LEVEL = -11.5
# (first lead byte, last lead byte, likelihood) of the first level. GB 2312 and KS X 1001 trail above A0.
_FIRST_LEVEL = {
    "gb18030": (0xB0, 0xD7, -7.9),
    "cp950": (0xA4, 0xC6, -8.3),
    "cp932": (0x88, 0x97, -7.8),
    "cp949": (0xB0, 0xC8, -7.2),
    "euc_jp": (0xB0, 0xCF, -7.8),
}
_KANA, _PUNCTUATION, _HALF_WIDTH, _RARE = log(1 / 90), -6.0, -10.0, -14.0


def likelihood(letters: Counter[str], codec: str) -> float:
    """Add up the logarithms of the letters' frequencies in the language of this encoding."""
    return sum(count * _of(letter, codec) for letter, count in letters.items())


def _of(letter: str, codec: str) -> float:
    if letter in _FREQUENT[codec]:
        return -5.0
    if "\uff61" <= letter <= "\uff9f":
        return _HALF_WIDTH
    if "\u3040" <= letter <= "\u30ff":
        return _KANA if codec in ("cp932", "euc_jp") else _SECOND_LEVEL
    return _of_level(letter.encode(codec), codec)


def _of_level(code: bytes, codec: str) -> float:
    if len(code) != 2 or (codec in ("gb18030", "cp949") and code[1] < 0xA1):
        return _RARE
    first, last, likely = _FIRST_LEVEL[codec]
    return likely if first <= code[0] <= last else _SECOND_LEVEL
