"""What the identity lantern knows of names and of what is no name. New words are added here."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: First names heard in Britain. Those that are also everyday words or months are left out on purpose.
FIRST_NAMES = _words(
    """
    aaliyah aaron abbie abdul abigail adam adele adrian ahmed aidan aisha alan albert alex alexander
    alexandra alfie ali alice alison alistair amelia amir amy andrea andrew angela anita anna anne annie
    anthony anya archie arjun arthur asha asif aurora ava ayesha barbara beatrice becky ben benjamin bernard
    beth bethany billie brenda brian bridget callum cameron carl carol caroline catherine charles charlie
    charlotte chloe chris christina christine christopher claire clare colin connor craig daisy daniel
    danielle darren dave david dean deborah declan deepa denise dennis derek diane dominic donna doris
    dorothy duncan dylan edith edward eileen eleanor elena eli elijah elizabeth ella ellen ellie elsie emily
    emma eric erin esme ethan eva eve evelyn evie fatima ffion finlay fiona florence frances francesca frank
    fred freddie freya gabriel gareth gary gavin gemma geoff george georgia georgina gerald gethin gillian
    gordon graham gwen hamish hannah harriet harrison harry harvey hassan hazel heather helen henry hilary
    holly howard hugh hugo ian ibrahim imogen imran irene isaac isabel isabella isabelle isla ismail ivy
    jackie jacob jade jake jamal james jamie jan jane janet janice jasmine jason jayden jean jeff jemima
    jennifer jenny jeremy jess jessica jill joan joanna joanne jodie joe joel john jonathan jordan joseph
    josh joshua joyce judith julia julian julie kai karen karim kate katherine kathleen katie kayleigh keira
    keith kelly ken kenneth kerry kevin khadija kieran kim kirsty kofi kyle lara laura lauren layla leah
    leanne lee leo leon lewis liam lily linda lisa logan lola lorraine louis louise lucas lucy luke lydia
    lynn mabel maisie malcolm marcus margaret maria marianne marie marion martha martin mary mason matilda
    matthew maureen maya megan mehmet melanie melissa mia michael michelle mike millie miriam mohammed
    mohamed moira molly muhammad nadia nadine naomi natalie natasha nathan neil niamh nicholas nicola nigel
    nina noah nora oliver olivia omar oscar otto owen pamela pat patricia patrick paul paula pauline penny
    peter philip phoebe pippa polly poppy priya rachel raj ralph ravinder rebecca reuben rhys richard ricky
    robert robin robyn roger rohan ronald rory rosie ross roxanne ruby rupert ruth ryan sabrina sally sam
    samantha samira samuel sandra sanjay sara sarah saskia scarlett scott sean sebastian seren shanice
    sharon sheila shirley sienna simon sofia sonia sophia sophie stacey stanley stella stephanie stephen
    steve steven stuart sue summaya sunita susan susanna suzanne sylvia tamara tamsin tanya tara tariq
    teresa terry theo theresa thomas tim timothy tina toby tom tommy tony tracey trevor valerie vanessa vera
    veronica victor victoria vikram vincent violet vivien walter wayne wendy wilf william winston xavier
    yasmin yusuf yvonne zachary zainab zara zoe
    """
)
#: Before a name, these say that a person follows.
TITLES_OF_PEOPLE = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Prof|Professor|Rev|Sir|Dame|Lady|Lord|Auntie|Aunt|Uncle|Granny|Grandma|Grandpa|Nana"
)
#: After a name at the head of a sentence, these say that it speaks or acts.
DOES_AS_A_PERSON = (
    r"said|says|asked|asks|told|tells|wondered|added|adds|explained|shared|wanted|thanked|offered|offers|spoke|agreed|felt"
    r"|mentioned|described|suggested|replied|laughed|cried|wrote|read|reads|drew|helped|looks after|lives|and"
    r" (?:his|her)"
)
#: Before a name, these say that somebody is named.
NAMES_SOMEBODY = (
    r"called|named|(?:my|our|his|her|their|little|the boy's|the girl's) (?:little |older |younger |eldest "
    r"|youngest )?"
    r"(?:son|daughter|brother|sister|boy|girl|child|lad|friend|cousin|husband|wife|mum|dad|mother|father|grandson"
    r"|granddaughter|niece|nephew),?|message from|thanks to|spoke to|through to|a parent,|a mother,|a father,"
    r"|a mum,"
    r"|a dad,|the twins,|the youngest,|the eldest,|in the room,|ask for|signed by"
)
OPENS_A_SENTENCE = _words(
    """
    a about access after all also although an and another any anyone are as asked at auntie because before
    being both bring but by can children could details did do does during each earlier either english even
    every everybody everyone families few find first for from further give great had has have he her here
    his home how however i if in instead is it its just last later let letters like look many maths may
    meanwhile members more most much my neither new next no nobody none not nothing now of officers old on
    once one only or other others our out parents participants people perhaps phone please questions
    representatives schools several she should since so some somebody someone something soon speaking still
    such text thanks that the their them then there these they this those though thus to today together two
    unfortunately until up we welcome were what when where whether which while who whoever why will with
    without would write yes yesterday you young your volunteers teachers officials staff others
    """
)
#: A run of capitals with one of these in it is a body, a place, a paper or a law.
NO_PERSON = _words(
    """
    academy act advice agency appeals association authority authorities avenue award awards bill board
    borough bridge bbc british business card care cathedral centre chapel charity children christmas church
    city close club college commission committee commons community council county court courses day
    department directorate district duke easter education edinburgh elective england english europe family
    families farm foundation forum france french gallery garden gardens gazette german government green
    group guild guildhall hall health high history home hospital house institute institution inspector
    journal kingdom king's lane latin law learning legal library local london lords maths ministry minister
    mill minutes museum museums national natural news north nursery office officer ofsted ombudsman open
    oxford park parliament partnership place plan play pool post prime primary programme project psychology
    quay queen queen's reading report research river road room royal safeguarding school schools science
    scotland scottish secondary section senior service services social society south special square st state
    station street studies study support survey swap team teams theatre times town training tribunal trust
    union united university village wales watch water week welsh west wildlife working year young youth zoom
    spring summer autumn winter term monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december google microsoft facebook
    whatsapp youtube khan duolingo guardian radio television channel interim manager lead head chair
    coordinator representative transition advisor adviser attendance improvement statutory assessment needs
    positive dialogue enhanced resource bases chairs librarian opportunity association equality great ormond
    """
)
SCHOOLS = (
    r"\b(?:[A-Z][\w'’.-]{0,30}\s{1,3}(?:of\s|the\s)?){1,5}(?:(?:Primary|Infants?|Junior|Secondary|High|Grammar|Middle|Village|Upper|Lower"
    r"|Comprehensive|Preparatory|Catholic|Special|Community|Boys'|Girls')\s){0,4}(?:School|Academy|Nursery|Pre-?school"
    r"|Sixth Form)\b"
)
DIAGNOSES = (
    r"autis(?:m|tic)(?: assessment)?|asperger'?s?|adhd|asd|asc|pda|pathological demand avoidance|dyslexi[ac]"
    r"|dyspraxi[ac]|dyscalculi[ac]"
    r"|tourette['’]?s?(?: syndrome)?|down['’]?s syndrome|epilep(?:sy|tic)|cerebral palsy|selective(?:ly)? mut(?:e"
    r"|ism)|ocd"
    r"|anxiety|depression|depressed|anorexia|bulimia|eating disorder|ptsd|fasd|ebsa|diabetes|diabetic"
    r"|neurodivergent"
    r"|sensory processing(?: disorder)?|learning disabilit(?:y|ies)|hearing impair(?:ed|ment)|me/cfs|long covid"
    r"|self-harm(?:s|ed|ing)?|suicid(?:al|e)|cancer|leukaemia|muscular dystrophy|cystic fibrosis"
    r"|deaf|blind|partially sighted|bipolar|schizophreni[ac]|psychosis|c(?:o)?eliac|asthma(?:tic)?|arthritis|lupus|crohn['’]?s"
    r"|heart (?:condition|defect|transplant)|kidney (?:disease|transplant)|type (?:1|2|one|two) diabetic|spina bifida|hydrocephalus"
    r"|multiple sclerosis|chronic fatigue|pots|ehlers[- ]danlos|hypermobility|brain (?:injury|tumour)|wheelchair|tube[- ]fed"
    r"|non-?verbal|stammers?|speech (?:delay|disorder)|developmental delay|dld|global delay|fragile x|turner syndrome"
    r"|school (?:trauma|phobia|refus(?:al|er))|trauma(?:tised)?|panic attacks|attachment disorder|gender dysphoria|addiction"
    r"|sectioned|tics|narcolepsy|scoliosis|sickle cell|ha?emophilia|allerg(?:y|ic|ies)"
)
#: Everyday words in small letters, diagnoses in capitals.
DIAGNOSES_IN_CAPITALS = r"ADD|ODD|MS|ME|PTSD|SPD|APD|DCD|SEMH"
#: A diagnosis is pointed at where somebody in particular has it.
SOMEBODY = (
    r"\b(?:my|our|his|her|their|one|this|that|the|a|an?other) (?:[\w'’-]+ ){0,2}(?:sons?|daughters?|child"
    r"|boys?|girls?|lad|twins?"
    r"|kids?|brother|sister|eldest|youngest|teenager|pupil|grandson|granddaughter|husband|wife)\b|\bmy\b"
    r"|\bour\b|\b(?:he|she|I|we) (?:has|have|is|am|was|are|will be|lives with)\b|\b(?:he|she|I)['’](?:s|m)\b"
    r"|\bdiagnosed\b"
)
NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen"
)
