"""Somebody who signed up by a link and has confirmed their address, for tests of what comes after."""

from bot.demo import Person, Seen
from bot.services.link import LinkForm, make_link
from bot.services.signup import SignupForm, confirm, sign_up
from storage.uow import UnitOfWork
from tests.product import House

ADA = SignupForm("Ada Lovelace", "ada@x.dk", "python, engines", "We met at the fair.")


def unit_of_work(house: House, actor: str = "contact") -> UnitOfWork:
    return house.program.new_uow(workspace_id=1, actor=actor)


async def link(house: House, channel: str = "hiring", maker: str = "Jordan Lee") -> int:
    """A link of Jordan's that posts into this channel."""
    await house.person(maker).command("/contacts", "help")  # from now on the product knows their name
    async with unit_of_work(house, house.person(maker).id) as uow:
        form = LinkForm("Portfolio footer", house.demo.channel(channel).id, tags=("design",))
        return (await make_link(uow, form, request_key=f"link-{channel}")).id


async def apply(house: House, form: SignupForm = ADA, channel: str = "hiring") -> int:
    """From the page to the confirmation, without the mail between; gives the contact's id."""
    link_id = await link(house, channel)
    async with unit_of_work(house) as uow:
        await sign_up(uow, link_id, 1, form, burst=1_000)
    application = (await house.rows("SELECT max(id) AS id FROM application"))[0]["id"]
    async with unit_of_work(house) as uow:
        await confirm(uow, application)
    contact = await house.rows("SELECT id FROM contact WHERE email = :email", email=form.email)
    return int(contact[0]["id"])


async def card(house: House, who: str = "Jordan Lee", channel: str = "hiring") -> tuple[Person, Seen]:
    """The application card as this person sees it."""
    person = house.person(who)
    return person, await person.sees("waiting for your approval", channel=channel)
