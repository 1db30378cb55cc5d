"""click's own hello: a group with a command whose body is as trivial as in click's README."""

import click


@click.group()
def program() -> None:
    """Greets people."""


@program.command()
@click.option("--count", default=1, help="Number of greetings.")
@click.option("--name", default="World", help="The person to greet.")
def hello(count: int, name: str) -> None:
    """Simple program that greets NAME for a total of COUNT times."""
    for _ in range(count):
        click.echo(f"Hello, {name}!")
