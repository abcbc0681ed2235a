"""Minutes of the second half. Days in braces are filled in when the demo is loaded."""

from forum_app.demo.shapes import prose

QUESTIONS_IN_ADVANCE = prose(
    """
    Nineteen questions had come by email and through the form. Marian put together those that asked the same
    thing, took out whatever might have told who was asking, and numbered the six that follow. The officers had
    them three weeks before the meeting.

    Four further questions had been asked in an earlier year. Marian sent these people the answer that was given
    then, with a note of the day. None of them was asked again, but anyone who finds an old answer out of date is
    welcome to say so.

    Gwen read each question aloud before the officers answered. She asked everybody to leave out their own
    child’s details, since the room was full and the chat was open to all. Where an answer needed more time than
    the afternoon had, it became a promise with an owner, and it can be found in the list at the end.

    The answers are given here as the officers gave them, shortened a little. They have seen this text and agreed
    to it. Responses tell what applied on the day: please check before you rely on one of them later.
    """
)

FURTHER_QUESTIONS = prose(
    """
    Gwen kept ten minutes for what had come up during the afternoon, five more than planned, because the parked
    item on music had left some room. Hands were raised in the hall, and Ravi read from the chat in turn, so that
    nobody online had to wait until the end.

    Two questions were answered on the spot and are set out below. Three smaller ones were settled in a sentence:

    - the museum’s yard is open to families who only want to eat their sandwiches there
    - the forum’s notes may be passed on to friends, since they are public
    - the hearing loop works best in the left half of the room, and this will be said at the door next time

    One person in the chat had asked about a matter that only their own family could recognise. Fenella wrote
    back privately and pointed to the right team, and nothing of it is kept here. Gwen reminded everybody that the
    officers can be written to at any time, and that nobody needs to wait a year for something personal.
    """
)

NEWS = prose(
    """
    Tobias had four pieces of news.

    - **The web page.** It has been rewritten in plainer words. It now opens with “I have just begun” and
      “I have done this for years”, since the two groups look for different things.
    - **Replies.** Every report is now answered within twenty working days. In the past quarter that was so for
      all but six of them.
    - **Post-sixteen advice.** A careers adviser, paid for until the end of the next financial year, can see young
      people who learn at home. An appointment can be asked for without the help of a school.
    - **Libraries.** The reading challenge is open to families and groups as well as to classes, with the same
      medals.

    He also said what is not new. There is still no money for exam fees, and he did not wish to raise hopes.

    A participant asked whether the council’s figures for the Vale are published. Tobias said that the number of
    children is, once a year and only for the whole county, so that no village could be picked out. The table is on
    the [council’s open data page](https://example.org/fenwick-vale-council/figures). A participant thanked him
    for answering a plain question with a plain number.

    In the chat somebody asked for the news to be sent out between meetings as well. Marian offered to pass on
    whatever reaches her, and Tobias said he would think of the forum when something changes.
    """
)

STORY = prose(
    """
    A parent spoke under the pen name Juniper. Places and ages were changed for the telling, and no pictures
    of children were shown.

    Juniper said that the family had not planned to teach at home. It was meant to last until a better place was
    found, and the first months were mostly spent recovering. “We bought workbooks. We argued over workbooks. We
    gave the workbooks to the charity shop.”

    Then came the canal. A walk to see a boat go through a lock led to a question about why the water does not run
    away. The question led to a model made of roof gutter in the yard. In the course of the year it led on to:

    - measuring, and the discovery that fractions are useful when a gutter leaks
    - a letter to the lock keeper, written five times over because it mattered
    - the history of the people who dug the cut, and the songs they sang
    - a friend of seventy-four who knows how to mend a gate

    Juniper did not claim that it is always like that. Some weeks nothing seems to happen, and it is lonely when
    the only other family nearby moves away. What helped was one fixed day with others and a notebook in which
    the good moments were written down. At the time of the yearly report the notebook was most of the work done.

    The room was quiet for a moment and then clapped for rather a long time. A participant asked what Juniper would
    tell somebody in their first month. “Go outside. It counts.”
    """
)

OTHER_BUSINESS = prose(
    """
    **The Hearth card.** The second batch has come from the printer. Volunteers have a box each at the climbing
    wall, the Tuesday park meeting and the Larkfield café. Any home-educating family may take one; nobody is asked
    for proof or a name. Participants told of three places that did not know the card. A letter that explains it
    in a few lines would help, and somebody is needed to write it. The card is the forum’s own, and the council
    has no part in it.

    **A reading group.** A participant offered to begin one at the Larkfield Centre, for children who like being
    read to as much as for those who read. Others asked for a second group at the Orrin Green end of the Vale.

    **Old textbooks.** A shelf for exam textbooks that are no longer needed was suggested. It needs a dry place and
    a person to look after it.

    **Helping online.** Oskar would like company at the online desk next time. It takes a quiet voice and a charged
    laptop, and he shows people how it is done.

    **Thanks.** Several people thanked the officers for staying until the end. A participant said that it was the
    first time they had dared to come, and that they would come again. Gwen thanked the helpers, the café for
    the urn, and Wilf, who reads the minutes before anybody else does.
    """
)

NEXT_DATE = prose(
    """
    The next meeting will be on **{next_day}**, doors at 4pm for a start at 4.30pm, and it will be over by 6.30pm.
    It will again be held in the room and online. The Larkfield Centre suited people well, above all the quiet
    room and the free parking. Tobias will ask for the same room and the council will pay for it, as before.

    Gwen asked for wishes. Several people would like to hear from the county archive. Music goes to the top of
    the list, since it was parked this time. A participant asked for a little more time with the questions and a
    little less with the speeches, and there was a murmur of agreement.

    Questions for the next meeting can be sent from now on. They need no name. Marian, Gwen and Tobias will meet
    online some weeks beforehand to settle the shape of the afternoon.

    Gwen closed the meeting at twenty-seven minutes past six and asked everybody to take home at least one of
    the remaining flapjacks.
    """
)
