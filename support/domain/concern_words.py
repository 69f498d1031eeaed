"""The patterns of `concerns`: regular expressions over folded text: å and ä are "a", ö is "o", one space a gap.

One matter a line. What follows `(?!` or `(?<!` is the harmless meaning that was met and is left out.
"""

FAMILY = (
    r"(?:pappan?|mamman?|papa|farsan|morsan|far|mor|fadern|modern|foralder|foraldern|foraldrar|foraldrarna|"
    r"(?:styv|plast|bonus|foster)(?:pappan?|mamman?|far|mor|foraldrar)|man|mannen|exman|exmannen|ex|exet|sambo|sambon|"
    r"pojkvan|morbror|farbror|morfar|farfar|kusin|bror|storebror|brorsan|familj|familjen|slakten)s?"
)
CHILD = (
    r"(?:barn|barnen|barnet|son|sonen|dotter|dottern|pojke|pojken|flicka|flickan|kille|killen|tjej|tjejen|elev|eleven|"
    r"elever|eleverna|bror|brorsan|lillebror|storebror|syster|lillasyster|storasyster|syskon|syskonen|kompis|kompisen)"
)
WHOSE = r"(?:min|mitt|mina|sin|sitt|sina|din|ditt|dina|hans|hennes|deras|var|vart|vara)"
WHOM = rf"(?:mig|dig|oss|honom|henne|hen|dem|dom|(?:{WHOSE} )?(?:egen |eget |egna )?{CHILD})"
SELF = r"(?:mig|sig|dig)"
SLOWLY = r"(?:(?:inte|ofta|alltid|ibland|ocksa|fortfarande|har|brukar|borjar|kan|igen|nastan|bada|nu|som) ){0,2}"
STRIKE = r"(?:slar|slog|slagit|sla|spoar|spoade|sparkar|sparkade|sparkat|piskar|stryper|strop|knivhogg|knivhugger)"
KILL = r"(?:doda|dodar|dodat|morda|mordar|mordat|skjuta|skjuter|knivhugga|ha ihjal|sla ihjal|strypa)"
GAMES = r"(?:schack|final\w*|semifinal\w*|match\w*|fotboll\w*|pingis|spel\w*|innebandy|handboll|fia|kort|tavling\w*)"
NOT_LIVE = r"(?:inte|ej|ite)(?: \w+)? (?:leva|finnas|vakna upp mer|vakna igen)"
DEVICE = r"(?<!datorn )(?<!batteriet )(?<!mobilen )(?<!appen )(?<!paddan )(?<!telefonen )"

