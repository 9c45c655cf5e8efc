"""How often languages use the letters that ASCII lacks, to tell which encoding a text was written in.

Numbers are letters in ten thousand of ordinary text, rounded. They need not be exact: they only have to tell
a language's own letters from those that a wrong encoding makes of them. What counts is each letter's share
among the language's letters that ASCII lacks.
"""

# Languages in Latin letters: {letter: how often}, written as "letters:number" groups.
_LATIN = {
    "danish": "å:120 ø:90 æ:90 é:8 ö:4 ä:3 ü:3",
    "swedish": "ä:180 ö:130 å:130 é:8 ü:3 ø:2 æ:1",
    "finnish": "ä:300 ö:40 å:5",
    "german": "ü:65 ä:56 ö:30 ß:30 é:5",
    "french": "é:150 è:28 à:35 ê:15 ç:10 ô:4 î:5 â:5 ù:5 û:6 ë:6 ï:3 œ:2 ü:1 ÿ:1",
    "spanish": "ó:80 í:70 á:50 é:43 ñ:31 ú:17 ü:2 ª:1 º:1",
    "portuguese": "ã:73 ç:53 é:34 ó:30 á:20 ê:15 í:13 õ:10 â:6 à:7 ú:6 ô:4 ü:1 ª:1 º:1",
    "italian": "à:60 è:30 ù:17 ò:17 é:8 ì:12",
    "dutch": "ë:12 é:12 ï:5 ü:4 ö:4 è:3 ê:1",
    "icelandic": "ð:440 á:180 í:157 þ:145 ó:99 æ:87 ö:78 é:65 ú:61 ý:23",
    "catalan": "à:70 é:60 ó:60 è:50 í:50 ò:40 ç:20 ú:20 ï:10 ü:5 ñ:2",
    "polish": "ł:210 ę:110 ó:100 ą:90 ś:80 ż:70 ć:50 ń:40 ź:12 é:1 ü:1 ö:1",
    "czech": "í:160 á:100 ě:120 é:60 ř:50 š:60 č:60 ž:60 ý:50 ů:25 ú:15 ň:10 ť:8 ď:6 ó:4 ö:1 ü:1",
    "slovak": "á:160 í:90 é:60 č:90 š:70 ž:70 ý:90 ú:80 ľ:45 ť:40 ň:20 ô:12 ä:6 ď:8 ó:6 ĺ:2 ŕ:2",
    "hungarian": "á:340 é:330 ö:90 ó:100 ő:80 í:50 ü:60 ú:30 ű:20",
    "croatian": "č:100 š:90 ž:60 ć:80 đ:30",
    "romanian": "ă:220 î:110 â:40 ş:100 ţ:100 ș:100 ț:100",
    "turkish": "ı:500 ü:180 ş:170 ğ:110 ç:110 ö:80 İ:80 â:4 î:2 û:2",
    "estonian": "ä:110 õ:95 ü:66 ö:15 š:4 ž:2",
    "latvian": "ā:450 ī:180 ē:170 š:80 ū:70 ņ:50 ļ:30 ž:40 ģ:20 ķ:20 č:15",
    "lithuanian": "ė:160 š:100 ų:130 ž:70 į:60 ū:50 č:40 ą:70 ę:20",
}
# Languages in letters of their own, most frequent first.
_OTHERS = {
    "russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "ukrainian": "оаниітврелсдкумпязьбгчйхїжцюєшфщґ",
    "bulgarian": "аоиентсрвлкдпмзуъбгчяйцщхжшюфь",
    "serbian": "аоиенртсјвкудпмљзбгчшцњжхћђфџ",
    "greek": "αοιετσνηυρπκμλςωγάίέόήώύδθχφβξζψϊϋΐΰ",
    "hebrew": "יוהלאתרבמשנדקחכעפטםגזצסןףךץ",
    "arabic": "المينورتبعدسحهفقكةأجىشصذطخضثزظغإئآءؤپچگژ",
}


def _latin(groups: str) -> dict[str, float]:
    return _shares({group[0]: float(group[2:]) for group in groups.split()})


def _ranked(letters: str) -> dict[str, float]:
    return _shares({letter: 0.9**rank for rank, letter in enumerate(letters)})


def _shares(weights: dict[str, float]) -> dict[str, float]:
    """Turn weights into shares of all letters outside ASCII, with capitals a quarter as often."""
    both = {char.upper(): weight / 4 for char, weight in weights.items() if len(char.upper()) == 1} | weights
    return {char: weight / sum(both.values()) for char, weight in both.items()}


ALPHABETS = {name: _latin(groups) for name, groups in _LATIN.items()} | {
    name: _ranked(letters) for name, letters in _OTHERS.items()
}

WESTERN = (
    "danish", "swedish", "finnish", "german", "french", "spanish", "portuguese", "italian", "dutch",
    "icelandic", "catalan",
)  # fmt: skip
CENTRAL = ("polish", "czech", "slovak", "hungarian", "croatian", "romanian", "german")
BALTIC = ("latvian", "lithuanian", "estonian", "german", "polish")
TURKISH = ("turkish", "german", "french")
CYRILLIC = ("russian", "ukrainian", "bulgarian", "serbian")
GREEK, HEBREW, ARABIC = ("greek",), ("hebrew",), ("arabic",)
