"""Why a bank file is refused: one exception class per broken rule.

**Belongs here**: the rules a bank file must keep, each with the message that names the record and
what to do.

**Keep out**: finding the breach (parsers and `checks`).

A refused file is refused whole. It stays in the archive and in the landing's list of files with
the message as its reason; none of its lines is landed. Messages name places and rules, amounts
where they are the rule, never names or texts of a payment.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


class BankFileRefused(ValueError):
    """A bank file is landed whole or not at all."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(f"{rule}. {remedy}")


class EmptyFile(BankFileRefused):
    """A file must hold something."""

    def __init__(self) -> None:
        super().__init__("the file is empty", "Fetch it from the bank again.")


class NulByte(BankFileRefused):
    """No text holds a NUL."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} holds a NUL", "Fetch the file from the bank again.")


class FormatUnknown(BankFileRefused):
    """A file must be of a format that is read, recognised by its content."""

    def __init__(self, nearest: str | None = None) -> None:
        hint = f" (nearest: {nearest})" if nearest else ""
        super().__init__(
            f"no known format or CSV profile fits the content{hint}",
            "Export camt, MT940, OFX or BAI2, or add a profile under profiles/.",
        )


class EncodingWrong(BankFileRefused):
    """Every byte must decode in the declared encoding."""

    def __init__(self, encodings: Iterable[str], detail: str) -> None:
        super().__init__(
            f"not valid {' or '.join(encodings)} ({detail})",
            "Export the file again or name its real encoding in the settings or the profile.",
        )


class EncodingMixed(BankFileRefused):
    """A file has one encoding from its first line to its last."""

    def __init__(self, line: int, found: str, expected: str) -> None:
        super().__init__(
            f"line {line} is {found} where the file is {expected}", "Export the file again."
        )


class DoctypeForbidden(BankFileRefused):
    """An XML file declares no document type: entities could hide or fetch content."""

    def __init__(self) -> None:
        super().__init__("the XML has a DOCTYPE", "Ask who sent it; banks send none.")


class Malformed(BankFileRefused):
    """A file must be whole and well-formed."""

    def __init__(self, family: str, detail: str) -> None:
        super().__init__(f"not well-formed {family}: {detail}", "Fetch the whole file again.")


class Truncated(BankFileRefused):
    """A file ends with its trailer."""

    def __init__(self, family: str, missing: str) -> None:
        super().__init__(f"the {family} file ends without {missing}", "Fetch the whole file again.")


class VersionUnknown(BankFileRefused):
    """Only message versions that were read before are read."""

    def __init__(self, namespace: str) -> None:
        super().__init__(
            f"message version {namespace} is not known", "Ask the bank for camt.053.001.08."
        )


class NoStatement(BankFileRefused):
    """A file must hold a statement."""

    def __init__(self, family: str) -> None:
        super().__init__(f"the {family} file holds no statement", "Fetch it again.")


class NoLines(BankFileRefused):
    """A list without balances or count must have lines, else truncation could not be told."""

    def __init__(self) -> None:
        super().__init__(
            "a header and no line, and nothing in the file says that there were none",
            "Export the file again, with its balances where the bank offers them.",
        )


class HeaderWrong(BankFileRefused):
    """A CSV file has exactly the header its profile states."""

    def __init__(self, profile: str, missing: Iterable[str]) -> None:
        super().__init__(
            f"profile {profile}: no line has the header; missing: {', '.join(missing)}",
            "Correct the profile's header if the bank changed its export.",
        )


class RaggedRow(BankFileRefused):
    """Every row has as many fields as the header."""

    def __init__(self, line: int, found: int, expected: int) -> None:
        super().__init__(
            f"line {line} has {found} fields, the header has {expected}", "Export the file again."
        )


class AmountUnreadable(BankFileRefused):
    """An amount is written in ASCII digits with the format's own separators."""

    def __init__(self, line: int, column: str) -> None:
        super().__init__(
            f"line {line}: {column} is not an amount in the notation of this format",
            "Export the file again or correct the profile's separators.",
        )


class TooManyDecimals(BankFileRefused):
    """Money has at most four decimals; none is ever rounded away."""

    def __init__(self, line: int, amount: Decimal) -> None:
        super().__init__(
            f"line {line}: {amount} has more than four decimals", "Ask the bank for the booking."
        )


