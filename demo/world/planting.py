"""Creates a workspace from a seed, and installs the app in it."""

from demo.world.model import AppInstallation, Channel, Json, SlackMessage, Team, User
from demo.world.seed import ChannelSeed, PersonSeed, WorkspaceSeed
from demo.world.world import World


def plant(world: World, seed: WorkspaceSeed) -> Team:
    team = Team(world.ids.new("T"), seed.name, seed.domain)
    world.teams[team.id] = team
    elsewhere = world.ids.new("T")
    people = {each.name: _person(world, each, team.id, elsewhere) for each in seed.people}
    world.users.update({user.id: user for user in people.values()})
    bot = _bot(world, team)
    for each in seed.channels:
        world.add_channel(_channel(world, each, team, list(people.values()), bot, elsewhere))
    names = {channel.name: channel for channel in world.channels_of(team.id)}
    for said in seed.said:
        message = SlackMessage(world.ids.ts(), names[said.channel].id, people[said.who].id, said.text)
        world.add_message(message)
    for channel in names.values():
        last = world.messages[channel.id][-1:]
        world.last_read.update({(user.id, channel.id): last[0].ts for user in people.values() if last})
    return team


def _person(world: World, seed: PersonSeed, team_id: str, elsewhere: str) -> User:
    home = elsewhere if seed.role == "stranger" else team_id
    return User(
        world.ids.new("U"), home, seed.handle, seed.name, seed.email, seed.title, seed.role, seed.color
    )


def _bot(world: World, team: Team) -> User:
    name = world.manifest.name
    handle = name.lower().replace(" ", "_")
    color = world.manifest.color.lstrip("#")
    bot = User(world.ids.new("U"), team.id, handle, name, "", "App", "app", color)
    world.users[bot.id] = bot
    return bot


def _channel(
    world: World, seed: ChannelSeed, team: Team, people: list[User], bot: User, elsewhere: str
) -> Channel:
    prefix = "G" if seed.kind == "private" else "C"
    members = [user.id for user in people if _belongs(seed, user)] + [bot.id] * seed.app
    shared = [team.id, elsewhere] if seed.kind == "connect" else [team.id]
    return Channel(
        world.ids.new(prefix),
        team.id,
        seed.name,
        seed.kind,
        members,
        archived=seed.archived,
        topic=seed.topic,
        created=int(world.now()),
        creator=people[0].id,
        shared_team_ids=shared,
    )


def _belongs(seed: ChannelSeed, user: User) -> bool:
    if user.deleted:
        return False
    if seed.members is not None:
        return user.name in seed.members
    return user.role in ("admin", "manager", "member")


def install(
    world: World,
    team_id: str,
    token: str,
    installer: str,
    scopes: frozenset[str],
    enterprise: Json | None = None,
) -> AppInstallation:
    """Install or reinstall the app. Scopes add up, as at Slack."""
    bot = world.bot_of(team_id)
    if bot is None:
        bot = _bot(world, world.teams[team_id])
    before = world.installations.get(team_id)
    made = AppInstallation(
        team_id,
        bot.id,
        before.bot_id if before else world.ids.new("B"),
        token,
        scopes | (before.scopes if before else frozenset()),
        installer,
        enterprise,
    )
    world.installations[team_id] = made
    world.last_tokens[team_id] = token
    world.changes.bump("people")
    return made
