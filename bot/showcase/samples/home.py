"""Samples of the Home tab, its filter, and replies to `/contacts`."""

from collections.abc import Mapping
from datetime import date

from blocks.home.filter import filter_modal
from blocks.home.found import found_message, summary_message
from blocks.home.overview import controls, listing, told
from blocks.home.view import HomeOverview, closed_home, home_view
from blocks.kit.modal import ViewJson
from bot.showcase.samples.cast import ADA, ADMIN, MANAGER, MEMBER, job, link, listed, tag
from bot.showcase.samples.sample import Sample
from bot.slack.access import Role, rights_of
from bot.slack.surfaces import closed
from storage.entities.status import ImportState
from storage.overview.listing import (
    FREE_NOW,
    MOST_COUNTED,
    Criteria,
    Hired,
    MailTrouble,
    Need,
    Page,
    PoolCounts,
    Sort,
    Which,
)

HOME, SEARCH = "Home", "/contacts"
_COUNTS = PoolCounts(applied=3, invited=12, active=40, hired=5, failed=2, anybody=True)
_ONE_OF_EACH = PoolCounts(applied=1, invited=1, active=1, hired=1, failed=1, anybody=True)
_QUIET = PoolCounts(active=40, anybody=True)
_NEEDS = {Need.APPROVAL: 2, Need.ANSWER: 4, Need.ENDING: 3, Need.JOB: 1, Need.EMAIL: 2}
_ADDRESS = "https://slack.com/app_redirect?app=A1"
_NOTHING: Mapping[Need, int] = {}
_NARROW = Criteria(
    text="ada", which=Which.ACTIVE, tags=(1, 2), every_tag=True, invited_by="U2",
    added_after=date(2026, 1, 31), link=1, import_id=1, hired=Hired.EVER, mail=MailTrouble.EITHER,
    place="Copenhagen", language="Danish", rate=80_500, currency="EUR", per="hour",
    need=Need.EMAIL, owner="U1", free="2027-03-01",
)  # fmt: skip


def _home(
    counts: PoolCounts,
    page: Page,
    criteria: Criteria | None = None,
    *,
    needs: Mapping[Need, int] = _NOTHING,
    sort: Sort = Sort.NAME,
) -> ViewJson:
    wanted = criteria or Criteria()
    tags = [tag("python"), tag("berlin", 2)] if wanted.tags else []
    by = (link(), job(ImportState.DONE)) if wanted.link else (None, None)
    rows = listing(page, told(wanted, tags, *by), ADMIN)
    overview = HomeOverview(controls(wanted, sort, tags, ["\u03b1", "\u674e"], 0), rows)
    return home_view(counts, needs, overview, ADMIN)


SAMPLES = (
    Sample(HOME, "empty", lambda: _home(PoolCounts(), Page())),
    Sample(
        HOME,
        "filled",
        lambda: _home(_COUNTS, Page(listed(), earlier=True, later=True, first=31, in_all=120), needs=_NEEDS),
    ),
    Sample(
        HOME,
        "one of each",
        lambda: _home(_ONE_OF_EACH, Page(listed()[:1], in_all=1), needs=dict.fromkeys(Need, 1)),
    ),
    Sample(
        HOME,
        "very many, newest first",
        lambda: _home(_COUNTS, Page(listed()[:2], later=True, in_all=MOST_COUNTED), sort=Sort.NEWEST),
    ),
    Sample(HOME, "nobody waits", lambda: _home(_QUIET, Page(listed()[:2], in_all=2))),
    Sample(HOME, "filtered", lambda: _home(_COUNTS, Page(listed()[:1], in_all=1), _NARROW)),
    Sample(
        HOME,
        "filtered, more than a page",
        lambda: _home(_COUNTS, Page(listed(), in_all=None), Criteria(text="a")),
    ),
    Sample(HOME, "filtered, nobody found", lambda: _home(_COUNTS, Page(), Criteria(text="zzz"))),
    Sample(HOME, "everybody archived", lambda: _home(_QUIET, Page())),
    Sample(HOME, "closed to members", lambda: closed_home(closed(MEMBER))),
    Sample(HOME, "closed to guests", lambda: closed_home(closed(rights_of(Role.GUEST)))),
    Sample(HOME, "filter", lambda: filter_modal(Criteria(), [], [])),
    Sample(HOME, "filter, free now", lambda: filter_modal(Criteria(free=FREE_NOW), [], [])),
    Sample(HOME, "filter, chosen", lambda: filter_modal(_NARROW, [link()], [job(ImportState.DONE)])),
    Sample(SEARCH, "summary", lambda: summary_message(_COUNTS, _ADDRESS, MANAGER)),
    Sample(SEARCH, "summary, nobody yet", lambda: summary_message(PoolCounts(), _ADDRESS, MANAGER)),
    Sample(SEARCH, "found", lambda: found_message("ada", [ADA], False, _ADDRESS, MANAGER)),
    Sample(SEARCH, "found more", lambda: found_message("a", listed()[:10], True, _ADDRESS, MANAGER)),
    Sample(SEARCH, "nobody found", lambda: found_message("zzz", [], False, _ADDRESS, MANAGER)),
    Sample(SEARCH, "meant something else", lambda: found_message("lnik", [], False, _ADDRESS, MANAGER)),
)
