"""Measure a server in a process of its own: what an answer takes, and what CPU it costs there."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from bot.config.settings import Settings
from bot.log import set_up
from bot.serve.run import spare_collector
from bot.serve.wiring import serving

Request = tuple[bytes, Mapping[str, str]]  # body and headers


@dataclass(slots=True)
class Server:
    """A server in a child process, one connection to it, and what was measured so far."""

    name: str
    url: str
    http: ClientSession
    process: asyncio.subprocess.Process
    waits: list[float] = field(default_factory=list)  # s
    cpu: list[float] = field(default_factory=list)  # s an answer, one figure a round

    async def asked(self, request: Request) -> tuple[int, bytes]:
        """Post a request; return status and body."""
        body, headers = request
        async with self.http.post(self.url, data=body, headers=headers) as response:
            return response.status, await response.read()

    async def round(self, requests: Sequence[Request]) -> list[bytes]:
        """Post them one after the other, and note what each took; return the answers."""
        async with self.counting(len(requests)):
            return [await self.timed(each) for each in requests]

    @asynccontextmanager
    async def counting(self, answers: int) -> AsyncIterator[None]:
        """Note the CPU of what happens meanwhile, which is so many answers."""
        before = float(await self.told("cpu"))
        yield
        self.cpu.append((float(await self.told("cpu")) - before) / answers)

    async def timed(self, request: Request) -> bytes:
        """Post a request, and note what it took; return the answer."""
        began = time.perf_counter()
        status, body = await self.asked(request)
        self.waits.append(time.perf_counter() - began)
        assert status in (200, 201), (self.name, status, body[:200])
        return body

    def forget(self) -> None:
        """Begin again: what was measured was to warm up."""
        self.waits.clear()
        self.cpu.clear()

    async def told(self, question: str) -> str:
        """Return the line with which the process answers a line."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{question}\n".encode())
        return (await self.process.stdout.readline()).decode().strip()

    def cpu_ms(self) -> float:
        """Return the CPU of an answer in milliseconds."""
        return median(self.cpu) * 1e3

    def line(self) -> str:
        """Return what was measured, in milliseconds."""
        cpu, (p50, p99) = self.cpu_ms(), self.percentiles()
        return f"{self.name:<34} CPU {cpu:6.2f} ms   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms"

    def percentiles(self) -> tuple[float, float]:
        """Return p50 and p99 in milliseconds."""
        cuts = quantiles(self.waits, n=100)
        return cuts[49] * 1e3, cuts[98] * 1e3


def cpu_ratio(ours: Server, theirs: Server) -> float:
    """Return the median of how much more CPU ours took, round by round."""
    return median(a / b for a, b in zip(ours.cpu, theirs.cpu, strict=True))


@asynccontextmanager
async def server(name: str, module: str, *arguments: str) -> AsyncIterator[Server]:
    """Start ``module`` with arguments; its first line is its address."""
    pipe, quiet = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    command = (sys.executable, "-m", module, *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=quiet)
    assert process.stdin is not None
    assert process.stdout is not None
    async with ClientSession(connector=TCPConnector(limit=1)) as http:
        try:
            url = (await process.stdout.readline()).decode().strip()
            assert url, f"{name} did not start; try: {' '.join(command)}"
            yield Server(name, url, http, process)
        finally:
            process.stdin.close()
            await process.wait()


async def serve(app: web.Application, path: str) -> None:
    """Serve an app from within a child process until nobody listens any more."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        await answering(f"http://127.0.0.1:{runner.addresses[0][1]}{path}")
    finally:
        await runner.cleanup()


async def answering(address: str, **answers: Callable[[], object]) -> None:
    """Say the address; then answer a line with a line: ``cpu``, or what else there is."""
    known: dict[str, Callable[[], object]] = {"cpu": time.process_time, **answers}
    _say(address)
    while question := (await asyncio.to_thread(sys.stdin.readline)).strip():
        _say(known[question]())


async def serve_ours(
    database: str, path: str, stopwatch: "Stopwatch", door: Mapping[str, Any]
) -> None:
    """Serve the whole bot with one door open, as ``careloop serve`` does, and answer questions."""
    set_up("info")
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{Path(database)}",
        sqlite_sync="FULL",
        playground="off",
        port=0,
        turns_person=1_000_000,  # counted as ever, and never over
        turns_workspace=1_000_000,
        **door,
    )
    async with serving(settings) as address:
        spare_collector()
        url = address.rstrip("/") + path
        await answering(url, stages=stopwatch.shares, clear=stopwatch.clear)


class Stopwatch:
    """Adds up time and CPU of each stage of one request at a time, without what it calls."""

    def __init__(self) -> None:
        self._spent: dict[str, tuple[float, float]] = {}
        self._inner: list[tuple[float, float]] = []

    def time(self, owner: Any, name: str, stage: str) -> None:
        """Time a function or coroutine function where its callers find it."""
        work = getattr(owner, name)
        asynchronous = asyncio.iscoroutinefunction(work)
        setattr(owner, name, self._awaited(work, stage) if asynchronous else self._run(work, stage))

    def shares(self) -> str:
        """Return each stage with its share of the time and of the CPU, the longest first."""
        wall, cpu = (sum(each) for each in zip(*self._spent.values(), strict=True))
        found = sorted(self._spent.items(), key=lambda each: -each[1][0])
        return ", ".join(f"{stage} {t / wall:.0%} ({c / cpu:.0%})" for stage, (t, c) in found)

    def clear(self) -> str:
        """Begin again."""
        self._spent.clear()
        return "cleared"

    def _awaited(self, work: Callable[..., Awaitable[Any]], stage: str) -> Callable[..., Any]:
        async def timed(*args: Any, **kwargs: Any) -> Any:
            with self._stage(stage):
                return await work(*args, **kwargs)

        return timed

    def _run(self, work: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self._stage(stage):
                return work(*args, **kwargs)

        return timed

    @contextmanager
    def _stage(self, stage: str) -> Iterator[None]:
        self._inner.append((0.0, 0.0))
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            below, known = self._inner.pop(), self._spent.get(stage, (0.0, 0.0))
            self._spent[stage] = (known[0] + wall - below[0], known[1] + cpu - below[1])
            if self._inner:
                above = self._inner[-1]
                self._inner[-1] = (above[0] + wall, above[1] + cpu)


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
