"""Outbox work for imports: reading and importing files, and showing their progress in Slack."""

from dataclasses import dataclass, field

from storage.outbox.work import FileWork, SlackWork, stored_as

IMPORT_ENDED = "import_ended"  # in the log, with the result


@dataclass(frozen=True)
class ImportNotice(FileWork):
    """Look at a file shared in a channel."""

    kind = "import_notice"
    file: str
    channel: str
    by: str

    @property
    def key(self) -> str:
        return f"import_notice:{self.file}:{self.channel}"


@dataclass(frozen=True)
class ImportWork(FileWork):
    """Work on one import. Each kind exists once per import."""

    import_id: int = field(metadata=stored_as("import"))

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.import_id}"


@dataclass(frozen=True)
class ImportRead(ImportWork):
    """Read an import's file."""

    kind = "import_read"


@dataclass(frozen=True)
class ImportRun(ImportWork):
    """Add the selected rows as contacts."""

    kind = "import_run"


@dataclass(frozen=True)
class ImportLook(ImportWork):
    """Check an import's progress."""

    kind = "import_look"


@dataclass(frozen=True)
class ImportFailedFile(ImportWork):
    """Upload a file of the failed rows to the thread."""

    kind = "import_failed_file"


@dataclass(frozen=True)
class ImportUndo(ImportWork):
    """Undo an import."""

    kind = "import_undo"


@dataclass(frozen=True)
class ImportSendRest(ImportWork):
    """Enqueue the emails that were called off when the import was stopped."""

    kind = "import_send_rest"


@dataclass(frozen=True)
class ImportGiveUp(ImportWork):
    """Delete a file whose import nobody has confirmed."""

    kind = "import_give_up"


@dataclass(frozen=True)
class ImportOfferMessage(SlackWork):
    """Show the offer below a shared file in its current state."""

    kind = "import_offer"
    offer: int

    @property
    def key(self) -> str:
        return f"import_offer:{self.offer}"


@dataclass(frozen=True)
class ImportReview(SlackWork):
    """Show the review's modal in its current state."""

    kind = "import_review"
    import_id: int = field(metadata=stored_as("import"))

    @property
    def key(self) -> str:
        return f"import_review:{self.import_id}"


@dataclass(frozen=True)
class ImportMessage(SlackWork):
    """Show the import's message in its current state."""

    kind = "import_message"
    import_id: int = field(metadata=stored_as("import"))

    @property
    def key(self) -> str:
        return f"import_message:{self.import_id}"
