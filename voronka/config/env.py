"""The environment as Voronka reads it: variables, a `.env` file, or `*_FILE` with a secret inside."""

from pathlib import Path

from environs import FileAwareEnv

ROOT = Path(__file__).resolve().parent.parent.parent

env = FileAwareEnv()
env.read_env(str(ROOT / ".env"), recurse=False)