SWEDISH = (
    # Violence
    rf"(?<!\bjag )(?<!\bdet )\b{STRIKE}(?: ner| ned| ihjal| sonder)? {WHOM}\b"
    rf"(?! (?:att|ner|ned|fri|fria|losa|ihop|samman|till ro|med hapnad|pa (?:datorn|larm|tv|ljudet)|i {GAMES}))",
    rf"\b{FAMILY} {SLOWLY}(?:slar|slog|slagit|slass)\b"
    r"(?! (?:pa|ihop|av|upp|vad|igenom|till|in|fast|ut|bort|an|om|i|sig|en|ett|rekord\w*|numret|det|den|mig att)\b)",
    r"\b(?:blir|blev|blivit|bli) (?:slagen|slagna|slaget|spoad|strypt|knivhuggen)\b(?! (?:av (?:hur|att|det)|i ))",
    r"\b\w*misshand(?:el\w*|la\w*)",
    rf"\b(?:fysiskt |psykiskt |mycket )?vald (?:i hemmet|hemma|i familjen|i nara relation\w*|mot (?:barn\w*|{WHOM}))",
    rf"\bvaldsam(?:ma|t)? (?:{FAMILY}|hemma|mot {WHOM})",
    rf"\b{FAMILY} (?:ar|blir|var) (?:\w+ )?(?:valdsam\w*|handgriplig\w*)",
    r"\bhandgriplig\w* hemma",
    r"\butsatt\w* (?:\w+ ){0,2}for (?:\w+ ){0,2}(?:vald|hot|overgrepp|misshandel|sexuell\w*)",
    r"\b(?:blamarken\w*|brannmarken (?:pa|over))\b",
    r"\b(?:hedersvald\w*|hedersrelatera\w*|hedersfortryck\w*|konsstymp\w*)",
    r"\b(?:gifta|gifter|giftas|gifts|bli gift) bort\b",
    rf"\bbortgift\w*|\btvangsgift\w*|\btvinga\w* (?:{WHOM} )?(?:att )?gifta {SELF}",
    rf"(?<!\bjag )\b(?:gor|gjorde|gjort|gora) (?:{WHOM}) illa\b",
    r"\b(?:mig|sig|henne|honom) sjalv illa\b",
    # Threats
    r"\bdodshot\w*",
    rf"\bhota(?:r|de|t|s|des)? (?:{WHOM}|(?:med )?att (?:sla|doda|skada|ta livet|ta mitt|kasta ut|skicka))\b",
    rf"\b(?:blir|blev|blivit|ar|kanner {SELF}) hotad(?:e)?\b",
    rf"\b{KILL} (?:mig|dig|oss|henne|honom|dem|dom|hela familjen|alla (?:i|pa) (?:skolan|klassen)|{WHOSE} {CHILD})\b"
    rf"(?! i {GAMES})",
    # Suicide and self-harm
    r"\bsj[ao]l?vmord(?!sprev|sforebygg)\w*",
    r"\bsuicid(?!prev|alprev|\w*forebygg|\w* prevention)\w*",
    r"\bdodslangta\w*",
    rf"\b(?:vill|orkar|onskar|kan|langtar)(?: \w+)? {NOT_LIVE}\b|\binte (?:vill|orkar|kan) (?:leva|finnas)\b",
    r"\bvill (?:bara |helst )?(?:inte|ej) vakna\b(?! (?:pa|upp|till|tidigt|i tid))",
    rf"{DEVICE}\b(?:vill|ville) (?:bara |helst |verkligen |inget hellre an att )?do\b",
    r"\blangtar (?:\w+ )?(?:efter|till) (?:att (?:fa )?do|doden)\b",
    r"\b(?:att|om|nar) (?:jag|hon|han|hen) (?:var|vore) dod\b",
    r"\b(?:att|om) (?:jag|hon|han|hen) (?:inte |aldrig )(?:fanns|fotts|hade fotts)\b",
    r"\b(?:battre utan mig|inget att leva for|meningslost att leva|ingen mening med (?:livet|att leva))\b",
    r"\b(?:ta|tar|tog|tagit) (?:livet av|(?:mitt|sitt|ditt) (?:eget )?liv)\b",
    r"\b(?:avsluta|slut pa) (?:mitt|sitt|hela|det|allt) ?(?:eget )?liv\w*",
    rf"\b(?:doda|dodar|skjuta|dranka|hanga) {SELF} sjalv\b|\b(?:hanga|dranka|skjuta) mig\b",
    rf"\b(?:han|hon|hen|{CHILD}) (?:\w+ )?(?:forsokte|forsokt|tanker|vill|ville) (?:hanga|dranka|skjuta|doda) sig\b",
    r"\bsjalv ?ska(?:da|de|dar)\w*",
    rf"\b(?:skada\w*|skar|skara|skurit|branner|branna) {SELF} ?sjalv\w*",
    rf"\b(?:skar|skara|skurit|rispar|ristar|rispat) {SELF} (?:\w+ ){{0,2}}(?:arm\w*|handled\w*|laren|laret|ben\w*)\b",
    rf"\b(?:skar|skara) {SELF} (?:med flit|nar (?:jag|hon|han|hen) mar)\b",
    r"\b(?:ta|tagit|tog) (?:en )?overdos",
    # Sexual abuse
    r"\b(?:valdta|valdto|overgrepp|incest|pedofil|antasta|tafsa)\w*|\bgroom(?:ing|a|ad|ar|ade)\b",
    r"\bsexuell\w* (?:overgrepp|trakasseri\w*|utnyttja\w*|ofreda\w*|bilder|forslag)",
    r"\butnyttja\w* (?:\w+ ){0,2}sexuellt|\bsexuellt utnyttja\w*",
    rf"\bnakenbild\w*|\bnakna bilder|\bnudes\b|\bdickpic\w*|\bblotta\w* {SELF}\b",
    rf"\b(?:tar|tog|ror|rorde|kladda\w*) (?:\w+ )?(?:(?:pa|vid) )?{WHOM} (?:dar|under|mellan|nar vi ar ensam)\w*",
    r"\bunderlivet\b",
    # Fear of somebody at home
    rf"\bradd\w* for (?:(?:{WHOSE} )?(?:egen |egna )?{FAMILY})\b(?! (?:ska|skall|inte) )",
    r"\b(?:radd\w*|(?:vagar|tors) (?:inte|ej))(?: for)?(?: att)? (?:ga|komma|aka|vara|sova|bli) (?:\w+ )?hem(?:ma)?\b",
    r"\b(?:otrygg\w*|inte trygg\w*|inte saker\w*|radd\w*|farligt) (?:i (?:sitt|mitt) (?:eget )?hem|hemma|i hemmet)\b",
    # Neglect
    rf"\b(?:{CHILD}|han|hon|hen|jag|de|vi|som) (?:\w+ ){{0,2}}(?:far|fara|farit|for) (?:\w+ )?illa\b",
    r"\b(?:ingen|inget|inte|aldrig|ingenting) (?:\w+ )?(?:mat|ata) (?:\w+ ){0,2}hemma\b",
    r"\bfar (?:inte|aldrig) (?:nagon |nat |nagot )?(?:mat|att ata|middag|frukost) (?:hemma|av|pa helg\w*|pa kvall\w*)",
    r"\b(?:ensam|ensamma|sjalv|sjalva) hemma (?:\w+ ){0,2}(?:dagar|natt\w*|helgen|helgerna|vecka\w*|veckor|dygn\w*)\b",
    r"\blamna\w* (?:\w+ ){0,2}ensam(?:ma)? (?:\w+ ){0,2}(?:natt\w*|dygn\w*|i flera dagar|hela helgen)",
    r"\bvanvard\w*|\bforsummar (?:\w+ )?barn\w*",
    r"\b(?:ar|blir|varit) (?:\w+ )?(?:forsumma(?:d|de)|vanskott|vanskotta)\b",
    rf"\b(?:laser|laste|last|stanger|stangde) in (?:{WHOM})\b",
    r"\binlast (?:i|pa) (?:\w+ )?(?:rum\w*|garderob\w*|kallar\w*)",
    rf"\b(?:kasta\w*|slang\w*|sparka\w*|kor|korde|kort) ut (?:{WHOM} )?hemifran",
    r"\b(?:utkastad|utslangd|utkord|rymt|rymma|rymmer|rymde) hemifran",
    rf"\b{FAMILY} (?:\w+ ){{0,3}}dricker (?:\w+ ){{0,2}}(?:mycket|jamt|alkohol|sprit|ol|varje|hela|igen)\b",
    rf"\b{FAMILY} (?:\w+ )?(?:ar|var) (?:\w+ )?(?:berusad|drogpaverkad|full(?! (?:av|med|tid)))\b",
    rf"\b{FAMILY} (?:\w+ ){{0,2}}(?:knarkar|missbruk\w*|super)\b",
    r"\borosanmal\w*|\banmala? (?:\w+ ){0,3}till (?:soc|socialen|socialtjansten)\b",
)

