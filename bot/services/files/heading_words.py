"""The words for names, addresses and tags over columns of contact lists, parted by commas and line ends."""

NAME = """
name, full name, complete name, names, first and last name, first name and last name
first name last name
first last name, name and surname, name surname, surname and name, surname name, last name first name
navn, fulde navn, fuldt navn, for- og efternavn, fornavn og efternavn, for- og etternavn, fullt navn
fornavn og etternavn, namn, fullständigt namn, hela namnet, för- och efternamn, förnamn och efternamn
nimi, koko nimi, etu- ja sukunimi, täisnimi, ees- ja perekonnanimi, nafn, fullt nafn
voller name, vollständiger name, ganzer name, vor- und nachname, vorname und nachname, vorname nachname
vor- und zuname, nachname vorname, name vorname, vorname name, name und vorname, kontaktname
kontaktnavn
naam, volledige naam, voor- en achternaam, voornaam en achternaam, naam en voornaam, voornaam achternaam
nom, nom complet, nom et prénom, prénom nom, prénom et nom, nom prénom, noms et prénoms, nom du contact
nom et prénoms, nom i cognoms, nombre, nombre completo, nombre y apellido, nombre y apellidos
nombres y apellidos, apellido y nombre, apellidos y nombre, apellidos y nombres, nombre del contacto
nome, nome completo, nome e sobrenome, nome e apelido, nome e cognome, cognome e nome, nome cognome
cognome nome, nominativo, imię i nazwisko, nazwisko i imię, imię nazwisko, pełna nazwa, imię i nazwisko
jméno, celé jméno, jméno a příjmení, příjmení a jméno, jméno příjmení, meno, celé meno
meno a priezvisko
priezvisko a meno, név, teljes név, nume, nume complet, nume și prenume, nume prenume, numele complet
ime, puno ime, ime i prezime, prezime i ime, polno ime, ime in priimek, име и презиме, vardas, vārds
vardas ir pavardė, vardas pavardė, vārds uzvārds, vārds un uzvārds, ad, adı, isim, tam ad, ad soyad
ad ve soyad
adı soyadı, adı ve soyadı, isim soyisim, isim soyad, имя, фио, полное имя, имя и фамилия, фамилия и имя
имя фамилия, фамилия имя, фамилия имя отчество, ім'я, піб, повне ім'я, ім'я та прізвище
прізвище та ім'я, прізвище ім'я по батькові, име, пълно име, име и фамилия, όνομα, ονοματεπώνυμο
όνομα και επώνυμο, όνομα επώνυμο, πλήρες όνομα, שם, שם מלא, الاسم, اسم, الاسم الكامل, نام و نام خانوادگی
氏名, 名前, お名前, 姓名, フルネーム, 名字, 全名, 이름, 성명, 성함, họ và tên, họ tên, tên đầy đủ, nama
nama lengkap
"""

SECOND_NAME = """
contact, contact person, display name, file as, person, member, candidate, applicant, participant
attendee
freelancer, consultant, contractor, talent, employee, expert, specialist, colleague, team member
mitarbeiter, mitarbeiterin, freiberufler, freiberuflerin, bewerber, teilnehmer, kandidat, berater
medarbejder, konsulent, deltager, kandidat, medarbetare, konsult, medewerker, kandidaat, candidat
candidate, consultant, intervenant, candidato, candidata, consultor, participante, consulente, kandydat
konsultant, nazwa, uchazeč, кандидат, сотрудник, консультант, 担当者, 担当者名, ご担当者名, 候选人
kontakt, kontaktperson, vist navn, visningsnavn, visningsnamn, anzeigename, angezeigter name
ansprechpartner, ansprechpartnerin, contactpersoon, weergavenaam, nom affiché, nom d'affichage, contacto
nombre para mostrar, contato, nome de exibição, nome visualizzato, contatto, nazwa wyświetlana
zobrazované jméno
контакт, контактное лицо, отображаемое имя, εμφανιζόμενο όνομα, görünen ad, 表示名, 联系人, 聯絡人
顯示名稱, 显示名称
표시 이름
"""

FIRST = """
first name, first names, first, given name, given names, forename, forenames, fname, prename
christian name
fornavn, fornavne, förnamn, tilltalsnamn, etunimi, etunimet, eesnimi, fornafn, eiginnafn, vorname
vornamen
rufname, voornaam, voornamen, roepnaam, prénom, prénoms, prénom usuel, primer nombre, nombres
nombre de pila
primeiro nome, nome próprio, prenome, nome di battesimo, imię, imiona
křestní jméno, krstné meno, keresztnév, utónév
prenume
ön ad, личное имя, собствено име, μικρό όνομα, κύριο όνομα, שם פרטי, الاسم الأول, نام, 名, 명, tên
nama depan
"""

