"""A browser in a few words, so that somebody recognises their own phone in a list."""

from typing import Final

_APPS: Final = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("AlipayClient", "支付宝"), ("QQ/", "QQ"),
    ("HuaweiBrowser", "华为浏览器"), ("MiuiBrowser", "小米浏览器"), ("UCBrowser", "UC 浏览器"),
    ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_DEVICES: Final = (
    ("HarmonyOS", "鸿蒙手机"), ("iPhone", "苹果手机"), ("iPad", "平板"), ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"), ("Macintosh", "苹果电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip


def in_words(user_agent: str) -> str:
    """安卓手机上的微信"""
    app = next((words for mark, words in _APPS if mark in user_agent), "浏览器")
    device = next((words for mark, words in _DEVICES if mark in user_agent), "")
    return f"{device}上的 {app}" if device else app
