"""First names as people bear them, Russian and English; endings of patronymics and surnames."""

import re
from unicodedata import normalize

from voronka.core.first_names import ALSO_WORDS, FULL_NAMES

# Folded: lower case, «ё» as «е».
_RUSSIAN = """
авдей аверьян агата агафья адам адель азат азиз аида айдар айгуль айрат аксинья алан александр александра
алексей алена алесь алеся алибек алина алиса алия алла алсу альберт альбина альмира альфия амалия амина амир
анатолий анвар ангелина андрей анжела анжелика анзор анисья анна антон антонина анфиса арам аркадий арман
армен арсен арсений артем артемий артур архип аслан ася афанасий ахмед ашот беата белла богдан борис бронислав
булат вадим валентин валентина валерий валерия ваган варвара василий василиса вахтанг венера вениамин вера
вероника викентий виктор виктория вилен виолетта виталий виталина влада владимир владислав владислава владлен
всеволод вячеслав габриэль гавриил галина гарик геннадий георгий герман гертруда глафира глеб гоар гордей
григорий гузель гульнара гульшат гурген давид дамир дана даниил данил данила даниэль дария дарина дарья даурен
демид демьян денис джамиля джулия диана дилара дина динара дмитрий доминика донат ева евгений евгения евдокия
егор екатерина елена елизавета елисей емельян ерлан ефим жанна ждан зарема зарина захар земфира зинаида
зиновий злата зоя зураб ибрагим иван игнат игнатий игорь илларион илона ильдар ильнур ильяс илья инга инесса
инна иннокентий иосиф ираида ираклий ирина исаак искандер ислам ия камила камиль капитолина карен карина
каролина катерина ким кира кирилл клавдия клара климент клим константин кристина ксения кузьма лада лаврентий
лана лариса лев леонид леонтий лейла лея лиана лидия лилиана лилия лина линар лиза лия лола лолита луиза лука
лукьян любовь людмила магомед майя макар максим малика мансур марат маргарита марина мария марианна марьям
мариам марк марта мартин марфа матвей мая мелания микаэль милана милена мирон мирослав мирослава мирра михаил
моисей мстислав мурат муслим назар нана наргиз настасья наталия наталья наум нелли ника никита никифор николай
нина нинель нонна нурлан нурия оксана олег олеся ольга оскар остап павел патимат пелагея петр платон полина
потап прасковья прохор рада радик радислав радмила раиса ралина рамазан рамиль расул рафаэль рафик рашид
регина резеда рената ренат римма ринат роберт родион роза роксана роман ростислав рубен рузанна руслан рустам
рустем руфина сабина савва савелий саида салават самвел самир самуил святослав севастьян семен серафим
серафима сергей слава снежана соломон софия софья спартак станислав стелла степан степанида сурен сусанна
таира таисия таисья тамара тарас татьяна теймур тигран тимофей тимур тихон трофим ульяна устинья фаина фарид
фарида фатима федор федот феликс филипп фируза флора фома фрол хасан христина эвелина эдгар эдита эдуард
эльвира эльдар эльза эльмира эмилия эмиль эмма эрик эрика эрнест эсмира этери юлиана юлий юлия юнона юрий
юстина яков ян яна янина ярослав ярослава ясмина светлана светозар эрнст мурад заур расим рауф фируз юсуф хава
лиля гаянэ наира нино дали саша женя валя никитос
анастасия зелимхан сердар ваге ашот гарик исмаил расул умар ахмад ислам хамзат шамиль аслан
анзор руслан беслан тамерлан фаррух отабек рустамжон бахтиёр бахтиер шухрат жасур азамат улугбек дильшод фирдавс
нурсултан даулет ержан ерболат серик канат асхат берик айдос арыстан жандос динмухамед айжан айнур асель гульмира
данияр нурбек бакыт кубанычбек чынгыз айбек эрмек гульзат бегимай жылдыз мээрим рахим фарход сухроб парвиз далер
мухаммад зулайхо гульчехра мадина нигора дильноза шахноза зухра лола малика севара феруза юлдуз вахе нарек гайк
ованес саргис геворг арташес ануш асмик лусине гоар шушан элина лаша гия гиви каха нугзар заза тенгиз отар нана
эльмар эльчин вугар рашад ильхам натиг фуад гюльнар севда айтен лала вагиф салман аяз тогрул орхан фатма хадижа
аминат марьям раисат заира залина мадлен инал залим мурадин азнаур
"""
_ENGLISH = """
aaron abigail adam adrian agnes aidan alan albert alejandro alex alexander alexandra alexis alfred alice
alicia allison amanda amber amelia amy ana anastasia andrea andreas andrew andrey andy angela anita ann anna
anne annie anthony antonio april ariana arthur ashley audrey barbara beatrice benjamin ben bernard beth betty
bill bob brandon brenda brian bridget bruce bruno calvin cameron camille carl carla carlos carmen carol
caroline carolyn catherine cecilia charles charlie charlotte chloe chris christian christina christine
christopher cindy claire clara clark claudia colin connor craig cristina curtis cynthia daisy dan daniel
daniela danielle david dean deborah debra denise dennis derek diana diane diego dmitry dominic donald donna
doris dorothy douglas dylan edgar edith eduardo edward edwin eileen elaine eleanor elena eli elijah elizabeth
ella ellen emily emma eric erica erik erin ernest ethan eugene eva evan evelyn felix fernando fiona florence
frances francis francisco frank franz fred frederick gabriel gabriela gary gavin gemma george gerald gina
giulia gloria gordon grace graham greg gregory gustav hannah hans harold harriet harry heather heidi helen
helena henry herbert holly howard hugh hugo ian igor ingrid irene iris isaac isabel isabella ivan jack jacob
jacqueline jake james jan jane janet janice jason javier jay jean jeff jeffrey jennifer jenny jeremy jerry
jesse jessica jill jim joan joanna joe joel johan john johannes jonathan jorge jose joseph josh joshua joyce
juan judith judy julia julian julie june justin karen karl karin kate katherine kathleen kathryn katie keith
kelly ken kenneth kevin kim klaus kyle lara larry laura lauren laurence lawrence leah lena leo leon leonard
leslie liam lily linda lisa logan lois lorenzo louis louise luca lucas lucia lucy luis luke lydia madison
maggie manuel marc marco marcus margaret maria marie marilyn mario marion mark marta martha martin mary mason
matt matteo matthew maureen max maya megan melanie melissa mia michael michelle miguel mike mildred mohammed
monica monika morgan muhammad nancy naomi natalie natasha nathan neil nicholas nick nicola nicole nina noah
nora norman oleg olga oliver olivia omar oscar owen pablo pamela pam patricia patrick paul paula pauline pedro
jeanluc jeanpierre francois jean luc anh minh gordon priya bjorn hans mohammed mohamed muhammed ahmed ali hassan
fatima yusuf ibrahim raj anil sanjay deepak arjun anjali akira hiroshi yuki kenji takashi giovanni paolo
francesca chiara matteo alessandro anders magnus mikael ingrid sigrid pekka jukka janne katja zofia agnieszka
krzysztof piotr pawel tomasz jacek wojciech milos dragan jelena ivana marko luka stefano sergei dmitri aleksandr
aleksei nikolai mikhail vasily
peggy penelope peter phil philip philippe phoebe phyllis pierre priya rachel ralph ramon raymond rebecca renee
ricardo richard rick rita robert roberto robin rodney roger roland ron ronald rosa rose rosemary ross roy ruby
ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian sergey sergio sharon shaun sheila
shirley simon sofia sonia sophia sophie stefan stella stephanie stephen steve steven stuart sue susan svetlana
sylvia tamara tanya tara ted teresa terry theodore theresa thomas tim timothy tina todd tom tony tracy trevor
tyler valerie vanessa vera veronica victor victoria vincent viola violet virginia vivian vladimir walter wanda
warren wendy wesley wilhelm will william wolfgang xavier yolanda meredith stanley toby kurt rupert lloyd
clayton priscilla gretchen astrid sven lars erika jurgen bjorn yulia yuri yvonne zachary zoe
"""
FIRST_NAMES = frozenset((*_RUSSIAN.split(), *_ENGLISH.split(), *FULL_NAMES)) - ALSO_WORDS