MIDDLE = """
middle name, middle names, middle, middle initial, additional name, additional names, mellemnavn
mellemnavne
mellomnavn, mellannamn, muut etunimet, zweiter vorname, weitere vornamen, tussenvoegsel, tussenvoegsels
voorvoegsel, voorvoegsels, deuxième prénom, autres prénoms, segundo nombre, segundo nome, nome do meio
secondo nome, drugie imię, prostřední jméno, druhé jméno, stredné meno, második keresztnév, ikinci ad
ikinci isim, второе имя, отчество, по батькові, бащино име, μεσαίο όνομα, שם אמצעי, الاسم الأوسط
ミドル ネーム, 中间名, 中間名, 중간 이름, tên đệm
"""

LAST = """
last name, last names, last, surname, surnames, family name, lname, efternavn, efternavne, etternavn
slektsnavn, efternamn, sukunimi, perekonnanimi, perenimi, eftirnafn, kenninafn, nachname, nachnamen
familienname, zuname, achternaam, familienaam, nom de famille, nom d'usage, nom usuel, cognom, cognoms
apellido, apellidos, primer apellido, apellido paterno, sobrenome, último nome, apelido, apelidos
nome de família, cognome, nazwisko, příjmení, priezvisko, vezetéknév, családnév, nume de familie
prezime
priimek, презиме, pavardė, uzvārds, soyad, soyadı, soyisim, soy ad, фамилия, прізвище, фамилно име
επώνυμο
επίθετο, שם משפחה, اسم العائلة, الاسم الأخير, الكنية, نام خانوادگی, 姓, 苗字, 姓氏, 성, 성씨, họ
nama belakang
"""

SECOND_LAST = """
second last name, second surname, apellido 2, apellido2, segundo apellido, apellido materno
"""

EMAIL = """
email, e-mail, emails, e-mails, email address, e-mail address, email addresses, email address(es), mail
user email, login email
mail address, email value, email id, primary email, primary email address, main email, default email
smtp address, primary smtp address
e-mailadresse, mailadresse, e-post, e-postadresse, e-postadress, mejl, mejladress, sähköposti
sähköpostiosoite, netfang, tölvupóstur, e-posti aadress, meiliaadress, e-mail-adresse, email-adresse
primäre e-mail-adresse, e-mailadres, mailadres, primair e-mailadres, courriel, mél, adresse e-mail
adresse mail, adresse de courriel, adresse mél, adresse courriel, adresse électronique
adresse de messagerie
courrier électronique
adresse e-mail principale, e-mail principal, correo, correo-e, correo electrónico, correo electronico
dirección de correo
dirección de correo electrónico, dirección de e-mail, correu, correu electrònic, adreça electrònica
endereço de e-mail, correio electrónico, e-mail endereço, correio eletrónico, correio eletrônico
endereço de correio eletrónico
endereço de correio eletrônico, indirizzo e-mail, indirizzo di posta elettronica, posta elettronica
indirizzo posta elettronica, posta, adres e-mail, adres poczty elektronicznej, poczta elektroniczna, poczta
e-mailová adresa, emailová adresa, elektronická pošta, e-mail cím, adresă de e-mail, adresa de e-mail
adresa e-mail, poștă electronică, adresa e-pošte, e-pošta, e-mail adresa, e-naslov, e-poštni naslov
e-posta, e-posta adresi, e-mail adresi, mail adresi, elektronik posta, el. paštas, el. pašto adresas
elektroninis paštas, e-pasts, e-pasta adrese, электронная почта, почта, эл. почта
адрес электронной почты
адрес эл. почты, электронный адрес, имейл, емейл, e-mail адрес, електронна пошта, електронна адреса
ел. пошта
пошта, адреса електронної пошти, имейл адрес, електронна поща, поща, имејл, imejl, е-мейл, е-мэйл, имэйл
е-пошта, διεύθυνση email
ηλεκτρονικό ταχυδρομείο, διεύθυνση ηλεκτρονικού ταχυδρομείου, ηλεκτρονική διεύθυνση, ηλ. ταχυδρομείο
ηλ. διεύθυνση, דוא"ל, אימייל, מייל, דואר אלקטרוני, כתובת דוא"ל, כתובת אימייל, כתובת מייל
البريد الإلكتروني
بريد إلكتروني, الإيميل, إيميل, عنوان البريد الإلكتروني, ایمیل, پست الکترونیکی, メール, メールアドレス
eメール
eメールアドレス, 電子メール, 電子メール アドレス, e-mailアドレス, 邮箱, 电子邮件, 电子邮箱, 邮件
邮箱地址, 电子邮件地址
邮件地址, 電子郵件, 電子郵件地址, 電郵, 電郵地址, 電子信箱, 信箱, 郵箱, 이메일, 메일, 전자메일
전자 우편, 이메일 주소
전자 메일 주소, 메일 주소, thư điện tử, địa chỉ email, surel, alamat email
"""

