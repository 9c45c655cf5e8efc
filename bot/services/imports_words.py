"""What people call the columns of a contact list, in the languages and programs lists come from."""

import re
import unicodedata
from enum import Enum, auto

HEADER_LINES = 20  # the header is looked for in so many records


class Role(Enum):
    """What a column is for; a second choice counts only where no first choice is there."""

    NAME = auto()
    SECOND_NAME = auto()
    FIRST = auto()
    MIDDLE = auto()
    LAST = auto()
    EMAIL = auto()
    SECOND_EMAIL = auto()
    TAGS = auto()


# Written as `spelled` leaves them: small letters and digits, accents off. A line is a language or a program.
_WORDS = {
    Role.NAME: """
        name fullname yourname personname contactname contactfullname
        navn fuldenavn fuldtnavn kontaktnavn namn fullstandigtnamn fulltnavn nimi nafn
        vollername vollstandigername vorundnachname vornameundnachname vornamenachname
        naam volledigenaam nom nometprenom prenomnom prenometnom nomcomplet
        nombre nombrecompleto nombreyapellidos nome nomecompleto nomeecognome imieinazwisko
    """,
    Role.SECOND_NAME: """
        contact contactperson displayname kontakt kontaktperson contacto contatto person fileas
    """,
    Role.FIRST: """
        firstname first givenname forename fname contactfirstname
        fornavn fornamn etunimi vorname voornaam prenom primernombre imie
    """,
    Role.MIDDLE: "middlename additionalname mellemnavn mellomnavn mellannamn zweitervorname deuxiemeprenom",
    Role.LAST: """
        lastname last surname familyname lname contactlastname
        efternavn etternavn efternamn sukunimi nachname familienname achternaam nomdefamille
        apellido apellidos primerapellido cognome sobrenome apelido nazwisko
    """,
    Role.EMAIL: """
        email emails emailaddress emailaddresses mail mailaddress contactemail
        email1 email1value emailaddress1 email1address primaryemail
        emailadresse mailadresse epost epostadresse epostadress sahkoposti sahkopostiosoite netfang
        emailadres mailadres courriel adresseemail adressemail adressecourriel adresseelectronique
        correo correoelectronico direcciondecorreo direcciondecorreoelectronico
        indirizzoemail postaelettronica enderecodeemail correioeletronico adresemail
    """,
    Role.SECOND_EMAIL: """
        workemail emailwork businessemail companyemail personalemail emailpersonal homeemail emailhome
        privatemail privateemail arbejdsmail arbejdsemail
    """,
    Role.TAGS: """
        tag tags skill skills label labels category categories keyword keywords expertise
        groupmembership groups
        mærke mærker mærkat mærkater kategori kategorier kompetence kompetencer nøgleord stikord
        etiket etiketter færdighed færdigheder emneord kompetanse ferdigheter
        tagg taggar etikett etiketter kompetens kompetenser fardigheter
        kategorie kategorien schlagwort schlagworte schlagworter stichworte etiketten kenntnisse fahigkeiten
        categorie categories vaardigheden labels etiquette etiquettes competence competences motscles
        etiqueta etiquetas categoria categorias habilidades competencias palabrasclave
        etichetta etichette categorie competenze kategoria kategorie umiejetnosci
    """,
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}

# A word for the whole name that means a part of it beside the other part.
_PARTS = {
    ("name", "vorname"): Role.LAST,
    ("nom", "prenom"): Role.LAST,
    ("naam", "voornaam"): Role.LAST,
    ("nombre", "apellido"): Role.FIRST,
    ("nombre", "apellidos"): Role.FIRST,
    ("nombre", "primerapellido"): Role.FIRST,
    ("nome", "cognome"): Role.FIRST,
    ("nome", "sobrenome"): Role.FIRST,
    ("nome", "apelido"): Role.FIRST,
}

_LONGEST_WORD = 60
_FORMULA = ("=", "+", "@", "＝", "＋", "＠")


def spelled(cell: str) -> str:
    """A heading reduced to its letters and digits: "E-mail *" is "email", "Prénom" is "prenom"."""
    if len(cell) > _LONGEST_WORD or cell.lstrip(" \"'").startswith(_FORMULA):
        return ""
    letters = unicodedata.normalize("NFKD", cell.casefold())
    return "".join(filter(str.isalnum, letters))


def roles(cells: list[str]) -> list[Role | None]:
    """What each heading of a record is for, as far as we know its word."""
    words = [spelled(cell) for cell in cells]
    parts = {whole: role for (whole, part), role in _PARTS.items() if part in words}
    return [parts.get(word) or _ROLES.get(word) for word in words]


_ADDRESS = re.compile(r"[^\s@<>,;:|\"]{1,64}@[^\s@<>,;:|\"]{1,250}\.[^\s@<>,;:|\"]{2,63}")
_LONGEST_ADDRESS_CELL = 400


def holds_address(cells: list[str]) -> bool:
    """Whether a record has an email address in it, so that it is no header."""
    return any("@" in cell and len(cell) <= _LONGEST_ADDRESS_CELL and _ADDRESS.search(cell) for cell in cells)
