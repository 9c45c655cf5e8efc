"""Samples of every web page in every state."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from blocks.hire.words import rate_words
from bot.services.invitation.request import Request
from bot.services.person.page import Here
from bot.services.signup.signup import OWN_FIELDS
from bot.showcase.samples.cast import (
    ADDRESS_OF_TERMS,
    AGREEMENT,
    MEMBERS,
    NOW,
    SITE,
    contact,
    days,
    hire,
    invitation,
)
from bot.showcase.samples.sample import Sample, WebPage
from bot.web import words
from bot.web.pages import templates
from bot.web.profile import said_about
from bot.web.signup import LinkFacts
from bot.web.words import Notice
from storage.entities.agreement import AGREE, CHANGED, NOT_TICKED, Agreement
from storage.entities.contact import Contact
from storage.entities.contact_refused import AddressChangedAgain
from storage.entities.errors import FormRefused
from storage.entities.hire import OfferWithdrawn
from storage.entities.invitation_gone import (
    InvitationExpired,
    InvitationRenewed,
    InvitationWithdrawn,
    RequestClosed,
)
from storage.entities.link import (
    ConfirmationExpired,
    LastPlaceTaken,
    LinkGone,
    LinkPaused,
    SignupsFull,
    SignupsOff,
    SignupsOver,
)
from storage.entities.person import AddressClaim, AddressClaimGone, OwnNameMissing
from storage.entities.profile import Voice
from storage.entities.profile_form import FIELDS, NOTHING_TYPED, ProfileForm
from storage.entities.profile_refused import NO_DAYS
from storage.entities.status import Answer, HireState, Status

PAGES, TITLE = "Pages", "Hiring manager, product"
_URLS = {"url": f"{SITE}/x/TOKEN", "stop_url": f"{SITE}/stop/TOKEN", "page_url": f"{SITE}/you/TOKEN"}
_GONE: tuple[Callable[[], LinkGone], ...] = (
    InvitationWithdrawn,
    InvitationRenewed,
    InvitationExpired,
    RequestClosed,
    SignupsOff,
    SignupsOver,
    SignupsFull,
    LastPlaceTaken,
    ConfirmationExpired,
    AddressChangedAgain,
    lambda: OfferWithdrawn("Illustrator"),
    AddressClaimGone,
)


def _page(template: str, **values: object) -> WebPage:
    return WebPage(templates().get_template(template).render(values))


def _note(notice: Notice) -> WebPage:
    return _page("note.html", heading=notice.heading, text=notice.text)


def _invitation(
    *,
    inviter: str | None = "Jordan Lee",
    answer: Answer | None = None,
    agreement: Agreement | None = None,
    errors: dict[str, str] | None = None,
    whose: Contact | None = None,
) -> WebPage:
    asked = invitation(answer=answer, answered_at=answer and NOW, note=invitation().note if inviter else "")
    shown = {
        "inviter": inviter,
        "contact": whose or contact(),
        "invitation": asked,
        "may_reopen": bool(inviter),
    }
    asking: dict[str, object] = {"agreement": agreement, "errors": errors or {}, "title": TITLE}
    return _page("invitation.html", company="Acme", typed=NOTHING_TYPED, **shown, **asking, **_URLS)


def _expired(
    *, inviter: str | None = "Jordan Lee", just: bool = False, asked: bool = False, may_ask: bool = True
) -> WebPage:
    shown = {"inviter": inviter, "contact": contact(), "invitation": invitation(expires_at=NOW - days(1))}
    states = {"just_asked": just, "asked": asked, "may_ask": may_ask}
    return _page("expired.html", company="Acme", **shown, **states, **_URLS)


def _offer(state: HireState, hirer: str | None = "Jordan Lee", agreement: Agreement | None = None) -> WebPage:
    offered = hire(state, end=hire().end if hirer else None)
    about = {"contact": offered.contact, "hire": offered, "rate": rate_words(offered.terms)}
    asked: dict[str, object] = {"agreement": agreement, "errors": {}, "title": TITLE}
    return _page("offer.html", company="Acme", hirer=hirer, **about, **asked, **_URLS)


def _new_address(unconfirmed_at: datetime | None) -> WebPage:
    whose = contact(Status.ACTIVE, unconfirmed_at=unconfirmed_at)
    return _page("new_address.html", company="Acme", contact=whose, **_URLS)


def _request(
    company: str, number: int, answer: Answer | None = None, agreement: Agreement | None = None
) -> Request:
    asked = invitation(id=number, answer=answer, answered_at=answer and NOW, contact=contact())
    return Request(asked, company, "Jordan Lee", answer is Answer.DECLINED, TITLE, agreement)


def _requests(*requests: Request, just: bool = False) -> WebPage:
    """Render the page of these requests. `just`: the first one was answered a moment ago."""
    which = {each.invitation.id: "TOKEN" for each in requests}
    waiting = [each for each in requests if not each.invitation.answered_at]
    answered = requests[0] if just else None
    shown: dict[str, object] = {"own": requests[0], "open": waiting, "answered": answered, "errors": {}}
    return _page("requests.html", which=which, **shown, **_URLS)


def _just(answer: Answer) -> WebPage:
    return _requests(_request("Acme", 1, answer), _request("Globex", 2), just=True)


def _before(answer: Answer) -> WebPage:
    return _requests(_request("Acme", 1, answer))


def _gone(gone: Callable[[], LinkGone]) -> WebPage:
    return _note(Notice(words.LINK_GONE, gone().text))


def _signup(
    host: LinkFacts | None = None, errors: dict[str, str] | None = None, again: str | None = None
) -> WebPage:
    typed = dict.fromkeys((*OWN_FIELDS, *FIELDS), "")
    return _page(
        "signup.html", host=host or LinkFacts("Acme", "Jordan Lee", [], None), typed=typed,
        errors=errors or {}, again=again, form="FORM", longest_message=2_000, **_URLS,
    )  # fmt: skip


def _refused() -> FormRefused:
    return FormRefused({"name": "Please tell us your name.", "email": "“ada@” is not an email address."})


def _confirm(standing: str, agreement: Agreement | None = None, left_at: datetime | None = None) -> WebPage:
    shown = {"standing": standing, "agreement": agreement, "left_at": left_at, "until": NOW + days(1)}
    return _page("confirm.html", company="Acme", email="linus@studio.example", **shown, **_URLS)


def _here(company: str = "Acme", **changes: Any) -> Here:
    own = ["ada@home.example"]
    return Here(contact(**changes), company, "Jordan Lee", own, 2, (AGREEMENT, NOW), MEMBERS)


def person_page(errors: dict[str, str] | None = None, **changes: Any) -> WebPage:
    here = _here(**changes)
    known = here.contact.profile
    shown = {
        "here": here,
        "contact": here.contact,
        "errors": errors or {},
        "said": said_about(known, MEMBERS),
    }
    return _page("person.html", typed=ProfileForm.of(known, Voice.PERSON), **shown, **_URLS)


def _free(*, saved: str | None = None, errors: dict[str, str] | None = None, is_open: bool = True) -> WebPage:
    said, typed = saved or "", {"free_from": "2027-03-01", "days_a_week": "3"}
    shown: dict[str, object] = {"open": is_open, "saved": saved is not None, "said": said}
    return _page("free.html", company="Acme", typed=typed, errors=errors or {}, **shown, **_URLS)


def _address(confirmed: datetime | None = None) -> WebPage:
    claim = AddressClaim(email="ada@home.example", confirmed_at=confirmed)
    return _page("address.html", claim=claim, company="Acme", **_URLS)


SAMPLES = (
    Sample(PAGES, "front page", lambda: _page("home.html")),
    Sample(PAGES, "install", lambda: _page("install.html", url=SITE)),
    Sample(PAGES, "installed", lambda: _page("installed.html", team="Acme")),
    *(
        Sample(
            PAGES,
            f"install stopped: {text}",
            partial(_page, "install_stopped.html", text=text, again=SITE),
        )
        for text in (
            words.NOT_ALLOWED_IN_SLACK,
            words.STALE_INSTALL,
            words.CODE_USED_UP,
            words.SLACK_AWAY,
            words.SLACK_REFUSED,
            words.SLACK_UNEXPECTED,
        )
    ),
    Sample(PAGES, "invitation", _invitation),
    Sample(PAGES, "invitation, inviter unknown, without note", lambda: _invitation(inviter=None)),
    *(Sample(PAGES, f"invitation, {answer}", partial(_invitation, answer=answer)) for answer in Answer),
    Sample(PAGES, "invitation, declined for good", lambda: _invitation(inviter=None, answer=Answer.DECLINED)),
    Sample(
        PAGES,
        "invitation, accepted, left since",
        lambda: _invitation(answer=Answer.ACCEPTED, whose=contact(left_at=NOW)),
    ),
    Sample(
        PAGES,
        "invitation, accepted, no email since",
        lambda: _invitation(answer=Answer.ACCEPTED, whose=contact(mail_stopped_at=NOW)),
    ),
    Sample(PAGES, "invitation, with an agreement", lambda: _invitation(agreement=AGREEMENT)),
    Sample(
        PAGES,
        "invitation, not agreed",
        lambda: _invitation(agreement=ADDRESS_OF_TERMS, errors={AGREE: NOT_TICKED}),
    ),
    Sample(PAGES, "invitation, expired", _expired),
    Sample(
        PAGES, "invitation, expired and answered otherwise", lambda: _expired(inviter=None, may_ask=False)
    ),
    Sample(PAGES, "invitation, new link just asked for", lambda: _expired(just=True, asked=True)),
    Sample(PAGES, "invitation, new link asked for before", lambda: _expired(asked=True)),
    Sample(PAGES, "request", lambda: _requests(_request("Acme", 1))),
    Sample(PAGES, "requests of two", lambda: _requests(_request("Acme", 1), _request("Globex", 2))),
    *(
        Sample(
            PAGES,
            f"request, just {answer}",
            partial(_just, answer),
        )
        for answer in (Answer.ACCEPTED, Answer.DECLINED)
    ),
    *(Sample(PAGES, f"request, {answer} before", partial(_before, answer)) for answer in Answer),
    Sample(PAGES, "request, with an agreement", lambda: _requests(_request("Acme", 1, agreement=AGREEMENT))),
    Sample(PAGES, "new address", lambda: _new_address(NOW)),
    Sample(PAGES, "new address, confirmed", lambda: _new_address(None)),
    Sample(PAGES, "sign-up", _signup),
    Sample(
        PAGES,
        "sign-up, with bounds",
        lambda: _signup(LinkFacts("Acme", None, ["acme.com", "x.example"], NOW)),
    ),
    Sample(
        PAGES,
        "sign-up, with an agreement",
        lambda: _signup(LinkFacts("Acme", "Jordan Lee", [], None, AGREEMENT), errors={AGREE: CHANGED}),
    ),
    Sample(PAGES, "sign-up, to confirm with an agreement", lambda: _confirm("to confirm", ADDRESS_OF_TERMS)),
    Sample(PAGES, "sign-up, left since", lambda: _confirm("waiting", left_at=NOW)),
    Sample(PAGES, "sign-up, to correct", lambda: _signup(errors=_refused().errors)),
    Sample(PAGES, "sign-up, open for a long time", lambda: _signup(again=words.STALE_FORM)),
    Sample(PAGES, "sign-up, filled in at once", lambda: _signup(again=words.QUICK_FORM)),
    Sample(PAGES, "sign-up sent", lambda: _page("signup_sent.html", company="Acme")),
    *(
        Sample(PAGES, f"sign-up, {standing}", partial(_confirm, standing))
        for standing in ("to confirm", "waiting", "active", "declined")
    ),
    *(
        Sample(PAGES, f"offer, {state}", partial(_offer, state))
        for state in HireState
        if state is not HireState.CANCELLED
    ),
    Sample(PAGES, "offer, with a new agreement", lambda: _offer(HireState.OFFERED, agreement=AGREEMENT)),
    Sample(PAGES, "offer, hirer unknown, open end", lambda: _offer(HireState.OFFERED, None)),
    Sample(
        PAGES,
        "stop",
        lambda: _page("stop.html", company="Acme", email="ada@studio.example", url=_URLS["url"]),
    ),
    Sample(PAGES, "stopped, one company", lambda: _note(words.stopped("Acme", everywhere=False))),
    Sample(PAGES, "stopped, all", lambda: _note(words.stopped("Acme", everywhere=True))),
    *(
        Sample(
            PAGES,
            f"gone, {type(gone()).__name__}",
            partial(_gone, gone),
        )
        for gone in _GONE
    ),
    *(Sample(PAGES, f"your page, {status}", partial(person_page, status=status)) for status in Status),
    Sample(PAGES, "your page, left", lambda: person_page(status=Status.DECLINED, left_at=NOW)),
    Sample(PAGES, "your page, to correct", lambda: person_page({"name": OwnNameMissing().text})),
    Sample(
        PAGES,
        "all companies",
        lambda: _page("companies.html", companies=[_here(), _here("Globex", left_at=NOW)], **_URLS),
    ),
    Sample(PAGES, "your page, link too old", lambda: _page("page_too_old.html", company="Acme", **_URLS)),
    *(
        Sample(PAGES, name, partial(_page, "stay.html", company="Acme", asked=asked, **_URLS))
        for name, asked in (("stay", True), ("stayed", False))
    ),
    Sample(PAGES, "when free", _free),
    Sample(PAGES, "when free, to correct", lambda: _free(errors={"days_a_week": NO_DAYS})),
    Sample(PAGES, "when free, saved", lambda: _free(saved="free from 1 March 2027, 3 days a week")),
    Sample(PAGES, "when free, nothing said", lambda: _free(saved="")),
    Sample(PAGES, "when free, not asked", lambda: _free(is_open=False)),
    Sample(PAGES, "another address", _address),
    Sample(PAGES, "another address, confirmed", lambda: _address(NOW)),
    *(
        Sample(PAGES, f"your page, {notice.heading}", partial(_note, notice))
        for notice in (
            words.LINK_EMAILED,
            words.NOT_ERASED,
            words.ERASED,
            words.address_emailed("ada@home.example"),
            words.address_added("ada@home.example"),
        )
    ),
    Sample(PAGES, "paused", lambda: _note(Notice(words.LINK_PAUSED, LinkPaused().text))),
    *(Sample(PAGES, f"error {status}", partial(_note, notice)) for status, notice in words.ERRORS.items()),
    Sample(PAGES, "error 500", lambda: _note(words.BROKEN)),
)