SECOND_EMAIL = """
work email, email work, business email, company email, personal email, email personal, home email
email home
private email, privat email, secondary email, secondary email address, second email, alternate email
alternative email, other email, additional email, backup email, email other, user principal name
arbejdsmail, arbejds e-mail, privat mail, jobbmejl, jobb e-post, sekundäre e-mail-adresse, zweite e-mail
weitere e-mail, e-mail geschäftlich, e-mail privat, geschäftliche e-mail, private e-mail-adresse
geschäftliche e-mail-adresse, e-mail beruflich, zakelijk e-mailadres, zakelijke e-mail, privé e-mail
autre e-mail, e-mail secondaire, e-mail professionnel, e-mail personnel, adresse e-mail professionnelle
adresse e-mail personnelle, adresse e-mail secondaire, courriel professionnel, correo secundario
correo personal, correo de trabajo, correo alternativo, e-mail secundário, e-mail alternativo
e-mail pessoal
e-mail profissional, e-mail secondaria, e-mail di lavoro, e-mail personale, e-mail służbowy
e-mail prywatny
adres e-mail służbowy, рабочая почта, служебная почта, личная почта, дополнительная почта, 备用邮箱
其他邮箱
"""

TAGS = """
tag, tags, skill, skills, label, labels, category, categories, keyword, keywords, expertise, group
groups
group membership, technology, technologies, tech stack, skill set, hashtags, competence, competences
competency, competencies, specialty, specialties, speciality, specialities, specialization
specializations
specialism, specialisms, discipline, disciplines, area of expertise, areas of expertise, segment
segments
interests, capabilities, mærke, mærker, mærkat, mærkater, kategori, kategorier, kompetence, kompetencer
nøgleord, stikord, emne, emner, speciale, specialer, faggruppe, faggrupper, fagområde, fagområder
etiket, etiketter, færdighed, færdigheder, emneord, kompetanse, ferdigheter, gruppe
grupper
tagg, taggar, etikett, kompetens, kompetenser, färdigheter, nyckelord, grupp, avainsanat, taidot
osaaminen
tunnisteet, luokat, luokka, ryhmät, kategoriat, kategorie, kategorien, schlagwort, schlagworte
schlagwörter, stichworte
stichwörter, schlüsselwörter, etiketten, kenntnisse, fähigkeiten, kompetenzen, fachgebiete, fachgebiet
gruppen, schwerpunkt, schwerpunkte, thema, themen, fachbereich, fachbereiche, skill-set
spezialisierung, spezialgebiet, spezialgebiete, expertisen, categorie, categorieën, vaardigheden
trefwoorden, competenties, groep, groepen, catégorie
catégories, étiquette, étiquettes, compétence, compétences, mot-clé, mots-clés, libellé, libellés
groupe
groupes, domaines d'expertise, domaines de compétences, domaine de compétences, savoir-faire, spécialité
spécialités, domaine d'expertise, thème, thèmes, etiqueta, etiquetas, categoría, categorías, habilidades
competencias
palabras clave, especialidad, especialidades, grupo, grupos, especialização, especialidade, categoria
categorias, competências, palavras-chave, marcadores
etichetta
etichette, competenze, parole chiave, abilità, gruppo, gruppi, tagi, kategoria, etykiety, umiejętności
słowa kluczowe, grupa, grupy, znaczniki, štítek, štítky, dovednosti, klíčová slova, skupina, skupiny
značky
kategórie, zručnosti, kľúčové slová, címke, címkék, kategóriák, készségek, kulcsszavak, csoportok
etichete
categorii, competențe, abilități, oznake, kategorije, vještine, veščine, žymos, kategorijos, įgūdžiai
birkas, prasmes, sildid, oskused, etiketler, kategoriler, beceriler, yetenekler, anahtar kelimeler
gruplar
kategoriler, теги, тэги, метки, категория, категории, навыки, ключевые слова, группа, группы
компетенции
мітки, категорії, навички, ключові слова, групи, етикети, тагове, умения, ετικέτες, ετικέτα, κατηγορίες
κατηγορία, δεξιότητες, λέξεις-κλειδιά, ομάδες, תגיות, תגית, תוויות, קטגוריות, קטגוריה, כישורים
מיומנויות
الوسوم, العلامات, الفئات, الفئة, المهارات, タグ, スキル, カテゴリ, カテゴリー, 分類, 分類項目, ラベル
キーワード, グループ, 标签
專長, 专长, 專業, 得意分野, 専門, 専門分野, 전문 분야, 標籤, 技能, 类别, 類別, 分类, 分组, 群组, 群組
关键词, 關鍵字, 태그, 기술, 스킬, 라벨, 범주, 분류
카테고리, 그룹
thẻ, kỹ năng, keterampilan
"""

