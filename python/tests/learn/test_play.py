"""A model's turns in the environment: what is played, submitted and scored, and what is void."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import RunningServer

from dataops_env import Task, VectorEnv
from dataops_env.learn import dialogue
from dataops_env.learn.demonstrations import Demonstration, demonstrate
from dataops_env.learn.play import Episode, Played

TASK = Task(split="train", family="code_padding", world="shop", level=2, seed=3)


@pytest.fixture(scope="module")
def shown(server: RunningServer) -> Demonstration:
    with VectorEnv(1, server.url) as env:
        [one] = demonstrate([TASK], env, submits=True)
    return one


def play(env: VectorEnv, said: list[str], **given: Any) -> tuple[Played, list[Played], list[str]]:
    """Plays turns, of which one that ends with an ellipsis was too long."""
    over: list[Played] = []
    places = [0]
    settings = {"turns": 4, **given}
    episode = Episode(
        env, places, TASK, 0, lambda text: [ord(one) for one in text], to_text, over=over.append, **settings
    )
    heard = [to_text(episode.first())]
    for turn in said:
        answer = episode.reply([ord(one) for one in turn], cut=turn.endswith("…"))
        if answer is None:
            assert places == [0]
            break
        heard.append(to_text(answer))
    return episode.played, over, heard


def to_text(tokens: Any) -> str:
    return "".join(map(chr, tokens))


def test_a_demonstration_is_an_episode_that_solves(server: RunningServer, shown: Demonstration) -> None:
    with VectorEnv(1, server.url) as env:
        played, over, heard = play(env, list(shown.said))
    assert over == [played] and tuple(heard) == shown.heard
    assert (played.solved, played.reward, played.submitted, played.error, played.void) == (True, 1.0, True, None, None)
    row = played.row()
    assert (row["task"], row["steps"], row["said"]) == (TASK.id, 3, list(shown.said))
    assert row["tokens"] == sum(map(len, shown.said))


@pytest.mark.parametrize(
    ("said", "given"),
    [
        (["SELECT 1…"], {}),
        (["SELECT 1"] * 4, {}),
        (["SELECT nothing FROM nowhere"], {"turns": 1}),
        ([dialogue.DONE], {}),
        ([" "], {}),
    ],
)
def test_an_episode_that_repairs_nothing_is_submitted_and_pays_nothing(
    said: list[str], given: dict[str, Any], server: RunningServer
) -> None:
    with VectorEnv(1, server.url) as env:
        played, over, _ = play(env, said, **given)
    assert over == [played]
    assert (played.solved, played.reward, played.void) == (False, 0.0, None)
    assert played.submitted is (said in ([dialogue.DONE], [" "]))
    failed = played.error is not None
    assert failed is ("nowhere" in said[0])


def test_errors_are_read_and_the_episode_goes_on(server: RunningServer, shown: Demonstration) -> None:
    with VectorEnv(1, server.url) as env:
        played, _, heard = play(env, ["SELECT nothing FROM nowhere", *shown.said[1:]])
    assert "error: " in heard[1] and played.solved


def test_rules_can_be_hidden(server: RunningServer) -> None:
    with VectorEnv(1, server.url) as env:
        _, _, heard = play(env, [dialogue.DONE], blind=True)
    assert heard[0] == dialogue.without_rules(heard[0])


def test_a_server_that_fails_makes_no_reward(start: Callable[..., RunningServer], shown: Demonstration) -> None:
    one = start()
    with VectorEnv(1, one.url, timeout=1.0) as env:
        env.reset(TASK)
        one.kill()
        played, over, heard = play(env, [])
        assert over == [played] and heard == [""]
        assert (played.reward, played.solved) == (None, False) and played.void is not None
        assert played.row()["void"] == played.void