class AmountTooLarge(BankFileRefused):
    """Money has at most sixteen digits before the decimal point."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}: an amount of 10^16 or more", "Ask the bank.")


class DateUnreadable(BankFileRefused):
    """A date is a real day between 1970 and 2100 in the format's own notation."""

    def __init__(self, line: int, column: str) -> None:
        super().__init__(
            f"line {line}: {column} is not a date in the notation of this format",
            "Export the file again or correct the profile's date order.",
        )


class BookingDateMissing(BankFileRefused):
    """A booked line has a booking date."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} has no booking date", "Ask the bank for the booking.")


class StatusUnknown(BankFileRefused):
    """A line says whether it is booked."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"line {line}: the entry's status is none of BOOK, PDNG, INFO, FUTR", "Ask the bank."
        )


class DirectionUnknown(BankFileRefused):
    """A line says whether money came in or went out."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(
            f"line {line}: nothing says whether money came in or went out ({words})",
            "Add the words to the profile's directions.",
        )


class AccountMissing(BankFileRefused):
    """A statement names its account."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"the statement at line {line} names no account",
            "Name it for this file in the settings: files: {glob: {account: ...}}.",
        )


class AccountUnknown(BankFileRefused):
    """Where the settings list the accounts, a statement belongs to one of them."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"account {account_id} is not among known_accounts",
            "Add it to known_accounts or take the file away.",
        )


class CurrencyMissing(BankFileRefused):
    """A statement names its currency."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"the statement of {account_id} names no currency",
            "Name it for this file in the settings: files: {glob: {currency: ...}}.",
        )


class CurrencyUnknown(BankFileRefused):
    """A currency is an ISO 4217 code."""

    def __init__(self, account_id: str, code: str) -> None:
        super().__init__(f"{account_id}: '{code}' is no ISO 4217 code", "Correct the code.")


class CurrencyMixed(BankFileRefused):
    """Balances and booked lines of a statement share one currency."""

    def __init__(self, account_id: str, codes: Iterable[str]) -> None:
        super().__init__(
            f"{account_id}: one statement in {' and '.join(codes)}",
            "Ask the bank for one statement a currency.",
        )


class BalanceMissing(BankFileRefused):
    """A statement states its opening and its closing balance."""

    def __init__(self, account_id: str, number: str, which: str) -> None:
        super().__init__(
            f"statement {number} of {account_id} states no {which} balance",
            "Fetch the statement, not a list of movements.",
        )


class PeriodReversed(BankFileRefused):
    """A statement opens no later than it closes."""

    def __init__(self, account_id: str, number: str) -> None:
        super().__init__(
            f"statement {number} of {account_id} closes before it opens", "Ask the bank."
        )


class ClosingBalanceWrong(BankFileRefused):
    """Opening balance + Σ booked lines = closing balance."""

    def __init__(self, account_id: str, number: str, computed: Decimal, closing: Decimal) -> None:
        super().__init__(
            f"statement {number} of {account_id}: opening + lines = {computed}, closing = "
            f"{closing}, difference {computed - closing}",
            "A line is missing or wrong; fetch the statement again.",
        )


class RunningBalanceWrong(BankFileRefused):
    """Each line's balance is the one before it plus the line's amount."""

    def __init__(self, line: int, expected: Decimal, found: Decimal) -> None:
        super().__init__(
            f"line {line}: the balance should be {expected} and is {found}",
            "A line is missing or altered; fetch the statement again.",
        )


class StatedTotalWrong(BankFileRefused):
    """Counts and sums a file states of itself are those of its lines."""

    def __init__(self, what: str, stated: object, found: object) -> None:
        super().__init__(
            f"the file states {what} = {stated}, its lines give {found}",
            "Fetch the whole file again.",
        )


class DetailSumWrong(BankFileRefused):
    """The details of a batch booking add up to its amount."""

    def __init__(self, line: int, amount: Decimal, found: Decimal) -> None:
        super().__init__(
            f"line {line}: a booking of {amount} has details of {found}", "Ask the bank."
        )


class StatementRepeated(BankFileRefused):
    """A file holds each statement once, and two files never state it differently."""

    def __init__(self, account_id: str, number: str) -> None:
        super().__init__(
            f"statement {number} of {account_id} stands twice with different content",
            "Take the wrong one away.",
        )
