"""The fence: what makes a turn of Slack or Teams two or three round trips to SQLite's thread.

What it buys: five statements that nearly every turn needs are compiled once, several go to the
thread in one batch, and the last write waits for the commit. A whole ``/complaint`` costs about
2.6 times the processor of an empty Bolt app, where plain SQLAlchemy cost 4.4 to 5.2 times
(``docs/decisions/0008-few-trips-to-the-database.md``; ``make bench`` measures it). Nothing else
depends on it, and PostgreSQL has no part in it.

To do without: in ``turn/``, put ``(await connection.execute(statement, values)).all()`` for each
``PreparedStatement.rows``, ``execute`` and ``defer``, and raise Conflict where a row was expected;
``statements.py`` stays, as plain statements. In ``database.py``, begin with
``exec_driver_sql("BEGIN IMMEDIATE")``, execute what ``opening`` brings one by one, and leave the
commit and the connection to SQLAlchemy. Then ``batch.py`` and ``prepared.py`` can go. Each of the
statements, BEGIN and COMMIT is then a few round trips of its own, about fifteen a turn; nothing
else changes.
"""
