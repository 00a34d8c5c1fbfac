"""The episode of bench/main.mjs in Python's own sqlite3: the same images, queries, observations and grade.

Written as one would write it for speed: the schema is read once, the target is held by key, and nothing keeps
an agent from ATTACH or from a query without end. With "guarded" it has the least that an environment needs: an
authorizer, a progress handler and a savepoint around every action.

Talks in lines of JSON: {"show": true} plays one episode and answers with its results, {"episodes": n} plays n
and answers with seconds.
"""

import json
import sqlite3
import sys
import time

MICROS = 1_000_000


def open_image(image):
    # A server may close it on another thread.
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(image)
    return connection


def to_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Task:
    def __init__(self, folder):
        with open(f"{folder}/task.json", encoding="utf-8") as file:
            spec = json.load(file)
        with open(f"{folder}/seed.db", "rb") as file:
            self.image = file.read()
        with open(f"{folder}/target.db", "rb") as file:
            target_image = file.read()
        self.id = spec["id"]
        self.goal = spec["goal"]
        self.prompt = spec["prompt"]
        self.queries = spec["queries"]
        self.step_limit = spec["step_limit"]
        self.table = spec["table"]
        seed, target = open_image(self.image), open_image(target_image)
        self.columns = [row[1] for row in seed.execute(f"PRAGMA table_info({self.table})")]
        self.read = f"SELECT {', '.join(self.columns)} FROM {self.table}"
        self.before = {row[0]: row for row in seed.execute(self.read)}
        self.target = {row[0]: row for row in target.execute(self.read)}
        assert self.before.keys() == self.target.keys()
        self.differing = sum(
            was != due for key in self.target for was, due in zip(self.before[key], self.target[key])
        )


REFUSED = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_TRANSACTION}


class Guard:
    """Stands between the agent's SQL and the connection."""

    def __init__(self, connection):
        self.connection = connection
        self.left = 0
        self.trusted = True
        connection.set_authorizer(self.authorize)
        connection.set_progress_handler(self.tick, 1000)

    def authorize(self, action, *_):
        return sqlite3.SQLITE_DENY if action in REFUSED and not self.trusted else sqlite3.SQLITE_OK

    def tick(self):
        self.left -= 1
        return self.left < 0

    def begin(self):
        self.trusted = True
        self.left = 20_000
        self.connection.execute("SAVEPOINT action")
        self.trusted = False

    def end(self, keep):
        self.trusted = True
        if not keep:
            self.connection.execute("ROLLBACK TO action")
        self.connection.execute("RELEASE action")


class Episode:
    def __init__(self, task, guarded=False):
        self.task = task
        self.steps = 0
        self.total = 0
        self.seen = set()
        self.connection = open_image(task.image)
        self.guard = Guard(self.connection) if guarded else None

    def reset(self):
        metadata = {"prompt": self.task.prompt}
        observation = self.observe(None, None)
        observation["metadata"] = metadata
        return {"observation": observation, "reward": None, "done": False, "metadata": metadata}

    def observe(self, result, error):
        task = self.task
        return {
            "task_id": task.id,
            "goal": task.goal,
            "available_tables": [task.table],
            "schema_summary": {task.table: list(task.columns)},
            "last_query_result": result,
            "last_error": error,
            "steps_remaining": task.step_limit - self.steps,
            "current_step": self.steps,
        }

    def step(self, action):
        self.steps += 1
        result, error, done, metadata = None, None, False, {}
        kind = action.get("action_type")
        if kind == "finish_task":
            done, reward = True, 0
        else:
            reward, result, error = self.execute(action["query"])
        if done or self.steps >= self.task.step_limit:
            score, solved, grade = self.grade()
            reward += score // 2
            self.total += reward
            metadata = {
                "grader_score": score / MICROS,
                "return": self.total / MICROS,
                "score": min(max(self.total, 0), MICROS) / MICROS,
                "solved": solved,
                "truncated": not done,
                "reward_mode": "classic",
                "grade": grade,
                "task": {"id": self.task.id, "split": "classic", "seed": None, "version": 1},
            }
            done = True
        else:
            self.total += reward
        observation = self.observe(result, error)
        return {"observation": observation, "reward": reward / MICROS, "done": done, "metadata": metadata}

    def execute(self, query):
        words = query.split()
        if [word.upper() for word in words[:2]] == ["DROP", "TABLE"]:
            return -200_000, None, "DROP TABLE is not allowed"
        if self.guard:
            self.guard.begin()
        try:
            cursor = self.connection.execute(query)
            if cursor.description is None:
                result = {"rows_affected": cursor.rowcount}
            else:
                rows = cursor.fetchall()
                result = {
                    "columns": [column[0] for column in cursor.description],
                    "rows": rows[:100],
                    "row_count": len(rows),
                    "truncated": len(rows) > 100,
                }
        except sqlite3.Error as error:
            if self.guard:
                self.guard.end(keep=False)
            return -50_000, None, str(error)
        if self.guard:
            self.guard.end(keep=True)
        same = " ".join(words)
        repeated = same in self.seen
        self.seen.add(same)
        return (-20_000 if repeated else 30_000), result, None

    def grade(self):
        """R, D and C by key; rows that are missing or too many do not occur in these episodes."""
        task = self.task
        now = {row[0]: row for row in self.connection.execute(task.read)}
        assert now.keys() == task.target.keys()
        counts = [[0, 0, 0, 0] for _ in task.columns]
        for key, due in task.target.items():
            for index, (was, cell, right) in enumerate(zip(task.before[key], now[key], due)):
                if cell == right:
                    if was != right:
                        counts[index][0] += 1
                elif was == right:
                    counts[index][2] += 1
                elif cell == was:
                    counts[index][1] += 1
                else:
                    counts[index][3] += 1
        repaired, missed, damaged, miscorrected = (sum(column[kind] for column in counts) for kind in range(4))
        solved = missed + damaged + miscorrected == 0
        gained = repaired - damaged - miscorrected
        score = MICROS if solved else min(max(gained * MICROS // task.differing, 0), MICROS - 1)
        names = ("repaired", "missed", "damaged", "miscorrected")
        columns = [
            {"table": task.table, "column": column, **dict(zip(names, count))}
            for column, count in zip(task.columns, counts)
            if any(count)
        ]
        total = dict(zip(names, (repaired, missed, damaged, miscorrected)))
        report = {"total": total, "columns": columns, "examples": [], "left_behind": [], "notes": []}
        return score, solved, report


def play(task, guarded=False):
    """One episode; every result as JSON text, as a server would send it."""
    episode = Episode(task, guarded)
    sent = [to_json(episode.reset())]
    for query in task.queries:
        sent.append(to_json(episode.step({"action_type": "execute_sql", "query": query})))
    sent.append(to_json(episode.step({"action_type": "finish_task"})))
    episode.connection.close()
    return sent


def main():
    task = Task(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        guarded = request.get("guarded", False)
        if request.get("show"):
            answer = {
                "results": [json.loads(text) for text in play(task, guarded)],
                "python": sys.version.split()[0],
                "sqlite": sqlite3.sqlite_version,
            }
        else:
            wall, cpu = time.perf_counter(), time.process_time()
            for _ in range(request["episodes"]):
                play(task, guarded)
            answer = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
