from forum_app.demo.people_and_places import AMARA, COLM, TOBIAS
from forum_app.demo.shapes import asked, in_chat, in_room
from forum_app.questions.models import Outcome, QuestionKind

IN_ADVANCE = (
    asked(
        """
        Finding a place to sit an exam is the hardest part of home education for many of us. Some centres no longer
        take outside candidates, and others decide very late. Could the council keep a list of centres that do?
        """,
        """
        Tobias said that each school or college decides for itself whether to take private candidates, and that the
        council cannot require it. He agreed that ringing round thirty offices is a poor use of anybody’s week.

        He will write to every exam centre in the county and ask three things: whether they take private
        candidates, by which day they need to know, and what they charge. What comes back goes into one list, with
        the date on which each centre answered. He will also ask about extra time and separate rooms for those who
        need them.

        The list will not be a recommendation, and families should still ring before they pay.
        """,
        in_room("A participant had been given a place by a small independent school that nobody thinks of asking."),
        in_room("Another said that science practicals are the real hurdle, and asked for that to be in the letter."),
        in_chat("Several people wrote where they had sat exams; Marian has passed the names of the centres on."),
        number=1,
        officer=TOBIAS,
        topic="Exam centres",
        outcome=Outcome.PARTLY,
    ),
    asked(
        """
        What form should a yearly report take? We have heard of families who filled in the form on the web page,
        families who sent a letter, and one who sent a box of drawings. Are all of these fine?
        """,
        """
        All of them, said Tobias, and he remembered the box. The form on the web page is there because some people
        prefer questions to an empty page, and it saves his colleague some typing. Nobody is asked to use it.

        What helps most is a handful of particular things: a book that was loved, something made, a place visited
        more than once, what is hoped for next. Two pages are plenty. Pictures of work are welcome; pictures of
        children are not needed.

        He accepted that the form cannot be filled in by hand, and will see what can be done.
        """,
        in_room("A participant keeps one photograph for each week and writes a line under it."),
        in_chat("Someone asked for examples, with names taken out, of reports that were just long enough."),
        number=2,
        officer=TOBIAS,
    ),
    asked(
        """
        Schools can borrow sixty books at once, and keep them for a term. Could home-educating families or
        groups have something like it on their library cards?
        """,
        """
        Tobias had asked the library service beforehand and read out the reply. Any child may borrow twenty
        items. A group of families that meets regularly can have a ticket of its own, with forty items for
        six weeks and no charges when something is late.

        The group ticket is on trial. To get one, a group chooses a person to sign for it at any library. They are
        not asked to list the families or the children. If the trial goes well, the library service means to offer
        the same to single families.
        """,
        in_room("A participant has had a group ticket since the first week and praised the librarian at Orrin Green."),
        in_chat("Somebody asked about audio books: these are free, and do not count towards the forty."),
        number=3,
        officer=TOBIAS,
        topic="Libraries",
    ),
    asked(
        """
        When a child with an EHCP learns at home, who should come to the yearly review, who writes it up, and how
        long should it take for the changed plan to arrive?
        """,
        """
        Amara said that the council calls the review when there is no school to do so. The parents and the child
        come if they wish, with a caseworker, and everybody who gives advice under the plan is asked to send it in
        writing. Parents can name others who should be asked.

        The caseworker writes it up. Parents should hear within four weeks of the review whether the plan will stay
        as it is, be changed, or end. She said frankly that this has not always been so in the past year. Two new
        caseworkers have begun, and she looks at the late ones herself every Monday.

        A guide of one page would help, she thought, and she offered to write it and to show it to the forum
        before it is printed.
        """,
        in_room("A participant suggested that the guide should say what parents may refuse, and what they may ask."),
        in_room("Another had waited since before the last school year. Amara asked to be written to the next morning."),
        in_chat("Somebody asked whether a child has to be present. Amara wrote back: only if they would like to be."),
        number=4,
        officer=AMARA,
    ),
    asked(
        """
        Which schools in the Vale are open to flexi-schooling, where a child is at school for part of the week and
        learns at home for the rest? How does a family best ask?
        """,
        """
        Colm said that it is for the head teacher to decide, and that a family has no right to it. The council
        neither encourages nor forbids it. He knows of seven schools with at least one such arrangement, most of
        them small village schools, but has not asked whether they wish to be named.

        His advice was to ask for a conversation and not for a decision. Heads worry about two things: how the days
        at home are put down in the attendance register, and what happens when it does not go well. A family that
        has thought about both, and suggests a trial of one term, is more likely to be heard.

        He will ask some heads whether they would come and speak about it.
        """,
        in_chat("A participant’s family had two good years of it, until the head changed. Put it in writing!"),
        number=5,
        officer=COLM,
        topic="Flexi-schooling",
        outcome=Outcome.PARTLY,
    ),
    asked(
        """
        Children at school have swimming lessons in term time, in the daytime and at a low price. The family
        session at the county pool has stopped. Is there any way for children who learn at home to have lessons
        together?
        """,
        """
        Tobias had spoken to the leisure team. The family session stopped when an instructor left and it had not
        been full for some time. The team is willing to try again if twelve children sign up for a half term, and
        would prefer a weekday between one and two.

        It will need somebody at the pool who answers the telephone about it, and he will ask for a name. If it
        cannot be, he will tell the forum why.
        """,
        in_room("By a show of hands there were more than twelve children in the room alone."),
        in_chat("People at the far end of the Vale asked about the pool in the next county, which is nearer to them."),
        number=6,
        officer=TOBIAS,
        topic="Swimming and sport",
        outcome=Outcome.TAKEN_BACK,
    ),
)

FROM_ROOM_AND_CHAT = (
    asked(
        """
        A participant asked whether coming to this meeting, or asking a question, could put a family on the
        council’s books.
        """,
        """
        Tobias said no. The officers are given no names by the forum and do not make notes of who is in the room.
        If somebody tells him their name over a cup of tea, it stays with the tea.

        Amara added one exception that holds for every officer everywhere: if a child were in danger, she would
        have to act. In her years of coming to such meetings it has not happened.
        """,
        in_room("Several people said that they had wondered about this and were glad that somebody had asked."),
        kind=QuestionKind.ROOM,
        officer=TOBIAS,
    ),
    asked(
        """
        Can a young person who has always learned at home apply to the sixth-form college directly, and will anyone
        help with the form?
        """,
        """
        Yes, said Colm: colleges take applications straight from the family. Most ask for a reference. It can come
        from anybody who has taught or guided the young person and is not a relative, such as a tutor, a coach or
        the leader of a club.

        The careers adviser who was mentioned in the news can go through the form with them.
        """,
        in_chat("A participant wrote that their college had asked for a portfolio in place of grades, and liked it."),
        kind=QuestionKind.CHAT,
        officer=COLM,
    ),
)