PATRONYMIC = re.compile(
    r"\w{2,}(?:ович|евич|овна|евна|ична|инична)|(?:иль|кузьм|лук|фом|никит|савв)ич|\w+\s?(?:оглы|кызы)|\w+\s(?:гызы|улы|уулу|угли|кизи)"
)
SURNAME = re.compile(
    r"\w+(?:ов|ова|ев|ева|ин|ина|ын|ына|ский|ская|цкий|цкая|ской|енко|ко|ук|юк|чук|чак|щук|ик|ян|янц|дзе|швили|ели|авили|иа|ых|их"
    r"|ой|ый|ая|ман|берг|штейн|ец|ль|ер|ар|ай|ей|уля|ба|да)"
    r"|ли|цой|ким|пак|хан|тен|югай|шульц|жук|рощин|мороз|коваль|бондарь"
)
# Endings that hardly any other word has.
SURE_SURNAME = re.compile(
    r"\w{2,}(?:ов|ова|ев|ева|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|щук|янц|ян|дзе|швили|ых)", re.IGNORECASE
)


def folded(word: str) -> str:
    """Lower case, «ё» as «е»."""
    return word.lower().replace("ё", "е")


def is_first_name(word: str) -> bool:
    """Whether people bear this word as a first name; its nominative only. «François», «Jean-Luc», «Анна-Мария» are."""
    plain = folded(word)
    if plain in FIRST_NAMES:
        return True
    if "-" in plain:
        return all(part in FIRST_NAMES for part in plain.split("-"))
    return not plain.isascii() and _without_marks(plain) in FIRST_NAMES


def _without_marks(word: str) -> str:
    """Latin letters without their accents; words of other letters become none that is known."""
    return "".join(sign for sign in normalize("NFKD", word) if sign.isascii())


def is_patronymic(word: str) -> bool:
    """Whether it ends as «Сергеевич», «Ильинична»."""
    return PATRONYMIC.fullmatch(folded(word)) is not None


def is_sure_patronymic(word: str) -> bool:
    """Whether it is a patronymic and no surname: «Иванович» is made of a first name, «Лукашевич» is not."""
    plain = folded(word)
    stem = re.sub("(?:ович|евич)$", "", plain)
    if stem == plain:
        return is_patronymic(word)
    soft = f"{stem.removesuffix('ь')}ий"
    return any(one in FIRST_NAMES for one in (stem, f"{stem}й", f"{stem}ь", f"{stem}а", f"{stem}я", f"{stem}о", soft))


def is_like_surname(word: str, *, surely: bool = False) -> bool:
    """Whether a Russian surname may end so; `surely` when other words hardly do."""
    parts = folded(word).split("-")
    pattern = SURE_SURNAME if surely else SURNAME
    return any(pattern.fullmatch(part) is not None for part in parts) and not is_first_name(word)
