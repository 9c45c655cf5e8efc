"""The words for what lists say of people's work over their columns, parted by commas and line ends."""

TITLE = "title, titel, tittel, titre, título, titolo"  # also over how somebody is addressed: Dr., Ms.

JOB_TITLE = """
job title, profession, occupation, headline, position, job position, role, job role
stilling, stillingsbetegnelse, jobtitel, erhverv, yrke, yrkestitel, befattning, jobbtittel
nimike, ammatti, berufsbezeichnung, beruf, position im unternehmen, funktion, functie, functietitel, beroep
titre du poste, poste, fonction, profession exercée, métier, cargo, puesto, profesión
profissão, função, professione, qualifica, stanowisko, zawód, povolání, pozice, foglalkozás
profesie, должность, профессия, посада, професія, 職業, 役職, 肩書き, 职位, 職位, 职业, 직업, 직책
"""

LINKS = """
link, links, url, urls, website, websites, web site, web page, homepage, home page, web, portfolio
portfolio link, portfolio url, linkedin, linkedin url, linkedin profile, linkedin profile url, github
github url, behance, dribbble, profile, profile url, profile link, public profile url, personal website
hjemmeside, hjemmesider, webside, netsted, hemsida, webbplats, hjemmeside url, nettside, nettsted, kotisivu
verkkosivu, webseite, webseiten, internetseite, internetadresse, site, site web, site internet, lien, liens
sitio web, página web, enlace, enlaces, sítio web, página, sito, sito web, strona, strona internetowa
strona www, webová stránka, stránka, weboldal, honlap, сайт, вебсайт, веб-сайт, ссылка, ссылки, посилання
ウェブサイト, ホームページ, 网站, 網站, 웹사이트, 홈페이지
"""

PLACE = """
place, location, city, town, country, country/region, based in, home town, city/town, city/country
sted, by, land, lokation, bopæl, ort, stad, hemort, plats, poststed, paikkakunta, kaupunki, maa, stadt
wohnort, standort, plaats, woonplaats, locatie, lieu, ville, pays, localisation, lugar, ciudad, país
ubicación, localidad, cidade, localização, località, città, luogo, paese, miasto, miejscowość, kraj
lokalizacja, město, místo, země, város, hely, ország, oraș, țară, город, страна, місто, країна, 場所, 都市
国, 城市, 国家, 地点, 도시, 국가, 지역
"""

LANGUAGES = """
language, languages, spoken languages, language skills, languages spoken
sprog, sprogkundskaber, språk, språkkunskaper, kieli, kielet, kielitaito, sprache, sprachen
sprachkenntnisse, taal, talen, talenkennis, langue, langues, langues parlées, idioma, idiomas, língua
línguas, lingua, lingue, lingue parlate, język, języki, jazyk, jazyky, nyelv, nyelvek, nyelvtudás, limbi
язык, языки, мова, мови, 言語, 语言, 語言, 언어
"""

RATE = """
usual rate, rate, rates, fee, pay rate, price, sats, pris, honorar, taxa, arvode, hinta, satz, tarif
tarief, vergoeding, tarifa, honorarios, tariffa, compenso, stawka, sazba, díj, ставка, 報酬, 费率
"""

RATE_AN_HOUR = """
hourly rate, rate per hour, hour rate, price per hour, timepris, timesats, timelønn, timpris, timarvode
tuntihinta, stundensatz, stundenlohn, uurtarief, taux horaire, tarif horaire, tarifa por hora
tarifa horaria, valor hora, tariffa oraria, stawka godzinowa, hodinová sazba, óradíj, часовая ставка, 時給
时薪, 시급
"""

RATE_A_DAY = """
day rate, daily rate, rate per day, price per day, dagspris, dagsats, dagshonorar, dagpris, dagsarvode
päivähinta, tagessatz, tageshonorar, dagtarief, taux journalier, tjm, taux journalier moyen
tarif journalier, tarifa diaria, tariffa giornaliera, stawka dzienna, denní sazba, napidíj, дневная ставка
日給, 日薪, 일급
"""

CURRENCY = """
currency, rate currency, valuta, valuutta, währung, devise, moneda, divisa, moeda, waluta, měna, pénznem
валюта, 通貨, 货币, 통화
"""

PER = """
per, rate per, rate unit, unit, pr, enhed, enhet, yksikkö, einheit, eenheid, unité, unidad, unidade
unità, jednostka, jednotka
"""

FREE_FROM = """
free from, available from, availability, availability date, available, start date, earliest start
ledig fra, tilgængelig fra, ledig från, tillgänglig från, tilgjengelig fra, vapaa alkaen, verfügbar ab
frei ab, verfügbarkeit, beschikbaar vanaf, beschikbaar per, disponible à partir du, disponible dès
disponibilité, disponible desde, disponibilidad, disponível a partir de, disponibilidade, disponibile da
disponibilità, dostępny od, dostępność, доступен с
"""

DAYS_A_WEEK = """
days a week, days per week, days/week, dage om ugen, dage pr uge, dagar i veckan, dager i uken
päivää viikossa, tage pro woche, tage/woche, dagen per week, jours par semaine, días por semana
dias por semana, giorni a settimana, dni w tygodniu
"""
