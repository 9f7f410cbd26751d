"""Which of the site's languages the person at the terminal reads."""

import locale
import os

from vlmatlas.vocabulary import Language


def locale_language() -> Language:
    """Chinese for a Chinese locale, English for every other."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = name or (locale.getlocale()[0] or "")
    return Language.ZH if name.startswith("zh") else Language.EN