# Words before or after one for tags, as in "Key skills" and "Compétences clés".
AROUND_TAGS = """
key, top, core, main, primary, secondary, professional, technical, hard, soft, special, specific, other
more
my, your, our, their, all, contact, member, candidate, applicant, person, people, freelancer, customer
client
lead, user, internal, external, custom, relevant, business, creative, digital, design, software, it
work, job
list, names, role, required, desired, used, known, tools, sind, hast, du, deine, dine, har, sont, tes
vos, tus, son, suas, são, what, are, your, do, you, have, which, faglige
vigtigste, særlige, wichtigste, besondere, fachliche, clés, clé
principales, principaux, techniques, professionnelles, clave, técnicas, profesionales, principais
chiave
principali, tecniche, kluczowe, klíčové, ключевые, основные
"""

# Words beside one for an address.
AROUND_EMAIL = """
address, addresses, adresse, adress, adresa, adres, adresă, dirección, endereço, indirizzo, osoite, cím
адрес, адреса, διεύθυνση, כתובת, عنوان, 地址, アドレス, 주소
value, valeur, valor, valore, wert, waarde, værdi, värde, wartość, hodnota, значение, primary, main
principal, primär, primäre, primaire, primaria, primario, default, field, id, contact, e
"""

# Words beside one for an address that tell one of several.
ONE_OF_SEVERAL = """
work, business, office, company, corporate, professional, personal, private, home, other, secondary
alternate, alternative, additional, backup, arbejde, arbejds, privat, private, privates, arbete, jobb
arbeid, työ, dienstlich, dienstliche, geschäftlich, geschäftliche, beruflich, berufliche, firma, weitere
zweite, alternative, werk, zakelijk, zakelijke, privé, professionnel, professionnelle, personnel
personnelle, secondaire, pro, perso, trabajo, laboral, corporativo, secundario, alternativo, trabalho
profissional, pessoal, corporativo, lavoro, aziendale, personale, secondario, secondaria, służbowy
służbowa, prywatny, prywatna, firmowy, pracovní, osobní, soukromý, munkahelyi, céges, személyes, iş
kişisel, kurumsal, рабочая, рабочий, рабочее, служебная, служебный, личная, личный, личное, робоча
робочий, особиста, 工作, 个人, 公司, 会社, 個人, 회사, 개인
"""

# Words before or behind one for a name or an address, as in "Candidate email", "Name of candidate", "Person -
# Name", "What is your email?".
WHOSE = """
what, whats, is, are, please, enter, provide, write, select, hvad, er, dit, dein, ihr, ihre, quel, est, cual
es, tu, su, deine, dine, welche, hvilke, quelles, sont, tes, vos, cuáles, son, tus, quais, são, suas, bitte
geben, sie, an
contact, contacts, candidate, applicant, person, people, member, lead, customer, client, attendee
participant
freelancer, employee, student, guest, subscriber, recipient, respondent, invitee, your, my, kontakt
contractor, consultant, talent, expert, specialist
kandidat, teilnehmer, votre, deltager, medarbejder, mitarbeiter, freelancers, freiberufler, bewerber
candidat, candidato, candidata, participante, kandidaten, mitarbeiters, bewerbers, konsulent
"""

OF = "of, the, des, der, du, del, della, dello, do, da, de, van, af"

# Languages that write the family name first, also in Latin letters.
FAMILY_FIRST = "vezetéknév, családnév, họ, 姓, 苗字, 姓氏, 성, 성씨"