ADULT = (
    r"(?:dad|daddy|father|mum|mom|mummy|mommy|mother|parents?|step ?(?:dad|father|mum|mother)|uncle|husband|ex|"
    r"ex husband|boyfriend|partner|brother|grandfather|grandpa|family)s?"
)
KID = r"(?:child|children|kids?|sons?|daughters?|boys?|girls?|brothers?|sisters?|siblings?|pupils?|students?|friends?)"
THEIR = r"(?:my|our|his|her|their|your|the|this)"
ANYONE = rf"(?:me|us|him|them|her|{THEIR} (?:\w+ )?{KID})"
ONESELF = r"(?:myself|himself|herself|themself|themselves|yourself)"
BODY = r"(?:head|knees?|arms?|hands?|elbow|foot|leg|toe|finger|chin|nose|back|goals?|targets?|mark|stride)"
STRIKES = (
    r"(?:hits?|hitting|beats?|beating|kicks|kicking|kicked|punch(?:es|ed|ing)|slap(?:s|ped|ping)|chok(?:es|ed|ing))"
)
SCARED = r"(?:afraid|scared|frightened|terrified)"
DO_NOT = r"(?:dont|doesnt|didnt|do not|does not|did not|cant|cannot|no longer)"

ENGLISH = (
    # Violence
    rf"(?<!\bit )(?<!\bapp )(?<!\bthis )(?<!\bthat )(?<!\bwhat )(?<!\bthing )\b{STRIKES} {ANYONE}\b"
    rf"(?! (?:{BODY}|up|that|off|out|with (?:a|the) (?:question|bill)|at \w+|in (?:chess|football|the)|to it)\b)",
    rf"\b(?:{ADULT}|he|she|they) (?:\w+ )?(?:hurts?|hurting) {ANYONE}\b",
    r"\b(?:is|are|was|been|gets?|got) (?:being )?(?:beaten|hit|slapped|hurt) (?:up )?(?:by (?!a |the )|at home)",
    r"\b(?:domestic|child|sexual\w*|physical\w*|emotional\w*) abus\w*|\bdomestic violence",
    r"\babus(?:es|ed|ing|ive) (?:me|him|her|us|them|my|father|mother|parent\w*|home|towards)\b",
    r"\b(?:is|was|are|were|being|been|am) abus(?:ed|ive|ing)\b",
    rf"\bviolen(?:ce|t) (?:at home|in the (?:home|family)|towards (?:me|him|her|us|my)|{ADULT})",
    rf"\b{ADULT} (?:is|was|gets|can be) (?:\w+ )?violent|\bbruises\b",
    # Threats
    rf"\bthreat(?:en|ens|ened|ening) (?:{ANYONE}|to (?:kill|hurt|hit|beat|harm))\b|\bdeath threats?",
    rf"\b(?:kill|kills|murder|shoot|stab) (?:{ANYONE}|{ONESELF}|everyone at)\b|\bkilling {ONESELF}\b",
    # Suicide and self-harm
    r"\b(?:wants?|wanted|wish|wishes) to die\b",
    r"\b(?:wish\w*|better if) (?:\w+ )?(?:i|he|she) (?:was|were) (?:dead|never born)|\bwish i (?:was|were) never born",
    rf"\b{DO_NOT}(?: \w+)? (?:want|wish|bear)(?: \w+)? to (?:live|be alive|exist|wake up)\b|\bno longer wants to live",
    r"\b(?:end|ended|take|took|taking|ending) (?:my|his|her|their) (?:own )?li(?:fe|ves)\b",
    r"\bbetter off without me\b|\b(?:nothing|no reason) (?:left )?to live\b",
    rf"\bself (?:harm|injur)\w*|\bselfharm\w*|\b(?:cuts|cutting|hurting|harming|harms) {ONESELF}\b",
    rf"\b(?:i cut|to cut|to hurt|to harm) {ONESELF}\b(?! (?:on|with (?:a|the) (?:scissors|knife|paper)))",
    rf"\bhurts? {ONESELF} on purpose|\boverdos\w*",
    # Sexual abuse
    r"\brap(?:e|es|ed|ist|ing)\b|\bmolest\w*|\bgroom(?:ed|ing|er)\b|\bsexually (?:assault|abus|harass)\w*",
    r"\bsexual\w* (?:assault|harass|advance|exploit|touch|picture|photo)\w*",
    r"\btouch(?:es|ed|ing)? (?:me|him|her|my \w+) (?:inappropriately|down there|between|where|in a wrong|under|there)",
    r"\binappropriate(?:ly)? touch\w*|\b(?:naked|nude) (?:picture|photo|image)s?|\bprivate parts\b",
    # Fear of somebody at home
    rf"\b{SCARED} (?:of |for )?(?:{THEIR} )?(?:own )?{ADULT}\b",
    rf"\b{SCARED} (?:of |to )?(?:go|going|be|being|come|coming) (?:back )?(?:at )?home\b",
    rf"\b(?:not|isnt|never|dont|doesnt) (?:feel )?safe (?:at|in {THEIR}) (?:own )?home",
    r"\bunsafe at home",
    # Neglect
    rf"\bneglect(?:ed|ing|s)? (?:at home|by (?:his|her|my|their)|{THEIR} {KID})|\bchild neglect",
    r"\b(?:is|being|are|am|badly) neglected\b|\b(?:no|not enough|without) food (?:\w+ )?at home",
    r"\b(?:nothing|anything|nothing much) to eat at home|\bstarv(?:ed|ing) (?:at home|by|him|her|me)\b",
    r"\b(?:left|leaves|leave) (?:\w+ ){0,3}alone (?:at home )?(?:for days|all night|overnight|all weekend)",
    r"\block(?:s|ed|ing)? (?:me|him|her|us|them) in\b",
    r"\blocked in (?:his|her|my|a|the) (?:room|cellar|basement|closet)",
    r"\b(?:kicked|thrown|threw|throws) (?:\w+ )?out of (?:the house|(?:my |his |her )?home)",
    r"\b(?:ran|run|running) away from home",
    rf"\b{ADULT} (?:\w+ ){{0,3}}(?:drinks too much|is (?:always |often )?drunk|drunk every|on drugs)",
    r"\bforced (?:marriage|to marry|into marriage)|\bmarry (?:me|her|him) off\b|\bgenital mutilation",
    r"\bhonou?r (?:based )?(?:violence|killing)\w*",
)
