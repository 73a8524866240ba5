"""Who may do what to a text in which standing: the whole table, written out by hand and never made by code.

Columns: reader, describer, reviewer, archivist, administrator (none of them wrote the text), and its author,
who is a describer and a reviewer at once. Cells:

  yes    it is done
  role   refused: the person has not the role for it
  own    refused: nobody approves their own text
  state  refused: the text does not stand so that this could be done
  gone   refused: there is no such text
  -      done without effect: nothing was there to change

Standings: nothing; draft, in-review, sent-back (by the author); approved; edited (approved, and the author's
next version in review); from-file (a text that came inside a file, which nobody has accepted).
"""

TABLE = """
verb       standing   reader describer reviewer archivist administrator author

draft      nothing    role   yes       role     yes       yes           yes
draft      draft      role   yes       role     yes       yes           yes
draft      in-review  role   yes       role     yes       yes           yes
draft      sent-back  role   yes       role     yes       yes           yes
draft      approved   role   yes       role     yes       yes           yes
draft      edited     role   yes       role     yes       yes           yes
draft      from-file  role   yes       role     yes       yes           yes

save       nothing    role   yes       role     yes       yes           yes
save       draft      role   yes       role     yes       yes           yes
save       in-review  role   yes       role     yes       yes           yes
save       sent-back  role   yes       role     yes       yes           yes
save       approved   role   yes       role     yes       yes           yes
save       edited     role   yes       role     yes       yes           yes
save       from-file  role   yes       role     yes       yes           yes

drop       nothing    role   -         role     -         -             -
drop       draft      role   yes       role     yes       yes           yes
drop       in-review  role   yes       role     yes       yes           yes
drop       sent-back  role   yes       role     yes       yes           yes
drop       approved   role   -         role     -         -             -
drop       edited     role   yes       role     yes       yes           yes
drop       from-file  role   yes       role     yes       yes           yes

accept     nothing    role   gone      role     gone      gone          gone
accept     draft      role   state     role     state     state         state
accept     in-review  role   state     role     state     state         state
accept     sent-back  role   state     role     state     state         state
accept     approved   role   state     role     state     state         state
accept     edited     role   state     role     state     state         state
accept     from-file  role   yes       role     yes       yes           yes

approve    nothing    role   role      gone     role      gone          gone
approve    draft      role   role      state    role      state         state
approve    in-review  role   role      yes      role      yes           own
approve    sent-back  role   role      state    role      state         state
approve    approved   role   role      state    role      state         state
approve    edited     role   role      yes      role      yes           own
approve    from-file  role   role      state    role      state         state

send-back  nothing    role   role      gone     role      gone          gone
send-back  draft      role   role      state    role      state         state
send-back  in-review  role   role      yes      role      yes           yes
send-back  sent-back  role   role      state    role      state         state
send-back  approved   role   role      state    role      state         state
send-back  edited     role   role      yes      role      yes           yes
send-back  from-file  role   role      state    role      state         state

withdraw   nothing    role   role      gone     role      gone          gone
withdraw   draft      role   role      state    role      state         state
withdraw   in-review  role   role      state    role      state         state
withdraw   sent-back  role   role      state    role      state         state
withdraw   approved   role   role      yes      role      yes           yes
withdraw   edited     role   role      yes      role      yes           yes
withdraw   from-file  role   role      state    role      state         state
"""

ROLES = {
    "reader": frozenset[str](),
    "describer": frozenset({"describer"}),
    "reviewer": frozenset({"reviewer"}),
    "archivist": frozenset({"archivist"}),
    "administrator": frozenset({"administrator"}),
    "author": frozenset({"describer", "reviewer"}),
}
VERBS = ("draft", "save", "drop", "accept", "approve", "send-back", "withdraw")
STANDINGS = ("nothing", "draft", "in-review", "sent-back", "approved", "edited", "from-file")


def cells() -> list[tuple[str, str, str, str]]:
    """(verb, standing, column, expected) of every cell."""
    head, *rows = [line.split() for line in TABLE.splitlines() if line]
    return [
        (verb, standing, column, expected)
        for verb, standing, *row in rows
        for column, expected in zip(head[2:], row, strict=True)
    ]
