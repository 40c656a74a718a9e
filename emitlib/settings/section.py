"""What every section of the settings is made of, and how a secret is written in one."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from emitlib.i18n import N_

__all__ = ["SECRET_MEANING", "Reference", "Section"]

SECRET_MEANING = N_("env:NAME, keyring:SERVICE or file:PATH; never the value itself.")


def _is_reference(value: str) -> str:
    if value and not value.startswith(("env:", "keyring:", "file:")):
        raise ValueError("a secret is written as env:NAME, keyring:SERVICE or file:PATH, never as itself")
    return value


#: A secret as settings hold it: where it lies, never itself.
Reference = Annotated[str, AfterValidator(_is_reference)]


class Section(BaseModel):
    """A section of ``emitlib.toml``: an unknown key is an error, a value never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
