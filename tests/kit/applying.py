"""Makes an applicant with a confirmed address, for tests of what follows."""

from bot.services.signup.link import LinkForm, make_link
from bot.services.signup.signup import SignupForm, confirm, sign_up
from demo import Person, Seen
from storage.uow import UnitOfWork
from tests.kit.product import House

ADA = SignupForm("Ada Lovelace", "ada@x.dk", "python, engines", "We met at the fair.")


def unit_of_work(house: House, actor: str = "contact") -> UnitOfWork:
    return house.program.new_uow(workspace_id=1, actor=actor)


async def link(house: House, channel: str = "hiring", maker: str = "Jordan Lee") -> int:
    """Make a link, posting to this channel or, if it is empty, to the one from Settings."""
    await house.person(maker).command("/contacts", "help")  # makes the product cache their name
    async with unit_of_work(house, house.person(maker).id) as uow:
        where = house.demo.channel(channel).id if channel else None
        form = LinkForm("Portfolio footer", where, tags=("design",))
        return (await make_link(uow, form, request_key=f"link-{channel}")).id


async def apply(house: House, form: SignupForm = ADA, channel: str = "hiring") -> int:
    """Sign up and confirm, without the email in between. Returns the contact's id."""
    link_id = await link(house, channel)
    async with unit_of_work(house) as uow:
        await sign_up(uow, link_id, 1, form)
    application = (await house.rows("SELECT max(id) AS id FROM application"))[0]["id"]
    async with unit_of_work(house) as uow:
        await confirm(uow, application)
    contact = await house.rows("SELECT id FROM contact WHERE email = :email", email=form.email)
    return int(contact[0]["id"])


async def card(house: House, who: str = "Jordan Lee", channel: str = "hiring") -> tuple[Person, Seen]:
    """Find the application card as this person sees it."""
    person = house.person(who)
    return person, await person.sees("Needs your approval", channel=channel)
