"""The same product over Socket Mode."""

from bot.slack.socket_mode import CONNECTIONS
from tests.kit.product import House

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


async def test_an_invitation_works_over_socket_mode(house_over_socket: House) -> None:
    house = house_over_socket
    jordan = await house.invite(**ADA)
    await house.settled()
    assert house.demo.mailbox.to("ada@x.dk")
    card = await jordan.sees("No reply yet", channel="app")
    await jordan.click("Withdraw", on=card, confirm=True)
    await jordan.sees("Withdrawn", channel="app")


async def test_a_field_error_is_answered_over_socket_mode(house_over_socket: House) -> None:
    jordan = await house_over_socket.invite(Name="Ada", Email="nobody")
    assert jordan.modal
    assert "email address" in jordan.modal.errors["Email"]


async def test_one_of_two_connections_may_go_at_any_time(house_over_socket: House) -> None:
    house = house_over_socket
    await house.demo.until(lambda: house.demo.sockets.count == CONNECTIONS)
    await house.demo.disconnect_sockets("refresh_requested", most=1)
    jordan = house.person("Jordan Lee")
    assert (await jordan.command("/invite-contact")).ok
    assert jordan.modal
    await house.demo.until(lambda: house.demo.sockets.count == CONNECTIONS)


async def test_the_program_comes_back_when_every_connection_is_cut(house_over_socket: House) -> None:
    house = house_over_socket
    await house.demo.disconnect_sockets("refresh_requested")
    await house.demo.until(lambda: house.demo.sockets.count == CONNECTIONS)
    assert (await house.person("Jordan Lee").command("/invite-contact")).ok
