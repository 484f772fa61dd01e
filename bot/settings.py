"""Settings come from the environment, a `.env` file or Docker secret files; a wrong one is named in the error."""

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = Path("/run/secrets")


class SettingsError(Exception):
    """One line for each wrong setting, with its name."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    database_url: str = Field("sqlite:///sweetspot.db", validation_alias="SWEETSPOT_DATABASE_URL")
    bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")
    client_id: str | None = Field(None, validation_alias="SLACK_CLIENT_ID")
    client_secret: SecretStr | None = Field(None, validation_alias="SLACK_CLIENT_SECRET")
    smtp_url: SecretStr | None = Field(None, validation_alias="SWEETSPOT_SMTP_URL")
    mail_from: str | None = Field(None, validation_alias="SWEETSPOT_MAIL_FROM")
    keys: SecretStr | None = Field(None, validation_alias=AliasChoices("SWEETSPOT_KEYS"))
    public_url: str | None = Field(None, validation_alias="SWEETSPOT_PUBLIC_URL")

    @field_validator("api_url")
    @classmethod
    def _end_with_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with https:// (or http:// for a server on this machine)")
        return value if value.endswith("/") else value + "/"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _starting_with(value, "xoxb-")

    @field_validator("app_token")
    @classmethod
    def _app_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _starting_with(value, "xapp-")


def _starting_with(value: SecretStr | None, prefix: str) -> SecretStr | None:
    if value and not value.get_secret_value().startswith(prefix):
        raise ValueError(f"must start with {prefix}")
    return value or None


def load() -> Settings:
    """Raises `SettingsError`, which never repeats a value: it may be a secret."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{item['loc'][0]}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors()]
        raise SettingsError("\n".join(lines)) from None
