"""`flask create-manager`: the first person who may appoint others. There is no default one."""

import re

import click
from sqlalchemy.exc import NoResultFound

from board import db
from board.accounts import services
from board.errors import RuleBroken


@click.command("create-manager")
@click.option("--mobile", prompt="手机号 (mobile)")
@click.option("--name", prompt="姓名 (name)")
@click.password_option(prompt="密码 (password)", confirmation_prompt="再输一遍 (again)")
def create_manager(mobile: str, name: str, password: str) -> None:
    """Make the manager of the whole district, once. Everybody else is appointed on the pages."""
    if not re.fullmatch(r"1\d{10}", mobile, re.ASCII):
        raise click.ClickException("A mobile number has 11 digits and begins with 1.")
    with db.scope():
        try:
            account = services.create_first_manager(mobile=mobile, name=name.strip(), password=password)
            db.session.commit()
        except RuleBroken as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except NoResultFound as problem:
            raise click.ClickException("There is no district yet: run `flask load-areas` first.") from problem
        click.echo(f"{account.person.volunteer_no} manages the district now: sign in at /sign-in.")
