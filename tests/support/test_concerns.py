"""What is taken for a message about harm to a child, and what is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.domain.concerns import folded, is_about_harm

HARM = [
    # Violence
    "Min pappa slår mig när han blir arg.",
    "pappa slar mig o mamma",
    "PAPPA SLÅR MIG",
    "Hennes styvpappa slog henne i helgen, hon visade mig armen.",
    "Mamma slår ibland, mest när hon har druckit.",
    "Jag blir slagen hemma.",
    "En elev i min klass har blivit misshandlad av sin bror.",
    "Jag misstänker barnmisshandel i en familj på skolan.",
    "Det förekommer våld i hemmet, hur gör jag?",
    "Pojken kommer till fritids med blåmärken över hela ryggen.",
    "De sparkar min son varje rast och ingen vuxen gör något.",
    "Hans äldre bror stryper honom tills han svimmar.",
    "En klasskamrat gör min dotter illa varje dag.",
    "Eleven säger att pappan är våldsam mot hela familjen.",
    "En flicka i åttan säger att hon ska giftas bort i sommar.",
    "Vi är rädda att hon blir könsstympad under resan.",
    # Threats
    "Jag har fått dödshot i klassens chatt.",
    "Han hotar att döda mig om jag säger något.",
    "Min man hotade barnen i går, får han hämta dem på skolan?",
    "Jag blir hotad av en kille i nian.",
    # Suicide and self-harm
    "jag vill inte leva längre",
    "orkar inte leva mer",
    "Jag vill bara dö.",
    "Min dotter säger att hon vill dö.",
    "Hon skriver att hon inte vill finnas längre.",
    "Ingen skulle märka om jag inte fanns.",
    "Alla hade haft det bättre utan mig.",
    "Min son har pratat om självmord.",
    "en kompis har sjalvmordstankar vad gör jag",
    "Tänk om han tar livet av sig.",
    "Han har försökt ta sitt liv.",
    "Hon skär sig i armarna på toaletten.",
    "Jag skadar mig själv när det blir för mycket.",
    "Självskadebeteende hos en elev i sjuan, vem kontaktar jag?",
    "Bokens huvudperson har en dödslängtan som en elev kände igen sig i.",
    # Sexual abuse
    "En vikarie tafsade på flickorna i omklädningsrummet.",
    "Hon berättade att hon blev våldtagen på festen.",
    "Någon sprider nakenbilder på min dotter.",
    "Det har skett ett övergrepp på kolloresan.",
    "Han rör mig mellan benen när vi är ensamma.",
    "En vuxen man groomar min son i ett spel.",
    # Fear at home, neglect
    "Jag är rädd för min pappa.",
    "är rädd för mammas nya pojkvän",
    "Jag vågar inte gå hem efter skolan.",
    "Eleven är rädd för att komma hem med omdömet.",
    "Jag känner mig otrygg hemma.",
    "Vi är oroliga för att ett barn i klassen far illa.",
    "Han får ingen mat hemma på helgerna.",
    "Barnen lämnas ensamma hela natten.",
    "De är ensamma hemma i flera dagar.",
    "Pappa låser in mig på rummet.",
    "Hans pappa dricker mycket sedan skilsmässan.",
    "mamma är full varje kväll",
    "Jag har rymt hemifrån, kan ni inte ringa hem?",
    "Hur gör jag en orosanmälan?",
    "Barnet är vanvårdat och har samma kläder varje dag.",
    # English
    "My dad hits me when he is angry.",
    "my stepfather beats my brother",
    "She told me she gets hit at home.",
    "I am being abused by my uncle.",
    "There is domestic violence in the family of one of my pupils.",
    "He threatened to kill me.",
    "I don't want to live anymore.",
    "I dont want to be alive",
    "My son says he wants to die.",
    "A friend of mine is suicidal, who can I talk to?",
    "She cuts herself and hides her arms.",
    "I have started to self-harm again.",
    "He touched me inappropriately after practice.",
    "Somebody shares nude photos of my daughter.",
    "I am scared of my dad.",
    "He is afraid to go home.",
    "I do not feel safe at home.",
    "The children are left alone all night.",
    "There is no food at home.",
    "My parents want to marry me off this summer.",
]

HARMLESS = [
    "Vi slår ihop klasserna 7A och 7B efter lovet, hur gör jag i Lärvyn?",
    "Han slog i knät på rasten och är hemma i dag.",
    "Min dotter slog sig i gungan och kommer inte till skolan.",
    "Jag slog mig på foten och kan inte komma på mötet.",
    "Det slår mig att schemat saknar torsdagen.",
    "När eleverna slår på datorn är skärmen svart.",
    "Pappa slår in koden men kommer inte in.",
    "Mamma slog upp ordet i ordboken, men svaret blev fel.",
    "Det är bara att slå en signal till expeditionen.",
    "Vi slog oss ner i matsalen och då försvann nätet.",
    "Han slog oss i finalen, men tabellen visar fel.",
    "Appen slår ut mig hela tiden.",
    "Systemet kastar ut mig efter tio minuter.",
    "Jag har blivit utlåst ur kontot.",
    "Läraren har låst in provet så att ingen kan öppna det.",
    "Programmet hänger sig när jag öppnar omdömet.",
    "Datorn har hängt sig igen.",
    "Datorn vill dö, batteriet räcker en kvart.",
    "Mobilen dog mitt i inloggningen.",
    "Jag orkar inte mer med den här appen!",
    "Skolan hotas av nedläggning, vart vänder vi oss?",
    "Vi läser om utrotningshotade djur i fyran.",
    "Är det okej att jag är hemma ensam med sjukt barn på torsdag?",
    "Jag är rädd för att jag har tagit bort hela planeringen.",
    "Jag är rädd att jag missade sista dagen för valet.",
    "Hon är rädd för hunden på skolgården.",
    "Kan mamma och pappa se samma meddelanden?",
    "Min sambo kommer inte in i appen.",
    "Pappan är full av frågor om betygen.",
    "Hon gjorde sig illa på gymnastiken och behöver ledigt.",
    "Han skar sig på saxen i slöjden och har sytts.",
    "Min son mår illa och stannar hemma.",
    "Vi har tema mord och deckare i svenskan.",
    "Var hittar vi materialet om självmordsprevention till elevhälsans dag?",
    "I historia läser vi om kriget och om våldet i kolonierna.",
    "Ta på mig skorna, säger han, men vantarna då?",
    "Kan ni ta livet lite lugnare med utskicken?",
    "Får han inte mat i matsalen om kortet är borta?",
    "Eleverna skjuter upp inlämningen till fredag.",
    "Laddaren är död och skärmen har fått ett slag.",
    "Vi slår vad om att det är skrivaren.",
    "Barnen slår sina rekord på skoljoggen.",
    "Vilka elever får gå hem tidigare på studiedagen?",
    "Mitt barn vill inte gå till skolan på måndagar.",
    "Han vill inte vakna på morgnarna.",
    "Hur anmäler jag frånvaro för två barn?",
    # English
    "It hits me that the timetable is wrong.",
    "This app beats me, how do I change the language?",
    "He hit his head on the slide and stays at home today.",
    "My daughter hurt herself in PE and cannot swim.",
    "He cut himself on the scissors in crafts.",
    "My phone died and I am locked out of my account.",
    "The tablet keeps killing the app.",
    "I am afraid I deleted the file.",
    "She is scared of the swimming lesson.",
    "Do you have the booklet on suicide prevention for staff?",
    "We hit the deadline, but the form is closed.",
    "My back hurts me, can I leave early?",
    "Please hit me up when the printer works.",
    "Is there food at the parents' evening?",
    "I was left out of the group chat by mistake.",
]


@pytest.mark.parametrize("sentence", HARM)
def test_harm_is_noticed(sentence: str) -> None:
    assert is_about_harm("", sentence)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_everyday_matter_is_no_alarm(sentence: str) -> None:
    assert not is_about_harm("", sentence)


@pytest.mark.parametrize("sentence", HARM)
def test_harm_is_noticed_in_any_case_without_dots_and_in_the_subject(sentence: str) -> None:
    plain = sentence.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    assert is_about_harm("", plain)
    assert is_about_harm("", sentence.upper())
    assert is_about_harm("", sentence.replace(" ", "\n\t "))
    assert is_about_harm(sentence, "Hej, kan ni ringa mig?")


def test_words_of_two_sentences_are_not_put_together() -> None:
    assert not is_about_harm("Klockan slår", "Min son kommer inte in.")
    assert not is_about_harm("", "Vi undrar när klockan slår. Honom har vi hämtat.")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert folded("SLÅR mig – i Är") == folded("sla\u030ar mig - i a\u0308r") == "slar mig i ar"


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_about_harm(text, text) in (True, False)


@pytest.mark.parametrize(
    "piece", ["jag ", "pappa är som ", "barn a ", "lämnas a ensam ", "slår min ", "a", "- ", "önskar "]
)
def test_longest_message_takes_no_time_worth_speaking_of(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    begun = time.process_time()
    is_about_harm("", text)
    assert time.process_time() - begun < 1
