"""What the identity lantern knows of names and of what is no name. New words are added here."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: First names heard in Britain. Those that are also everyday words or months are left out on purpose.
FIRST_NAMES = _words(
    """
    aaliyah aaron abbie abdul abdullah abel abigael abigail abraham ada adam addison adele adeline adrian
    adriana agatha agnes ahmed aidan aiden aileen ailsa aine aisha aisling alan alana alastair albert albie alec
    aled alessia alex alexa alexander alexandra alexandria alfie alfred ali alice alicia alina alison alistair
    alma alys alyssa amara amarachi amaya amelia amina aminata amir amirah amrit amy anais ananya anastasia
    andrea andrei andrew andrzej aneurin angela angharad angus anisa anita ann anna annabel annabelle anne annie
    annika ansel anthony antonio anwen anya aran archibald archie ariana ariella arjun arlo arthur arwen asha
    asher asif astrid aubrey audrey aurelia aurora ava avery axel ayesha aylin azra barbara barnaby barney
    beatrice beatrix becky bella ben benedict benjamin benji bernard bertie bertram beryl beth bethan bethanie
    bethany betsy beverley bianca bilal billie blanche bonnie brenda brian bridget bronwen bruce bruno bryn
    bryony caden cai caitlin caleb callum calvin cameron camilla carl carmen carol caroline carrie carys casper
    caspian cassandra cassie catherine cecil cecilia cedric celeste celia ceri chantelle charis charlene charles
    charlie charlotte chiara chidi chinedu chioma chloe chris christa christina christine christopher ciara
    cillian claire clara clare clarence clarissa claude claudia clifford clive clyde cody colette colin connor
    conor constance cora cordelia corey cosima craig crispin curtis cuthbert cyril cyrus dafydd dahlia daisy
    damian damien daniel danielle dante daphne darcey daria darius darragh darren dave david davina deacon dean
    deborah declan deepa delilah della delphine demi denise dennis derek desmond dev dexter diane dilys dimitri
    dinah dmitri dolores dominic donald donna donnacha donovan dora doreen doris dorothy dougal douglas dulcie
    duncan dwayne dylan eamon edgar edie edith edmund edna eduardo edward edwin efe eileen eilidh eira elaina
    elaine eleanor elena eleri eli elijah elin elise elisha eliza elizabeth ella ellen ellie ellis elodie eloise
    elowen elsa elsie elspeth elton elvira emeka emil emilia emiliana emily emlyn emma emmanuel emre enid enzo
    eric erica erika erin ernest ernie esme esther ethan etta euan eugene eugenie eunice eva eve evelyn evie
    ewan ezra fabian fabio faisal fallon farah farhan farida fatima fay fearne felix fergus fernando ffion
    finlay fiona florence folasade frances francesca francesco francis frank frankie franklin fraser fred freda
    freddie frederick freya frida gabriel gabriela gabrielle gareth gary gavin gaynor gemma genevieve geoff
    george georgia georgina geraint gerald geraldine gertrude gethin ghazala gilbert giles gillian gina giovanni
    giselle gloria glynis goran gordon graham grayson greg gregor gregory greta griffin grigor gruffydd gulsen
    gurpreet gus gwen gwendolen gwendolyn gwyneth habib hafsa haider hallie hamish hamza hana hannah hari harold
    haroon harpreet harriet harrison harry harvey hasan hassan hattie haydn hazel heather heidi helen helena
    henry hermione hester hettie hilary hilda hollie holly horace howard hubert huda hugh hugo humphrey huw
    hyacinth ian ianto ibrahim idris ifan ifeoma ignatius igor ilse imani imelda imogen imran inaya ines inga
    ingrid ioan iolo iona ira irene irfan isaac isabel isabella isabelle isaiah isha ishaan isla ismail isobel
    israa ivan ivor ivy izaan izabela jabari jack jackie jacob jacqueline jade jaden jago jai jake jamal james
    jamie jan jana jane janelle janet janette janice janine jared jaroslav jarvis jasmine jason jasper javier
    jaxon jaya jayda jayden jaydon jean jedidiah jeff jemima jemimah jenna jennifer jenny jenson jeremy jermaine
    jerome jess jesse jessica jethro jill joachim joan joanna joanne joaquin jocelyn jodie joe joel johan
    johanna john johnny jolene jonah jonas jonathan jonny jordan jorge jose josefina joseph josephine josh
    joshua josiah josie joyce juan juanita judah jude judith judy julia julian juliana julie juliet juliette
    juno justin kacper kaden kai kaitlyn kaleb kamal kamila kamran kane kara kareem karen karim karina karl
    karolina kasia kaspar kate katherine kathleen kathryn katia katie katrina katya kay kaya kayleigh keeley
    keir keira keiran keisha keith kelly ken kendra kenneth kenny kenzie kerry kerstin kevin kezia khadija
    khalid khalil kian kieran kim kirk kirsty kishan kitty klara kofi konrad kristian kristina krystyna kurt
    kwame kyla kyle kyra lacey lachlan laila lakshmi lana lara lars latifa laura lauren laurence lavinia
    lawrence layla layton leah leander leanne lee leif leila lena lennon lennox leo leon leonard leonie leonora
    leopold leroy lesley leslie leticia levi lewis lexi liam liana libby lilian lilith lillian lilly lily lina
    linda lisa llewellyn lloyd logan lois lola lorcan loretta lorna lorraine lottie louis louise lowri lucas
    lucia lucian luciana lucille lucinda lucy luis luka lukas luke lula luna lydia lynn lyra mabel macey
    mackenzie macy maddie maddison madeleine madeline madison mae maeve magda magnus mahmoud mairead maisie
    malachi malakai malcolm malik malika manuel mara marcia marco marcus marek margaret margot marguerite maria
    mariam mariana marianne marie marina mario marion marisa marius marjorie marko marlene marley marlon marnie
    marta martha martin marwa mary maryam mason matilda matilde matteo matthew maud maureen mavis maximilian
    maximus maxine maya meera megan meghan mehdi mehmet mei melanie melinda melissa melvin mercedes meredith
    merlin mia micah michael michaela michelle miguel mike mila milan mildred milena millie milo mina minnie
    mira miranda miriam mirza misha mohamad mohamed mohammad mohammed moira moishe molly mona monica montgomery
    morag morgan morwenna moses muhammad muriel murray mustafa mya myfanwy myles myra nabil nadeem nadia nadine
    nancy nanette naomi natalia natalie nataniel natasha nathalie nathan nathaniel nayan neha neil nell nellie
    nerys nesta nevaeh neve niall niamh nicholas nicholette nico nicola nicole nicoletta nigel nikhil niklas
    nikolai nila nina noah noelle noemi nora norah noreen nyah nyla obadiah octavia odette odin ola olaf olamide
    olga oliver olivia olivier oliwia ollie olu oluwaseun olwen omar omari oona ophelia oriana orla orlando
    orson osama oscar osian oswald ottilie otto ottoline owen pablo paddy padraig paloma pamela pandora parveen
    pascal pat patricia patrick paul paula paulette pauline pawel peggy penelope penny percy perpetua persis
    peter petra petronella phil philip philippa phillip phineas phoebe phyllis piotr pippa polly poppy pranav
    preeti priscilla prisha priya priyanka quentin quincy rachel rafael rafe rafferty ragnar rahim rahul raimund
    raisa raj rajesh ralph rami ramona randall raphael raquel rashid ravi ravinder rayan rebecca reece reggie
    reginald remi rena renee reuben reza rhea rhian rhiannon rhoda rhona rhydian rhys richard ricky rita robert
    roberta roberto robin robyn roderick rodney roger rohan roisin roland romeo romilly romy ronald ronan ronnie
    rory rosa rosalie rosalind rosamund rosanna roshan roshni rosie ross rowena roxana roxanne roy ruairi ruby
    rufus rukhsana runa rupert rupinder russell ruth ryan saanvi sabina sabrina sacha sade sadia saffron safiya
    sahar saima sakina salim sally salma salman sam samantha samina samira samuel sana sandeep sandhya sandra
    sanjana sanjay saoirse sara sarah saskia saul scarlett scott seamus sean sebastian sebastien selina selma
    septimus seraphina seren serena seth shabana shahid shaista shanaya shane shanice shannon sharif sharon
    shaun shauna shay shazia sheila shelley sherlock shirley shona shreya shyam sian sidney sienna sigrid silas
    silvia simon simone simran siobhan sion sita skylar sofia solomon sonia sonny sonya sophia sophie soraya
    stacey stacy stan stanley stefan stefania stella stellan stephanie stephen steve steven stevie stuart sue
    sukhdeep suki summaya sunil sunita sunniva suresh surya susan susanna susannah suzanne svetlana sybil sylvia
    sylvie tabby tabitha taha talia taliesin tallulah tamar tamara tamika tamsin tanisha tanvir tanwen tanya
    tara tariq tasha tatiana tegan teresa terry tess tessa thaddeus thalia thea thelma theo theodora theodore
    theresa thomas thora tia tilda tilly tim timothy tina tirion tobias tobin toby tom tomasz tommy tony torin
    toyah tracey travis trevor tristan trudy tudor tyler tyra tyrone uma umar una ursula usman valentina
    valentino valerie vanessa vaughan venetia vera verena vernon veronica veronika victor victoria vihaan vijay
    vikki vikram viktor viktoria vincent vincenzo violet vivaan vivian vivien vivienne vladimir walter wanda
    wasim wayne wendy wesley wilbur wilf wilfred wilhelmina william wilma winifred winston wojciech wulfric
    wyatt xanthe xavier xenia ximena yannick yara yasmin yolanda yosef yuki yuri yusra yusuf yvette yvonne zac
    zach zachary zahra zainab zak zakariya zane zara zayn zelda zena zeynep zia ziva zoe zofia zola zora zuleika
    zuzanna
    """
)
#: Before a name, these say that a person follows.
TITLES_OF_PEOPLE = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Prof|Professor|Rev|Sir|Dame|Lady|Lord|Auntie|Aunt|Uncle|Granny|Grandma|Grandpa|Nana"
)
#: After a name at the head of a sentence, these say that it speaks or acts.
DOES_AS_A_PERSON = (
    r"said|says|asked|asks|told|tells|wondered|added|adds|explained|shared|wanted|thanked|offered|offers|spoke|agreed|felt"
    r"|mentioned|described|suggested|replied|laughed|cried|wrote|read|reads|drew|helped|looks after|lives|loves|likes"
    r"|hates|learns|learnt|learned|plays|enjoys|sleeps|sings|struggles|misses|turned|turns|started|left|wants|needs|and"
    r" (?:his|her)|(?:my|our) (?:eldest|youngest|oldest|middle one|son|daughter|boy|girl|child|wife|husband|partner|mum|dad)"
    r"|\((?:a )?(?:mum|mother|dad|father|parent|grandmother|grandfather|age|aged)"
)
#: After a name with 's.
BELONGS_TO_A_PERSON = (
    r"(?:mum|mummy|mom|dad|daddy|mother|father|parents?|sister|brother|grandm\w+|grandp\w+|gran|nan|nanny|grandad|aunt|uncle"
    r"|teacher|tutor|birthday|bedroom|twin)"
)
#: Before a name, these say that somebody is named.
NAMES_SOMEBODY = (
    r"called|named|(?:my|our|his|her|their|little|the boy's|the girl's) (?:little |older |younger |eldest "
    r"|youngest )?"
    r"(?:son|daughter|brother|sister|boy|girl|child|lad|friend|cousin|husband|wife|mum|dad|mother|father|grandson"
    r"|granddaughter|niece|nephew),?|message from|thanks to|spoke to|through to|a parent,|a mother,|a father,"
    r"|a mum,"
    r"|a dad,|the twins,|the youngest,|the eldest,|in the room,|ask for|signed by|my name is|my name['’]s|it['’]s"
    r"|i am|i['’]m|this is|quote me,|yours(?: sincerely| faithfully| truly)?,?|(?:kind |best |warm )?(?:regards|wishes),"
    r"|many thanks,|(?:my|our) (?:mother|father|sister|brother|son|daughter)-in-law,|(?:they|we|you) are|two of (?:them|us),"
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
    r"\b(?:my|our|his|her|their|one|this|that|the|a|an?other) (?:[\w'’-]+ ){0,2}(?:sons?|daughters?|mum|mother|dad|father|child"
    r"|boys?|girls?|lad|twins?"
    r"|kids?|brother|sister|eldest|youngest|teenager|pupil|grandson|granddaughter|husband|wife)\b|\bmy\b"
    r"|\bour\b|\b(?:he|she|I|we) (?:has|have|is|am|was|are|will be|lives with)\b|\b(?:he|she|I)['’](?:s|m)\b"
    r"|\bdiagnosed\b"
)
NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen"
)
