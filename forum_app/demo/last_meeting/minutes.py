"""Minutes of the first half. Days in braces are filled in when the demo is loaded."""

from forum_app.demo.shapes import prose

WELCOME = prose(
    """
    Gwen opened the meeting at half past four and thanked everybody for coming, some of them across the whole
    Vale. She counted thirty-eight people in the room. Oskar counted twenty-six online. The forum writes down these
    two numbers and no names.

    She explained how the afternoon works. Anyone may speak, and nobody has to say who they are. People online
    can write in the chat; Fenella and Ravi read out what is meant for the whole meeting. Nothing is recorded.

    Gwen then went through what had been promised on {earlier_day}:

    - the council’s web page now says who to write to, and families had tried it out
    - the libraries have one person who looks after home-educating families
    - the Hearth card has been designed and printed by volunteers
    - shared science kits could not be paid for, and the reason is on record
    - one promise, about bus passes, was still open

    Each promise can be followed on the [forum’s list of promises](https://example.org/fenwick-vale/promises).
    Gwen asked everybody to speak as they would at a neighbour’s table: plainly, and with kindness. The officers
    come as guests, and the meeting belongs to the families.
    """
)

ELECTIVE_HOME_EDUCATION = prose(
    """
    Tobias said that his team is himself and one colleague who works three days a week. Between them they read
    every letter and report that comes in. Most of what they write back is a short thank you, and he would like
    it to stay that way.

    He described what happens after a family tells a school that they will teach their child at home. The school
    lets the council know. His team sends a letter of welcome, and asks after some weeks how the family plans to go
    about it. There is no set form, no timetable to follow and no need to copy what a school does. If something is
    unclear they ask again. Visits happen only where a family would like one.

    He named three things families had told him over the year:

    - the first letter sounded colder than it was meant, so it has been rewritten
    - people were unsure whether an answer had arrived, so each report now gets a reply
    - some had waited too long for that reply, and he apologised for it

    A participant asked whether an unusual approach, with no lessons at all, would count against a family. Tobias
    said it would not. What matters is that the child is learning, and a few examples show that better than
    a plan does.

    A participant online asked who sees a report. Tobias answered that it stays within his team, unless there is
    a worry about a child’s safety. The rewritten letter of welcome says so in its second line.
    """
)

PLANS_AND_REVIEWS = prose(
    """
    Amara looks after the caseworkers for children who have an education, health and care plan (EHCP). She began
    with what does not change when a child learns at home. The plan stays in place. The council still looks at it
    at least once a year. Parents can still ask for it to be changed.

    What does change is who arranges the help. When parents choose to teach at home and make their own
    arrangements, the council does not have to provide what the plan lists for school. Health services go on in
    the usual way. She said that this is the point most often misunderstood, on both sides of the table.

    For a yearly review she suggested that families bring:

    - a page on how the child is getting on, written or drawn by the child where possible
    - anything a therapist or doctor has written in the past year
    - a note of what in the plan no longer fits

    A participant said that the review had felt like an examination. Amara was sorry to hear it. The
    review looks at the plan and not at the parents, she said, and a family may ask for a break or bring a friend.

    A participant asked for evening meetings, since many parents cannot get away in the daytime. Another asked for
    a short guide, because the present leaflet speaks only of schools. Amara took both questions away with her, and
    they are among the promises below.
    """
)

MUSEUM = prose(
    """
    Saskia had brought a crate. Out of it came a shuttle, a fleece, a mill worker’s lunch tin and a ledger, and
    all four went round the room while she spoke. Online, Bethan held each one up to the camera.

    The Mill Museum is small: three floors, a water wheel and a yard. Saskia said that this is its strength.
    Schools come in the morning and are gone by noon, so the afternoons are quiet, and a child who wants to look at
    one gear for half an hour can do so.

    She told the meeting what is on offer:

    - **Open mornings** for home-educating families on the second Thursday of each month, with no booking
    - **A loan box** of real objects, which a family or a group may keep for two weeks
    - **A bench in the archive** for young people from twelve up who have a question of their own

    One group of families had used the ledger to work out what a loaf cost in hours of work. Their wall chart
    now hangs on the stairs. Saskia reads every visitor’s comment herself, she said, and her favourite so far
    is “I would live here if there was a bed”.

    A participant asked about noise and light for children who find both hard. Saskia offered a map with the
    loud corners marked, and ear defenders at the desk. A participant in the chat asked about cost. With the Hearth
    card an adult pays the group price, and children come in free with or without it.

    Slides and the map are on the [museum’s page for families](https://example.org/mill-museum/families).
    """
)
