"""The JSON and event stream of the demo's page."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from demo import DemoServer
from demo.page_server.tour import Step
from tests.kit.demo_app import MANIFEST, Greeter, over_socket

Json = dict[str, Any]


@pytest.fixture
async def greeter() -> AsyncIterator[Greeter]:
    tour = [
        Step("Hello", "Say hello", person="manager", place="hiring"),
        Step("Mail", "Read it", place="mail"),
    ]
    async with DemoServer(manifest=MANIFEST, tour=tour) as demo:
        greeter = Greeter(demo)
        async with over_socket(greeter):
            yield greeter
        assert demo.problems == []


class Page:
    """A browser tab of one person."""

    def __init__(self, demo: DemoServer, who: str = "Jordan Lee") -> None:
        self.person = demo.person(who).id
        self.http = httpx.AsyncClient(
            base_url=demo.url, headers={"x-demo": "1"}, trust_env=False, verify=False
        )

    async def get(self, path: str, **params: str) -> Json:
        answer = await self.http.get(f"/demo/{path}", params={"person": self.person, **params})
        answer.raise_for_status()
        body: Json = answer.json()
        return body

    async def post(self, path: str, **body: Any) -> Json:
        answer = await self.http.post(f"/demo/{path}", json={"person": self.person, **body})
        answer.raise_for_status()
        result: Json = answer.json()
        return result

    async def channel(self, name: str) -> str:
        state = await self.get("state")
        return str(next(each["id"] for each in state["channels"] if each["name"] == name))


@pytest.fixture
async def page(greeter: Greeter) -> AsyncIterator[Page]:
    page = Page(greeter.demo)
    async with page.http:
        yield page


async def test_a_person_runs_a_command_fills_the_modal_and_sees_the_card(page: Page) -> None:
    hiring = await page.channel("hiring")
    assert await page.post("say", channel=hiring, text="/greet you") == {"ok": True}
    (modal,) = (await page.get("state"))["modals"]
    offered = await page.post("options", view=modal["id"], block_id="tags", action_id="tags", value="ru")
    assert [each["value"] for each in offered["options"]] == ["rust"]
    chosen = {"selected_options": offered["options"]}
    await page.post("choose", view=modal["id"], block_id="tags", action_id="tags", value=chosen)
    await page.post("type", view=modal["id"], block_id="name", action_id="v", value={"value": "nobody"})
    refused = await page.post("submit", view=modal["id"])
    assert refused == {"ok": False, "error": "There is nobody of that name."}
    (modal,) = (await page.get("state"))["modals"]
    assert modal["errors"] == {"name": "There is nobody of that name."}
    assert modal["state"]["values"]["tags"]["tags"]["selected_options"] == offered["options"]
    await page.post("type", view=modal["id"], block_id="name", action_id="v", value={"value": "Ada"})
    assert await page.post("submit", view=modal["id"]) == {"ok": True}
    assert (await page.get("state"))["modals"] == []
    card = (await page.get("messages", channel=hiring))["messages"][-1]
    assert (card["text"], card["is_app"], card["unread"]) == ("Hello Ada", True, True)
    button = card["blocks"][1]
    ids = {"block_id": button["block_id"], "action_id": "wave"}
    assert await page.post("click", channel=hiring, ts=card["ts"], **ids) == {"ok": True}
    card = (await page.get("messages", channel=hiring))["messages"][-1]
    assert card["edited"]
    await page.post("read", channel=hiring)
    state = await page.get("state")
    assert [each["unread"] for each in state["channels"] if each["id"] == hiring] == [0]


async def test_a_file_is_dropped_into_a_channel_and_fetched_again(page: Page, greeter: Greeter) -> None:
    hiring = await page.channel("hiring")
    form = {"person": page.person, "channel": hiring, "text": "Have a look"}
    answer = await page.http.post("/demo/upload", data=form, files={"file": ("pool.csv", b"a,b\n")})
    assert answer.json()["ok"]
    (file,) = (await page.get("messages", channel=hiring))["messages"][-1]["files"]
    assert (file["name"], file["size"]) == ("pool.csv", 4)
    assert (await page.http.get(file["url"])).content == b"a,b\n"
    await greeter.demo.until(lambda: greeter.heard_of("file_shared"))


async def test_changes_are_streamed(page: Page) -> None:
    hiring = await page.channel("hiring")
    async with page.http.stream("GET", "/demo/events") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == "event: hello"
        await page.post("say", channel=hiring, text="hello")
        while await anext(lines) != "event: change":
            pass
        change = json.loads((await anext(lines)).removeprefix("data: "))
    assert change["topics"] == [f"channel:{hiring}"]


async def test_the_home_the_log_the_faults_and_the_tour_are_there(page: Page, greeter: Greeter) -> None:
    assert await page.post("home", tab="home") == {"ok": True}
    assert (await page.get("state"))["home"]["blocks"][0]["text"]["text"] == "At home"
    log = await page.get("log")
    assert log["requests"][0]["method"] == "event app_home_opened"
    assert log["requests"][1]["method"] == "views.publish"
    await page.post("faults", name="slack_down", on=True)
    assert greeter.demo.faults.down == "500"
    assert (await page.get("faults"))["faults"][0]["on"] is True
    assert (await page.get("tour")) == {"tour": None}
    await page.post("tour", action="start")
    tour = (await page.get("tour"))["tour"]
    assert (tour["step"], tour["of"], tour["person"]) == (1, 2, page.person)
    assert tour["place"] == await page.channel("hiring")


async def test_people_act_when_a_step_of_the_tour_is_reached(greeter: Greeter, page: Page) -> None:
    jordan, told = greeter.demo.person("manager"), []

    async def act() -> None:
        await jordan.say("On the tour", channel="hiring")

    async def stumble() -> None:
        await jordan.click("Nothing")

    greeter.demo.tour.steps = [Step("One", "x", act=act), Step("Two", "y", act=stumble)]
    for action in ("start", "next", "back", "next"):
        await page.post("tour", action=action)
    assert [each.text for each in jordan.messages("hiring")].count("On the tour") == 1
    assert (await page.get("tour"))["tour"]["title"] == "Two"
    assert [each.method for each in greeter.demo.problems] == ["tour"]
    greeter.demo.forgive()
    await page.post("tour", action="stop")
    assert (await page.get("tour")) == {"tour": None}
    greeter.demo.tour.steps = [Step("One", "x", act=act)]
    await greeter.demo.tour.play(lambda step: told.append(step.title))
    assert told == ["One"]


async def test_no_fault_is_on_at_first(page: Page) -> None:
    assert not any(each["on"] for each in (await page.get("faults"))["faults"])
    await page.post("faults", name="events_times", on=True, value=3)
    assert [each["value"] for each in (await page.get("faults"))["faults"] if each["on"]] == [3]


async def test_mail_is_shown(page: Page, greeter: Greeter) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", greeter.demo.mailbox.port)
    words = "From: a@x.dk\r\nTo: ada@x.dk\r\nSubject: =?utf-8?q?S=C3=B8ren?=\r\n\r\nSee http://x.dk/1\r\n"
    for line in ("EHLO me", "MAIL FROM:<a@x.dk>", "RCPT TO:<ada@x.dk>", "DATA", words + ".", "QUIT"):
        writer.write(line.encode() + b"\r\n")
    await reader.read()
    writer.close()
    (mail,) = await greeter.demo.until(lambda: greeter.demo.mailbox.to("ada@x.dk"))
    assert mail.subject == "Søren"
    (line,) = (await page.get("mails"))["mails"]
    whole = await page.get(f"mails/{line['id']}")
    assert (whole["links"], whole["envelope_from"], line["seen"]) == (["http://x.dk/1"], "a@x.dk", False)
    await page.post("mails/seen", id="1")
    assert (await page.get("mails"))["mails"][0]["seen"]
    await page.post("mails/clear")
    assert (await page.get("mails"))["mails"] == []


async def test_nobody_else_may_act_here(page: Page, greeter: Greeter) -> None:
    hiring = await page.channel("hiring")
    body = {"person": page.person, "channel": hiring, "text": "x"}
    before = greeter.demo.world.changes.version
    bare = await page.http.post("/demo/say", json=body, headers={"x-demo": ""})
    foreign = await page.http.post("/demo/say", json=body, headers={"origin": "http://evil.test"})
    renamed = await page.http.get("/demo/people", headers={"host": "evil.test"})
    assert (bare.status_code, foreign.status_code, renamed.status_code) == (400, 403, 403)
    assert greeter.demo.world.changes.version == before


async def test_an_administrator_takes_the_app_out_and_puts_it_back(greeter: Greeter, page: Page) -> None:
    assert not (await page.post("uninstall"))["ok"]
    page.person = greeter.demo.person("admin").id
    await page.post("uninstall")
    assert [body["event"]["type"] for body in greeter.heard_of("app_uninstalled")] == ["app_uninstalled"]
    general = await page.channel("general")
    refused = await page.post("say", channel=general, text="/greet")
    assert refused["error"] == "/greet is not a valid command."
    await page.post("install")
    assert (await page.post("say", channel=general, text="/greet"))["ok"]


async def test_a_guest_sees_the_channels_they_are_in(greeter: Greeter) -> None:
    page = Page(greeter.demo, "guest")
    async with page.http:
        state = await page.get("state")
        assert [each["name"] for each in state["channels"]] == ["studio"]
        leads = greeter.demo.channel("leads").id
        answer = await page.http.get("/demo/messages", params={"person": page.person, "channel": leads})
        assert answer.status_code == 404


def test_the_demo_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        DemoServer(host="0.0.0.0")


async def test_a_modal_is_shown_in_the_tab_where_it_was_opened(page: Page) -> None:
    hiring = await page.channel("hiring")
    await page.post("say", channel=hiring, text="/greet you", tab="one")
    assert (await page.get("state", tab="two"))["modals"] == []
    (modal,) = (await page.get("state", tab="one"))["modals"]
    await page.post("click", view=modal["id"], block_id="more", action_id="deeper", tab="one")
    assert [len((await page.get("state", tab=each))["modals"]) for each in ("one", "two")] == [2, 0]
